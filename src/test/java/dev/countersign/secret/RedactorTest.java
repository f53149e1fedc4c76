package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactorTest {
    private static final String VALUE = "Tr0ub4dor&3/\"x\" é";

    private static Redactor knows(String... namesAndValues) {
        return Redactor.of(Stream.iterate(0, i -> i < namesAndValues.length, i -> i + 2)
                .map(i -> new Redactor.Known(namesAndValues[i], namesAndValues[i + 1])).toList());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<String> spellings() {
        byte[] bytes = VALUE.getBytes(StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(bytes);
        String percent = URLEncoder.encode(VALUE, StandardCharsets.UTF_8);
        return Stream.of(VALUE, hex, hex.toUpperCase(Locale.ROOT), percent, percent.replace("+", "%20"), percent.toLowerCase(Locale.ROOT).replace("tr0", "Tr0"),
                "Tr0ub4dor&3/\\\"x\\\" é", "Tr0ub4dor&3\\/\\\"x\\\" \\u00e9", "Tr0ub4dor&3/\\\"x\\\" \\u00E9",
                "Tr0ub4dor&3/\\\\\\\"x\\\\\\\" é", "Tr0ub4dor&amp;3/&quot;x&quot; é");
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void everySpellingIsFound(String spelling) {
        assertThat(knows("KEY", VALUE).redact("before " + spelling + " after")).isEqualTo("before [REDACTED:KEY] after");
    }

    @Property(tries = 300)
    void base64IsFoundWhereverItBegins(@ForAll("values") String value, @ForAll("values") String before, @ForAll("values") String after,
                                       @ForAll boolean url) {
        Redactor redactor = knows("KEY", value);
        byte[] whole = (before + value + after).getBytes(StandardCharsets.UTF_8);
        String text = (url ? Base64.getUrlEncoder().withoutPadding() : Base64.getEncoder()).encodeToString(whole);

        String redacted = redactor.redact(text);

        assertThat(redacted).contains("[REDACTED:KEY]");
        // What is left of the encoding gives none of the value's whole characters away.
        int first = 8 * before.getBytes(StandardCharsets.UTF_8).length / 6;
        assertThat(redacted.indexOf("[REDACTED:KEY]")).isBetween(0, first + 1);
    }

    @Property(tries = 500)
    void cutsChangeNothing(@ForAll("texts") String text, @ForAll List<@net.jqwik.api.constraints.IntRange(min = 1, max = 9) Integer> cuts) {
        Redactor redactor = knows("A", "abcabcab", "B", "bcabcabcc", "C", "ccccccccc", "D", "abcabcabcabcabc");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        Redactor.Stream stream = redactor.stream();
        int at = 0;
        for (int i = 0; at < bytes.length; i++) {
            int end = Math.min(bytes.length, at + (cuts.isEmpty() ? 1 : cuts.get(i % cuts.size())));
            out.writeBytes(stream.write(Arrays.copyOfRange(bytes, at, end)));
            at = end;
        }
        out.writeBytes(stream.end());

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(redactor.redact(text));
    }

    /// What the fast search leaves is what a plain one leaves.
    @Property(tries = 500)
    void nothingIsMissed(@ForAll("texts") String text) {
        var values = List.of("abcabcab", "bcabcabcc", "ccccccccc", "abcabcabcabcabc");
        boolean[] covered = new boolean[text.length()];
        for (String value : values) {
            for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
                Arrays.fill(covered, at, at + value.length(), true);
            }
        }
        var rest = new StringBuilder();
        for (int i = 0; i < covered.length; i++) {
            if (!covered[i]) {
                rest.append(text.charAt(i));
            }
        }
        String redacted = knows("A", values.get(0), "B", values.get(1), "C", values.get(2), "D", values.get(3)).redact(text);

        assertThat(redacted.replaceAll("\\[REDACTED:[A-D]\\]", "")).isEqualTo(rest.toString());
    }

    @Test
    void theLongestNameWinsAndNothingOfTheShorterStays() {
        Redactor redactor = knows("SHORT", "hunter2hunter2", "LONG", "hunter2hunter2-and-more");

        assertThat(redactor.redact("x hunter2hunter2-and-more y hunter2hunter2 z")).isEqualTo("x [REDACTED:LONG] y [REDACTED:SHORT] z");
        assertThat(knows("A", "abcdef12", "B", "ef12gh34").redact("abcdef12gh34")).isEqualTo("[REDACTED:A]");
    }

    @Test
    void textWithoutSecretsIsItself() {
        String text = "Nothing to see here, hunter2 is too short.";
        assertThat(knows("KEY", VALUE, "SHORT", "hunter2").redact(text)).isSameAs(text);
        assertThat(Redactor.NONE.redact(text)).isSameAs(text);
    }

    @Test
    void linesOfAKeyAreFoundByThemselves() {
        String key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n-----END PRIVATE KEY-----\n";
        Redactor redactor = knows("PEM", key);

        assertThat(redactor.redact("> BKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj <")).isEqualTo("> [REDACTED:PEM] <");
        assertThat(redactor.redact(key.replace("\n", "\r\n"))).isEqualTo("[REDACTED:PEM]\r\n");
        assertThat(redactor.redact("-----BEGIN PRIVATE KEY-----")).isEqualTo("-----BEGIN PRIVATE KEY-----");
    }

    /// Holding back is for what may be a secret only: the end of a plain line comes at once.
    @Test
    void aPlainLineIsNotHeldBack() {
        Redactor.Stream stream = knows("KEY", "sk-ant-0123456789").stream();

        assertThat(stream.write("working\n")).isEqualTo("working\n");
        assertThat(stream.write("on sk-a")).isEqualTo("on ");
        assertThat(stream.write("nt-01")).isEmpty();
        assertThat(stream.write("x\n")).isEqualTo("sk-ant-01x\n");
        assertThat(stream.endOfText()).isEmpty();
    }

    /// Overlapping values without end take no memory without end, and nothing of them comes out.
    @Test
    void anEndlessOverlapIsCut() {
        Redactor.Stream stream = knows("A", "aaaaaaaa").stream();
        var out = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            out.append(stream.write("a".repeat(1000)));
        }
        out.append(stream.write("b")).append(stream.endOfText());

        assertThat(out.toString().replace("[REDACTED:A]", "")).isEqualTo("b");
    }

    @Test
    void aHundredSecretsInAMegabyteAreAllFound() {
        var random = new Random(3);
        List<Redactor.Known> secrets = Stream.iterate(0, i -> i < 100, i -> i + 1).map(i -> new Redactor.Known("S" + i,
                base64(Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong())))).toList();
        var text = new StringBuilder();
        for (Redactor.Known secret : secrets) {
            text.append("line ".repeat(2000)).append(secret.value());
        }

        String redacted = Redactor.of(secrets).redact(text.toString());

        assertThat(secrets).allSatisfy(secret -> assertThat(redacted).contains(secret.toString()).doesNotContain(secret.value()));
        assertThat(redacted).hasSize(100 * 10_000 + secrets.stream().mapToInt(s -> s.toString().length()).sum());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abc").ofMaxLength(80);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().ascii().ofMinLength(8).ofMaxLength(40).filter(value -> value.strip().equals(value) && value.chars().allMatch(c -> c > 31 && c < 127));
    }
}
