package dev.countersign.changeset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.api.Test;

class WhitespaceTest {

    /// What the least tolerant mode that hides the change is.
    @ParameterizedTest
    @CsvSource(textBlock = """
            'int a;\\n',     'int a;\\r\\n',       LINE_ENDS
            'int a;\\n',     'int a;',             LINE_ENDS
            'int a;\\n',     'int a;  \\n',        TRAILING
            'int a;\\n',     'int a;\u00a0\\n',   TRAILING
            'int a;\\n',     'int  a;\\n',         AMOUNT
            '  int a;\\n',   '\\tint a;\\n',       AMOUNT
            'int a;\\n',     '  int a;\\n',        ALL
            'f(a,b);\\n',    'f(a, b);\\n',        ALL
            'f(a, b);\\n',   'f(a,\\n  b);\\n',    ALL
            """)
    void eachModeHidesMoreThanTheOneBefore(String before, String after, Whitespace first) {
        FileDiff.Text diff = new Differ().diff(file(before), file(after), Differ.Options.EXACT);

        assertThat(Stream.of(Whitespace.values()).filter(mode -> mode.hides(diff, diff.hunks().getFirst())))
                .isEqualTo(Stream.of(Whitespace.values()).filter(mode -> mode.compareTo(first) >= 0).toList());
    }

    @Test
    void aChangedWordIsNeverHidden() {
        FileDiff.Text diff = new Differ().diff(file("int a;\n"), file("int  b;\n"), Differ.Options.EXACT);

        assertThat(Stream.of(Whitespace.values()).filter(mode -> mode.hides(diff, diff.hunks().getFirst()))).isEmpty();
    }

    @Test
    void theDifferLooksThroughTheSameGlasses() {
        TextFile before = file("one\ntwo\nthree\n");
        TextFile after = file("one \ntwo\nthree  x\n");

        assertThat(new Differ().diff(before, after, new Differ.Options(Whitespace.TRAILING)).hunks())
                .isEqualTo(List.of(new Hunk(0, 2, 1, 2, 1)));
    }

    @Test
    void formSaysHowATextIsWritten() {
        FileDiff.Text diff = new Differ().diff(file("a\nb\n"), file("\ufeffa\r\nb\n\u00e9"), Differ.Options.EXACT);

        assertThat(TextTraits.changes(diff)).containsExactly(TextTraits.Trait.BYTE_ORDER_MARK, TextTraits.Trait.LINE_ENDS,
                TextTraits.Trait.LAST_LINE);
        assertThat(TextTraits.of(diff.after()).ends()).containsExactly("\n", "\r\n");
        assertThat(TextTraits.changes(new Differ().diff(file("\u00e9\n"),
                TextFile.read("\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)).orElseThrow(), Differ.Options.EXACT)))
                .containsExactly(TextTraits.Trait.CHARSET);
        assertThat(TextTraits.changes(new Differ().diff(TextFile.EMPTY, file("a"), Differ.Options.EXACT))).isEmpty();
    }

    @Test
    void charactersAreFinerThanWords() {
        Differ differ = new Differ();

        assertThat(differ.words("retryCount = 1", "retryCounts = 1").before()).containsExactly(new Differ.Range(0, 10));
        assertThat(differ.characters("retryCount = 1", "retryCounts = 1"))
                .isEqualTo(new Differ.WordDiff(List.of(), List.of(new Differ.Range(10, 11))));
        assertThat(differ.characters("cat sat", "dog sat")).isEqualTo(differ.words("cat sat", "dog sat"));
        assertThat(differ.characters("a \ud83d\ude00z", "a \ud83d\ude01z").after()).allSatisfy(range ->
                assertThat(range).isEqualTo(new Differ.Range(2, 4)));
    }

    private static TextFile file(String text) {
        return TextFile.read(text.translateEscapes().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
