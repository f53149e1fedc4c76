package dev.countersign.changeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.UserException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TextFileTest {

    @Property(tries = 500)
    void readingLosesNoByte(@ForAll("contents") byte[] content) {
        Optional<TextFile> text = TextFile.read(content);
        text.ifPresent(t -> assertThat(t.bytes()).isEqualTo(content));
    }

    @Provide
    Arbitrary<byte[]> contents() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
        Arbitrary<byte[]> texts = Arbitraries.strings().withChars("ab é€\r\n\u0001\ud83d\ude00").ofMaxLength(30)
                .flatMap(t -> Arbitraries.of(
                        t.getBytes(StandardCharsets.UTF_8),
                        ("\ufeff" + t).getBytes(StandardCharsets.UTF_8),
                        ("\ufeff" + t).getBytes(StandardCharsets.UTF_16LE),
                        ("\ufeff" + t).getBytes(StandardCharsets.UTF_16BE),
                        t.getBytes(StandardCharsets.ISO_8859_1)));
        return Arbitraries.oneOf(noise, texts);
    }

    @Test
    void linesKeepTheirOwnEnds() {
        assertThat(TextFile.read("a\r\nb\nc\rd".getBytes(StandardCharsets.UTF_8))).contains(new TextFile(
                List.of("a", "b", "c", "d"), List.of("\r\n", "\n", "\r", ""), StandardCharsets.UTF_8, false));
    }

    @Test
    void anEmptyFileHasNoLines() {
        assertThat(TextFile.read(new byte[0])).contains(TextFile.EMPTY);
    }

    @Test
    void marksAreNoPartOfTheText() {
        byte[] utf8 = "\ufeffa\n".getBytes(StandardCharsets.UTF_8);
        byte[] utf16 = "\ufeffa\n".getBytes(StandardCharsets.UTF_16LE);

        assertThat(TextFile.read(utf8)).contains(new TextFile(List.of("a"), List.of("\n"), StandardCharsets.UTF_8, true));
        assertThat(TextFile.read(utf16)).contains(new TextFile(List.of("a"), List.of("\n"), StandardCharsets.UTF_16LE, true));
    }

    @Test
    void whatIsNoUtf8IsLatin1() {
        assertThat(TextFile.read("caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)))
                .contains(new TextFile(List.of("caf\u00e9"), List.of("\n"), StandardCharsets.ISO_8859_1, false));
    }

    @Test
    void aNulByteMeansBinary() {
        assertThat(TextFile.read(new byte[] {'a', 0, 'b'})).isEmpty();
    }

    @Test
    void aNulByteFarBehindDoesNot() {
        byte[] content = new byte[9000];
        Arrays.fill(content, (byte) 'x');
        content[8500] = 0;

        assertThat(TextFile.read(content)).isPresent();
    }

    @Test
    void utf32IsNotTakenForUtf16() {
        assertThat(TextFile.read(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0, 'a', 0, 0, 0})).isEmpty();
    }

    @Test
    void halfACharacterAfterAWideMarkIsBinary() {
        assertThat(TextFile.read(new byte[] {(byte) 0xff, (byte) 0xfe, 'a', 0, 'b', 0, 'c'})).isEmpty();
    }

    @Test
    void newTextIsWrittenInTheOldCharset() {
        TextFile file = TextFile.read("\ufeffa\n".getBytes(StandardCharsets.UTF_16BE)).orElseThrow();

        assertThat(file.withText("\u20ac\r\n").bytes()).isEqualTo("\ufeff\u20ac\r\n".getBytes(StandardCharsets.UTF_16BE));
    }

    @Test
    void aCharacterThatTheCharsetLacksIsNamedWithItsLine() {
        TextFile latin = TextFile.read("caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)).orElseThrow();

        assertThatThrownBy(() -> latin.withText("ok\n5 \u20ac\n").bytes()).isInstanceOf(UserException.class)
                .hasMessage("CHANGESET-001: Line 2 has the character \u20ac (U+20AC), which the file's encoding ISO-8859-1 cannot hold.");
    }

    @Test
    void anEditKeepsTheEndsOfLinesThatStay() {
        TextFile mixed = TextFile.read("one\r\ntwo\nthree\r\nfour".getBytes(StandardCharsets.UTF_8)).orElseThrow();

        assertThat(LineEnds.keep(mixed, "one\ntwo\nnew\nthree\nfour\n").text()).isEqualTo("one\r\ntwo\nnew\r\nthree\r\nfour\r\n");
        assertThat(LineEnds.keep(mixed, "one\r\ntwo\n").text()).isEqualTo("one\r\ntwo\n");
    }
}
