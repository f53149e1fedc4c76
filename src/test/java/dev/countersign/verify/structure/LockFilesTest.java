package dev.countersign.verify.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Contract;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Trees;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LockFilesTest {
    private static List<SensorResult> check(Trees trees) throws IOException {
        return new LockFiles().check(trees.request(Contract.OPEN), Progress.NONE);
    }

    /// Manifest, lock file, what they agree on, and the manifest with one more that the lock file lacks, on which line.
    static Stream<Arguments> pairs() {
        return Stream.of(
                Arguments.of("package.json", "{\n\"dependencies\": {\"a\": \"^1\"}\n}\n", "package-lock.json",
                        "{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"a\": \"^1\"}}, \"node_modules/a\": {}}}",
                        "{\n\"dependencies\": {\"a\": \"^1\"},\n\"devDependencies\": {\"other\": \"2\"}}\n", 3),
                Arguments.of("Cargo.toml", "[dependencies]\na = \"1\"\nb = { package = \"bb\", version = \"1\" }\n", "Cargo.lock",
                        "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n[[package]]\nname = \"bb\"\nversion = \"1.0.0\"\n",
                        "[dependencies]\na = \"1\"\n[target.'cfg(unix)'.dependencies]\nother = \"1\"\n", 4),
                Arguments.of("pyproject.toml", "[project]\nname = \"p\"\ndependencies = [\"Flask_Login>=1\"]\n", "uv.lock",
                        "version = 1\n[[package]]\nname = \"flask-login\"\nversion = \"1\"\n",
                        "[project]\nname = \"p\"\ndependencies = [\"Flask_Login>=1\",\n  \"other[x]~=2\"]\n", 4),
                Arguments.of("go.mod", "module x\n\ngo 1.23\n\nrequire (\n\tgithub.com/a/b v1.2.3 // indirect\n)\n", "go.sum",
                        "github.com/a/b v1.2.3 h1:x=\ngithub.com/a/b v1.2.3/go.mod h1:y=\n",
                        "module x\n\nrequire github.com/a/b v1.2.3\nrequire github.com/other v0.1.0\n", 4),
                Arguments.of("Gemfile", "source 'https://rubygems.org'\ngem 'a', '~> 1'\n", "Gemfile.lock",
                        "GEM\n  specs:\n    a (1.0)\n\nDEPENDENCIES\n  a (~> 1)\n\nBUNDLED WITH\n   2\n",
                        "source 'https://rubygems.org'\ngem 'a', '~> 1'\ngem \"other\"\n", 3));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void whatTheLockFileLacksIsFoundOnItsLine(String manifest, String sound, String lock, String locked, String more, int line)
            throws IOException {
        assertThat(check(new Trees().after("x/" + manifest, sound).after("x/" + lock, locked))).singleElement()
                .satisfies(r -> assertThat(r.state()).isEqualTo(new State.Passed("1 manifest")));
        SensorResult failed = check(new Trees().before("x/" + manifest, sound).before("x/" + lock, locked)
                .after("x/" + manifest, more).after("x/" + lock, locked)).getFirst();
        assertThat(failed.residuals()).singleElement().satisfies(r -> {
            assertThat(r.path()).contains(WorkspacePath.of("x/" + manifest));
            assertThat(r.line()).isEqualTo(line);
            assertThat(r.message()).contains("other", lock);
        });
        SensorResult mended = check(new Trees().before("x/" + manifest, more).before("x/" + lock, locked)
                .after("x/" + manifest, sound).after("x/" + lock, locked)).getFirst();
        assertThat(mended.baseline().mended()).hasSize(1);
    }

    @Test
    void aChangedRangeIsNotInTheLockFileOfNpm() throws IOException {
        String lock = "{\"packages\": {\"\": {\"dependencies\": {\"a\": \"^1\"}}}}";

        assertThat(check(new Trees().after("package.json", "{\"dependencies\": {\"a\": \"^2\"}}").after("package-lock.json", lock)).getFirst()
                .residuals()).hasSize(1);
    }

    @Test
    void withoutALockFileThereIsNothingToCompare() throws IOException {
        assertThat(check(new Trees().after("package.json", "{\"dependencies\": {\"a\": \"1\"}}"))).isEmpty();
    }

    @Test
    void lockFileThatCannotBeReadIsNotChecked() throws IOException {
        assertThat(check(new Trees().after("Cargo.toml", "[dependencies]\n").after("Cargo.lock", "<<<<<<<"))).singleElement()
                .satisfies(r -> assertThat(r.state()).isEqualTo(new State.NotChecked("Cargo.toml: Cargo.lock is no TOML")));
    }
}
