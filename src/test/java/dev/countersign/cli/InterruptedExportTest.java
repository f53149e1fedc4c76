package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.Main;
import dev.countersign.Patches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The real program, interrupted in the middle of writing a tree of the past.
@Timeout(240)
class InterruptedExportTest {
    private static final int FILES = 3_000;
    private static final int SIGINT = 2;

    @TempDir
    Path home;

    @Test
    void whatWasWrittenHalfIsPutAwayAndAWholeExportFollows() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no kill");
        assumeTrue(!ignores(SIGINT), "interrupts are ignored here, as in a shell's background, and the program inherits that");
        var files = new HashMap<String, Integer>();
        for (int i = 0; i < FILES; i++) {
            files.put("src/d" + i / 100 + "/f" + i + ".txt", 5);
        }
        Patches past = Patches.in(home, files);
        past.change("One line", "src/d0/f0.txt", Map.of(2, "two"));

        Path absent = home.resolve("absent");
        interrupt(past, absent, "-INT", 130);
        assertThat(absent).doesNotExist();

        Path empty = Files.createDirectory(home.resolve("empty"));
        interrupt(past, empty, "-TERM", 143);
        assertThat(empty).isEmptyDirectory();

        assertThat(past.say("", "ledger", "tree", "0", "--export", absent.toString()).status()).isZero();
        assertThat(count(absent)).isEqualTo(FILES);
        assertThat(Files.readAllLines(absent.resolve("src/d0/f0.txt")).get(1)).isEqualTo("two");
        assertThat(past.say("", "ledger", "verify").status()).isZero();
    }

    private void interrupt(Patches past, Path into, String signal, int status) throws IOException, InterruptedException {
        Process program = start(past, into);
        while (count(into) == 0 && program.isAlive()) {
            Thread.sleep(1);
        }
        new ProcessBuilder("/bin/kill", signal, Long.toString(program.pid())).inheritIO().start().waitFor();
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).as(Files.readString(home.resolve("said"))).isEqualTo(status);
    }

    private Process start(Patches past, Path into) throws IOException {
        var command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                "ledger", "tree", "0", "--export", into.toString(), "-w", past.project().toString()).redirectErrorStream(true)
                .redirectOutput(home.resolve("said").toFile());
        command.environment().put("COUNTERSIGN_HOME", home.resolve("countersign").toString());
        return command.start();
    }

    private static long count(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        } catch (UncheckedIOException e) {
            // It is being put away.
            return 0;
        }
    }

    private static boolean ignores(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        List<String> lines = Files.readAllLines(status);
        return lines.stream().filter(line -> line.startsWith("SigIgn:")).map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .anyMatch(mask -> (mask >> signal - 1 & 1) == 1);
    }
}
