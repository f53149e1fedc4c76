package dev.countersign.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*.java, A.java, true", "*.java, a/A.java, false", "**/*.java, A.java, true", "**/*.java, a/b/A.java, true",
        "src/**, src/a/b, true", "src/, src/a/b, true", "src/, srcx/a, false", "a?c, abc, true", "a?c, a/c, false",
        "a/**/z, a/z, true", "a/**/z, a/b/c/z, true", "a/**/z, az, false", "a.b, axb, false", "**, x/y, true"})
    void matchesAsDocumented(String glob, String path, boolean expected) {
        assertThat(Glob.of(glob).matches(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "a*, *b, true", "a/*, a/b/*, false", "**/*.java, src/**, true", "*.java, *.md, false", "src/a/, src/b/, false",
        "a?, ?b, true", "**/x, y, false", "**/x, x, true"})
    void overlapIsExact(String one, String two, boolean expected) {
        assertThat(Glob.of(one).overlaps(Glob.of(two))).isEqualTo(expected);
        assertThat(Glob.of(two).overlaps(Glob.of(one))).isEqualTo(expected);
    }

    @Property(tries = 500)
    void whatBothMatchMeansTheyOverlap(@ForAll("globs") String one, @ForAll("globs") String two, @ForAll("paths") String path) {
        Glob a = Glob.of(one);
        Glob b = Glob.of(two);
        if (a.matches(path) && b.matches(path)) {
            assertThat(a.overlaps(b)).isTrue();
        }
    }

    @Test
    void aLiteralOverlapsExactlyWhatMatchesIt() {
        for (String glob : List.of("a*", "**/b", "a/**", "?/b", "a/b")) {
            for (String path : List.of("a", "b", "a/b", "ab", "x/y/b", "a/x/b")) {
                assertThat(Glob.of(glob).overlaps(Glob.of(path))).as(glob + " " + path).isEqualTo(Glob.of(glob).matches(path));
            }
        }
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.of("a", "b", "/", "*", "**", "**/", "?").list().ofMinSize(1).ofMaxSize(6)
                .map(parts -> String.join("", parts)).filter(g -> Glob.faultOf(g).isEmpty());
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "ab", "ba").list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("/", parts));
    }
}
