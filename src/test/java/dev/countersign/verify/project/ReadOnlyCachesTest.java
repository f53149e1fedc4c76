package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Contract;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Scale;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A project whose dependency lies in the user's cache, put there by the tool itself, is tested contained and without a network; the cache
/// is byte for byte what it was. Maven's is in [BuildToolsTest], where JUnit comes from the user's repository.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
@Timeout(300)
class ReadOnlyCachesTest {
    @TempDir
    private Path folder;
    private Path live;
    private Path user;
    private Map<String, String> system;

    @BeforeEach
    void home() throws IOException {
        live = Files.createDirectory(folder.resolve("live"));
        user = Files.createDirectory(folder.resolve("user"));
        system = new HashMap<>(System.getenv());
    }

    private void write(String path, String content) throws IOException {
        Path file = live.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static int run(Path where, Map<String, String> more, String... argv) throws IOException {
        try {
            var builder = new ProcessBuilder(argv).directory(where.toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(more);
            return builder.start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static boolean works(String... argv) {
        try {
            return run(Path.of("."), Map.of(), argv) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<Path, Sha256> bytes(Path folder) throws IOException {
        var found = new TreeMap<Path, Sha256>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList()) {
                found.put(file, Sha256.of(Files.readAllBytes(file)));
            }
        }
        return found;
    }

    private SensorResult check(String name) throws IOException {
        try (PackStore store = PackStore.open(folder.resolve("content.pack"))) {
            Workspace workspace = Workspace.open(live);
            Snapshot tree = workspace.capture(store, Progress.NONE);
            var sandbox = new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
            Level level = sandbox.protection().level();
            assumeTrue(level == Level.L3, "there is no bubblewrap here that works");
            var verifier = new ProjectVerifier(sandbox, List.of(), new CheckEnvironment(system, folder.resolve("home"), folder.resolve("tmp"), user,
                    Path.of(System.getProperty("java.home"))), new ResultCache(folder.resolve("results")), Scale.DEFAULT, InstantSource.system());
            List<CheckCommand> checks = verifier.detect(live).stream().filter(check -> check.name().equals(name)).toList();
            try (Stage stage = workspace.stage(folder.resolve("stage"), tree, store, Progress.NONE)) {
                return verifier.verify(new Verifier.Request(stage, tree, Changeset.between(Snapshot.EMPTY, tree, store), Contract.OPEN, store, checks, level),
                        Verifier.Listener.NONE, Progress.NONE).results().stream().filter(r -> r.sensor().equals(name)).findFirst().orElseThrow();
            }
        }
    }

    private void passes(String name, Path cache) throws IOException {
        Map<Path, Sha256> before = bytes(cache);
        assertThat(before).isNotEmpty();
        SensorResult result = check(name);
        assertThat(result.state()).as("%s", result.evidence()).isEqualTo(new State.Passed("1 test passed"));
        assertThat(bytes(cache)).isEqualTo(before);
    }

    @Test
    void goReadsItsModules() throws IOException {
        assumeTrue(works("go", "version"), "go is not installed");
        Path proxy = Files.createDirectories(folder.resolve("proxy/example.org/dep/@v"));
        Files.writeString(proxy.resolve("list"), "v1.0.0\n");
        Files.writeString(proxy.resolve("v1.0.0.info"), "{\"Version\":\"v1.0.0\"}");
        Files.writeString(proxy.resolve("v1.0.0.mod"), "module example.org/dep\n\ngo 1.19\n");
        try (var zip = new ZipOutputStream(Files.newOutputStream(proxy.resolve("v1.0.0.zip")))) {
            for (Map.Entry<String, String> each : Map.of("go.mod", "module example.org/dep\n\ngo 1.19\n", "dep.go",
                    "package dep\n\nfunc One() int { return 1 }\n").entrySet()) {
                zip.putNextEntry(new ZipEntry("example.org/dep@v1.0.0/" + each.getKey()));
                zip.write(each.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        write("go.mod", "module example.org/calc\n\ngo 1.19\n\nrequire example.org/dep v1.0.0\n");
        write("calc_test.go", """
                package calc

                import (
                	"testing"

                	"example.org/dep"
                )

                func TestOne(t *testing.T) {
                	if dep.One() != 1 {
                		t.Fail()
                	}
                }
                """);
        var filling = Map.of("GOPATH", user.resolve("go").toString(), "GOPROXY", "file://" + folder.resolve("proxy"), "GONOSUMDB", "*", "GOSUMDB", "off",
                "GOFLAGS", "-mod=mod -modcacherw", "HOME", user.toString());
        assertThat(run(live, filling, "go", "mod", "download", "example.org/dep@v1.0.0")).isZero();
        assertThat(run(live, filling, "go", "mod", "tidy")).isZero();

        passes("go test", user.resolve("go/pkg"));
    }

    @Test
    void cargoReadsItsCheckouts() throws IOException {
        assumeTrue(works("cargo", "--version") && works("git", "--version"), "cargo or git is not installed");
        Path dep = Files.createDirectories(folder.resolve("dep/src")).getParent();
        Files.writeString(dep.resolve("Cargo.toml"), "[package]\nname = \"dep\"\nversion = \"1.0.0\"\nedition = \"2021\"\n");
        Files.writeString(dep.resolve("src/lib.rs"), "pub fn one() -> i32 { 1 }\n");
        assertThat(run(dep, Map.of(), "git", "init", "-q")).isZero();
        assertThat(run(dep, Map.of(), "git", "add", "-A")).isZero();
        assertThat(run(dep, Map.of(), "git", "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one")).isZero();
        write("Cargo.toml", "[package]\nname = \"calc\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\n[dependencies]\ndep = { git = \"file://" + dep + "\" }\n");
        write("src/lib.rs", "#[cfg(test)]\nmod tests {\n    #[test]\n    fn one() {\n        assert_eq!(dep::one(), 1);\n    }\n}\n");
        write(".gitignore", "target\n");
        Path rust = Path.of(System.getProperty("user.home"), ".rustup");
        var filling = new HashMap<>(Map.of("CARGO_HOME", user.resolve(".cargo").toString()));
        if (Files.isDirectory(rust)) {
            // The toolchain is no cache: it stays where it is.
            Files.createSymbolicLink(user.resolve(".rustup"), rust);
            filling.put("RUSTUP_HOME", rust.toString());
        }
        assertThat(run(live, filling, "cargo", "fetch")).isZero();
        system.remove("CARGO_HOME");
        system.remove("RUSTUP_HOME");

        passes("cargo test", user.resolve(".cargo/git"));
    }
}
