package dev.countersign.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/// A minute of what `src/fuzz/fuzz.sh` does for an hour: inputs that get far, changed in a few places, with no feedback. Nothing that is
/// not declared may come out.
class FuzzTest {
    /// One change: at `at` of a thousandth parts, `cut` bytes go and `put` comes.
    private record Edit(int at, int cut, byte[] put) {}

    private static Arbitrary<byte[]> inputs(String target) {
        List<byte[]> seeds = Seeds.of(target);
        Arbitrary<byte[]> word = Arbitraries.of(Seeds.words(target)).map(Seeds::bytes);
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(4);
        Arbitrary<byte[]> piece = Combinators.combine(Arbitraries.of(seeds), Arbitraries.integers().between(0, 999), Arbitraries.integers().between(1, 40))
                .as((seed, at, length) -> Arrays.copyOfRange(seed, seed.length * at / 1000, Math.min(seed.length, seed.length * at / 1000 + length)));
        Arbitrary<Edit> edit = Combinators.combine(Arbitraries.integers().between(0, 1000), Arbitraries.integers().between(0, 12),
                Arbitraries.oneOf(word, noise, piece)).as(Edit::new);
        return Combinators.combine(Arbitraries.of(seeds), edit.list().ofMinSize(1).ofMaxSize(6)).as((seed, edits) -> {
            byte[] text = seed;
            for (Edit one : edits) {
                int at = text.length * one.at / 1000;
                var next = new ByteArrayOutputStream();
                next.write(text, 0, at);
                next.writeBytes(one.put);
                int from = Math.min(text.length, at + one.cut);
                next.write(text, from, text.length - from);
                text = next.toByteArray();
            }
            return text;
        });
    }

    @Provide
    Arbitrary<byte[]> programs() {
        return inputs("Starlark");
    }

    @Provide
    Arbitrary<byte[]> scripts() {
        return inputs("ScriptFile");
    }

    @Provide
    Arbitrary<byte[]> settings() {
        return inputs("Config");
    }

    @Provide
    Arbitrary<byte[]> patches() {
        return inputs("Patch");
    }

    @Provide
    Arbitrary<byte[]> paths() {
        return inputs("Paths");
    }

    @Provide
    Arbitrary<byte[]> commands() {
        return inputs("Rules");
    }

    @Provide
    Arbitrary<byte[]> texts() {
        return inputs("Secrets");
    }

    @Provide
    Arbitrary<byte[]> leaves() {
        return inputs("Leaf");
    }

    @Property(tries = 15_000, shrinking = ShrinkingMode.BOUNDED)
    void starlarkEndsWithAResultOrATypedFault(@ForAll("programs") byte[] input) {
        Targets.Starlark.fuzzerTestOneInput(input);
    }

    @Property(tries = 9_000, shrinking = ShrinkingMode.BOUNDED)
    void scriptsAreReadOrRefused(@ForAll("scripts") byte[] input) {
        Targets.ScriptFile.fuzzerTestOneInput(input);
    }

    @Property(tries = 9_000, shrinking = ShrinkingMode.BOUNDED)
    void settingsAreReadOrRefused(@ForAll("settings") byte[] input) {
        Targets.Config.fuzzerTestOneInput(input);
    }

    @Property(tries = 15_000, shrinking = ShrinkingMode.BOUNDED)
    void patchesApplyOrAreRefused(@ForAll("patches") byte[] input) {
        Targets.Patch.fuzzerTestOneInput(input);
    }

    @Property(tries = 60_000, shrinking = ShrinkingMode.BOUNDED)
    void pathsStayInsideAndHostsHaveOneSpelling(@ForAll("paths") byte[] input) {
        Targets.Paths.fuzzerTestOneInput(input);
    }

    @Property(tries = 6_000, shrinking = ShrinkingMode.BOUNDED)
    void rulesAlwaysRule(@ForAll("commands") byte[] input) {
        Targets.Rules.fuzzerTestOneInput(input);
    }

    @Property(tries = 15_000, shrinking = ShrinkingMode.BOUNDED)
    void redactionDoesNotDependOnCuts(@ForAll("texts") byte[] input) {
        Targets.Secrets.fuzzerTestOneInput(input);
    }

    @Property(tries = 60_000, shrinking = ShrinkingMode.BOUNDED)
    void leavesAreReadOrMalformed(@ForAll("leaves") byte[] input) {
        Targets.Leaf.fuzzerTestOneInput(input);
    }

    /// What fuzzing found, each of which once came out as an exception of a library.
    @Example
    void whatWasFoundStaysMended() {
        Stream.of("diff --git a/a.txt b/a.txt\nindex 0000000..e69d\n--- a/a.txt\n+++ b/new.sh\n@@ -1 +1 @@\n-one\n+two\n",
                "diff --git a/x b/x\nold mode 10x644\n", "diff --git a/a.txt b/a.txt\nindex 00~0000..e69de29 100644\n",
                "diff --git \n--- \nrename from a.txt\n", "diff --git a/a.txt b/a.txt\nnew file mode 100644\ndeleted file mode 100644\n",
                "diff --git a/a.txt b/a.txt\ndeleted file mode 100644\nrename from a.txt\nrename to /dev/null\n").map(Seeds::bytes)
                .forEach(Targets.Patch::fuzzerTestOneInput);
        Targets.Config.fuzzerTestOneInput(new byte[] {3, '"', (byte) 0x9c, '"'});
        Targets.Config.fuzzerTestOneInput(Seeds.bytes("\u0003\"\" = 1\n"));
        for (int reader = 0; reader < 6; reader++) {
            Targets.Config.fuzzerTestOneInput(Seeds.bytes((char) reader + "\nrk ={c\"nt\",\u0005#I\u0000A"));
        }
        assertThat(Seeds.of("Patch")).isNotEmpty();
    }
}
