package dev.countersign.ledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Vectors of RFC 8949, appendix A, as far as leaves use its types.
class CborTest {
    private static String hex(CborWriter out) {
        return HexFormat.of().formatHex(out.toBytes());
    }

    private static CborReader reader(String hex) {
        return new CborReader(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({"0,00", "1,01", "10,0a", "23,17", "24,1818", "25,1819", "100,1864", "1000,1903e8", "1000000,1a000f4240",
            "1000000000000,1b000000e8d4a51000"})
    void unsignedNumbers(long value, String hex) throws Exception {
        assertThat(hex(new CborWriter().unsigned(value))).isEqualTo(hex);
        assertThat(reader(hex).unsigned()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"'',60", "a,6161", "IETF,6449455446", "'\"\\',62225c", "\u00fc,62c3bc", "\u6c34,63e6b0b4", "\ud800\udd51,64f0908591"})
    void texts(String value, String hex) throws Exception {
        assertThat(hex(new CborWriter().text(value))).isEqualTo(hex);
        assertThat(reader(hex).text()).isEqualTo(value);
    }

    @Test
    void bytesArraysMapsAndNull() throws Exception {
        assertThat(hex(new CborWriter().bytes(new byte[0]))).isEqualTo("40");
        assertThat(hex(new CborWriter().bytes(new byte[] {1, 2, 3, 4}))).isEqualTo("4401020304");
        assertThat(hex(new CborWriter().array(0))).isEqualTo("80");
        assertThat(hex(new CborWriter().array(3).unsigned(1).unsigned(2).unsigned(3))).isEqualTo("83010203");
        assertThat(hex(new CborWriter().map(0))).isEqualTo("a0");
        assertThat(hex(new CborWriter().map(2).unsigned(1).unsigned(2).unsigned(3).unsigned(4))).isEqualTo("a201020304");
        assertThat(hex(new CborWriter().nothing())).isEqualTo("f6");
        CborReader in = reader("83014401020304f6");
        assertThat(in.array()).isEqualTo(3);
        assertThat(in.unsigned()).isEqualTo(1);
        assertThat(in.nothing()).isFalse();
        assertThat(in.bytes()).containsExactly(1, 2, 3, 4);
        assertThat(in.nothing()).isTrue();
        in.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1800", "1817", "190017", "1900ff", "1a0000ffff", "1b00000000ffffffff", "1bffffffffffffffff", "1c", "1f", "18", "", "20", "f4"})
    void numbersInAnyOtherFormAreRefused(String hex) {
        assertThatThrownBy(() -> reader(hex).unsigned()).isInstanceOf(MalformedLeafException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f657374726561646d696e67ff", "62c328", "6261", "7801", "63eda080", "41"})
    void textInAnyOtherFormIsRefused(String hex) {
        assertThatThrownBy(() -> reader(hex).text()).isInstanceOf(MalformedLeafException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9f00ff", "9affffffff", "8201", "9b7fffffffffffffff"})
    void arraysThatCannotBeThereAreRefused(String hex) {
        assertThatThrownBy(() -> {
            CborReader in = reader(hex);
            for (int left = in.array(); left > 0; left--) {
                in.unsigned();
            }
        }).isInstanceOf(MalformedLeafException.class);
    }

    @Test
    void aByteTooManyIsRefused() throws Exception {
        CborReader in = reader("0000");
        in.unsigned();
        assertThatThrownBy(in::end).isInstanceOf(MalformedLeafException.class);
    }

    @Property
    void numbersAndTextsComeBack(@ForAll @LongRange(min = 0) long number, @ForAll String text, @ForAll byte[] bytes) throws Exception {
        var in = new CborReader(new CborWriter().unsigned(number).bytes(bytes).text(text).toBytes());
        assertThat(in.unsigned()).isEqualTo(number);
        assertThat(in.bytes()).isEqualTo(bytes);
        // A half of a surrogate pair has no UTF-8 form: it is recorded as a question mark.
        assertThat(in.text()).isEqualTo(new String(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8));
        in.end();
    }
}
