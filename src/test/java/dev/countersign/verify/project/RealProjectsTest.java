package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Contract;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Readings;
import dev.countersign.verify.Scale;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.verify.structure.LockFiles;
import dev.countersign.verify.structure.References;
import dev.countersign.verify.syntax.Pythons;
import dev.countersign.verify.syntax.SyntaxSensor;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Packages that others wrote, with their own tests, as the package sources of this machine have them: a sound change of each passes every
/// sensor and command, a faulty one is found at a place of the package, and is gone after the fix.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the packages are those of Debian and npm")
@Timeout(300)
class RealProjectsTest {
    @TempDir
    private Path folder;

    /// @param source where the package lies once it is installed
    /// @param files  those that are taken; empty for all
    /// @param from   replaced in `file` by `to`, which makes the fault
    /// @param place  of the residual
    /// @param comment put at the end of `file`, which is the sound change
    private record Package(String name, String installed, Optional<Path> source, List<String> files, String check, String file, String from, String to,
                           String place, String comment) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Package> packages() {
        return Stream.of(
                new Package("go-wordwrap", "golang-github-mitchellh-go-wordwrap-dev", under("/usr/share/gocode/src/github.com/mitchellh/go-wordwrap"), List.of(),
                        "go test", "wordwrap.go", "current+wordBufLen+spaceBufLen > lim", "current+wordBufLen+spaceBufLen > lim+1", "wordwrap_test.go", "// sound\n"),
                new Package("fnv", "librust-fnv-dev", newest("/usr/share/cargo/registry", "fnv-"), List.of("Cargo.toml", "lib.rs"), "cargo test", "lib.rs", "0x100000001b3",
                        "0x100000001b5", "lib.rs", "// sound\n"),
                new Package("path-parse", "path-parse", npm("path-parse"), List.of("package.json", "index.js", "test.js"), "npm test", "index.js", ".slice(0, -1)",
                        ".slice(0, -2)", "test.js", "// sound\n"));
    }

    private static Optional<Path> under(String place) {
        return Optional.of(Path.of(place)).filter(Files::isDirectory);
    }

    private static Optional<Path> newest(String place, String start) {
        if (!Files.isDirectory(Path.of(place))) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(Path.of(place))) {
            return all.filter(p -> p.getFileName().toString().startsWith(start)).sorted().reduce((_, last) -> last);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Where npm puts what is installed for all.
    private static Optional<Path> npm(String name) {
        try {
            Process asked = new ProcessBuilder("npm", "root", "--global").redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String root = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return asked.waitFor() == 0 && !root.isEmpty() ? under(root + "/" + name) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static void copy(Path from, Path to, List<String> names) throws IOException {
        try (Stream<Path> all = Files.list(from)) {
            for (Path file : all.filter(p -> Files.isRegularFile(p, LinkOption.NOFOLLOW_LINKS))
                    .filter(p -> names.isEmpty() || names.contains(p.getFileName().toString())).toList()) {
                Files.write(to.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void soundChangePassesAndAFaultyOneIsFoundInThePackage(Package one) throws IOException {
        assumeTrue(one.source().isPresent(), "the package " + one.installed() + " is not installed");
        Path live = Files.createDirectory(folder.resolve("live"));
        copy(one.source().get(), live, one.files());
        Files.writeString(live.resolve(".gitignore"), "target\nCargo.lock\n");
        try (PackStore store = PackStore.open(folder.resolve("content.pack"))) {
            Workspace workspace = Workspace.open(live);
            Snapshot base = workspace.capture(store, Progress.NONE);
            var sandbox = new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
            Level level = sandbox.protection().level();
            var verifier = new ProjectVerifier(sandbox, List.of(new SyntaxSensor(new Readings(100), Pythons.none()), new References(), new LockFiles()),
                    new CheckEnvironment(System.getenv(), folder.resolve("home"), folder.resolve("tmp"), Path.of(System.getProperty("user.home")),
                            Path.of(System.getProperty("java.home"))), new ResultCache(folder.resolve("results")), Scale.DEFAULT, InstantSource.system());
            List<CheckCommand> checks = verifier.detect(live).stream().filter(check -> check.name().equals(one.check())).toList();
            assertThat(checks).as("its check is found").hasSize(1);
            try (Stage stage = workspace.stage(folder.resolve("stage"), base, store, Progress.NONE)) {
                Path file = stage.root().resolve(one.file());
                String text = Files.readString(file);
                assertThat(text).contains(one.from());

                Files.writeString(file, text + one.comment());
                Verification sound = verify(verifier, stage, base, store, checks, level);
                assertThat(sound.residuals()).isEmpty();
                assertThat(state(sound, one)).isInstanceOf(State.Passed.class);
                assertThat(sound.results()).anySatisfy(r -> assertThat(r.sensor()).endsWith("syntax"));

                Files.writeString(file, text.replace(one.from(), one.to()) + one.comment());
                Verification faulty = verify(verifier, stage, base, store, checks, level);
                assertThat(state(faulty, one)).isInstanceOf(State.Failed.class);
                assertThat(faulty.residuals()).as("%s", faulty.residuals()).anySatisfy(r -> {
                    assertThat(r.path().orElseThrow().value()).isEqualTo(one.place());
                    assertThat(r.line()).isPositive();
                });

                Files.writeString(file, text + one.comment());
                assertThat(verify(verifier, stage, base, store, checks, level).residuals()).isEmpty();
            }
        }
    }

    private static State state(Verification verification, Package one) {
        return verification.results().stream().filter(r -> r.sensor().equals(one.check())).map(SensorResult::state).findFirst().orElseThrow();
    }

    private static Verification verify(ProjectVerifier verifier, Stage stage, Snapshot base, PackStore store, List<CheckCommand> checks, Level level)
            throws IOException {
        Snapshot tree = stage.capture(Progress.NONE);
        return verifier.verify(new Verifier.Request(stage, tree, Changeset.between(base, tree, store), Contract.OPEN, store, checks, level),
                Verifier.Listener.NONE, Progress.NONE);
    }
}
