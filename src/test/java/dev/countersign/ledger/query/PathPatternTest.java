package dev.countersign.ledger.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
            "pom.xml,             pom.xml,              true",
            "pom.xml,             sub/pom.xml,          false",
            "pom.xml,             pomxxml,              false",
            "src/,                src/a.txt,            true",
            "src/,                src/main/a.txt,       true",
            "src/,                src,                  false",
            "src/,                other/src/a.txt,      false",
            "*.java,              A.java,               true",
            "*.java,              src/main/A.java,      true",
            "*.java,              src/main/A.java.txt,  false",
            "src/*.java,          src/A.java,           true",
            "src/*.java,          src/main/A.java,      false",
            "src/**/*.java,       src/A.java,           true",
            "src/**/*.java,       src/main/x/A.java,    true",
            "src/**,              src/main/A.java,      true",
            "**,                  any/thing,            true",
            "?om.xml,             a/pom.xml,            true",
            "?om.xml,             a//om.xml,            false",
            "a?c/x,               a/c/x,                false",
            "docs/über*,          docs/über uns.md,     true",
            "A.java,              a.java,               false",
    })
    void globsMeanWhatGlobsMean(String pattern, String path, boolean meant) {
        assertThat(PathPattern.of(pattern).matches(path)).isEqualTo(meant);
    }

    @Test
    void onlyAPlainPathIsExact() {
        assertThat(PathPattern.of("src/A.java").isExact()).isTrue();
        assertThat(PathPattern.of("src/").isExact()).isFalse();
        assertThat(PathPattern.of("src/?.java").isExact()).isFalse();
        assertThat(PathPattern.of("").matches("a")).isFalse();
    }

    @Provide
    Arbitrary<String> signs() {
        return Arbitraries.strings().withChars("ab/.[]{}()<>*+-=!?^$|&~#@\"\\ ü\n").ofMaxLength(12);
    }

    @Property
    void anyTextIsAPatternAndItsExpressionMeansTheSame(@ForAll("signs") String text, @ForAll("signs") String path) {
        PathPattern pattern = PathPattern.of(text);
        boolean meant = Pattern.compile(pattern.expression(), Pattern.DOTALL).matcher(path).matches();
        assertThat(pattern.matches(path)).isEqualTo(meant);
    }

    @Property
    void aTextWithoutStarsAndQuestionMarksMeansItself(@ForAll("signs") String text) {
        String plain = text.replace("*", "").replace("?", "");
        if (!plain.endsWith("/")) {
            assertThat(PathPattern.of(plain).matches(plain)).isTrue();
            assertThat(PathPattern.of(plain).matches(plain + "x")).isFalse();
        }
    }
}
