package dev.countersign.sandbox.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.workspace.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "the launcher is for Linux")
class LauncherCacheTest {
    @TempDir
    private Path temp;
    private Path scratch;
    private Path stage;
    private LauncherCache cache;

    @BeforeEach
    void open() throws IOException {
        scratch = Files.createDirectory(temp.toRealPath().resolve("scratch"));
        stage = Files.createDirectory(temp.toRealPath().resolve("stage"));
        cache = new LauncherCache(scratch, Path.of(System.getProperty("java.home")));
    }

    private boolean isUsed() throws IOException {
        return cache.java(Path.of("/classes")).stream().anyMatch(option -> option.startsWith("-XX:AOTCache="));
    }

    /// Both streams, as the command wrote them.
    private String said(Level level) {
        var sandbox = new LocalSandbox(scratch, new SecureRandom());
        assumeTrue(sandbox.holds(level), () -> "no " + level + " here");
        var said = new ByteArrayOutputStream();
        Outcome outcome = sandbox.run(new Command(List.of("/bin/sh", "-c", "echo word; exit 3"), stage, new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")), new byte[0]),
                new Profile(level, List.of(stage), List.of(), new Network.Off()), new Limits(Duration.ofSeconds(60), 1 << 20),
                (OutputListener) (_, chunk) -> said.writeBytes(chunk), Progress.NONE);
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Exited.class, exited -> assertThat(exited.code()).isEqualTo(3));
        return said.toString(UTF_8);
    }

    @Test
    void whatIsMadeIsUsedAndCommandsRunAsWithoutIt() throws IOException {
        assertThat(isUsed()).isFalse();

        cache.make();

        assertThat(isUsed()).isTrue();
        assertThat(said(Level.L1)).isEqualTo("word\n");
        assertThat(said(Level.L2)).isEqualTo("word\n");
    }

    @Test
    void oneThatIsDamagedIsPassedOver() throws IOException {
        cache.make();
        try (var files = Files.walk(scratch)) {
            for (Path made : files.filter(file -> file.toString().endsWith(".aot")).toList()) {
                Files.write(made, new byte[5_000]);
            }
        }

        assertThat(isUsed()).isTrue();
        assertThat(said(Level.L1)).isEqualTo("word\n");
    }

    @Test
    void aFewStartsMakeNone() throws IOException {
        for (int i = 0; i < 3; i++) {
            isUsed();
        }

        assertThat(scratch).isEmptyDirectory();
    }

    /// Another process may be making it.
    @Test
    void whatAnotherIsMakingIsLeftAlone() throws IOException {
        cache.make();
        Path folder;
        try (var files = Files.list(scratch)) {
            folder = files.findFirst().orElseThrow();
        }
        Files.delete(folder.resolve("launcher.aot"));

        cache.make();

        assertThat(folder.resolve("launcher.aot")).doesNotExist();
        assertThat(isUsed()).isFalse();
    }
}
