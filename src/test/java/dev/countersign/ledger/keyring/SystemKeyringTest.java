package dev.countersign.ledger.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The keyring of a real Secret Service, started on a bus of its own.
class SystemKeyringTest {
    @TempDir
    Path temporary;

    /// Runs in a process that has such a bus: writes, reads, writes over, removes; says what it saw.
    static final class Child {
        public static void main(String[] arguments) throws IOException {
            var keyring = new SystemKeyring();
            System.out.println("before " + keyring.read("a"));
            keyring.write("a", "first");
            keyring.write("b", "other");
            System.out.println("written " + keyring.read("a").orElse("nothing"));
            keyring.write("a", "second");
            System.out.println("over " + keyring.read("a").orElse("nothing"));
            keyring.remove("a");
            keyring.remove("a");
            System.out.println("after " + keyring.read("a") + " " + keyring.read("b").orElse("nothing"));
        }
    }

    @Test
    void aSecretIsWrittenReadWrittenOverAndRemoved() throws Exception {
        for (String needed : List.of("dbus-run-session", "gnome-keyring-daemon")) {
            Assumptions.assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(p -> Files.isExecutable(Path.of(p, needed))),
                    needed + " is not installed");
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path script = temporary.resolve("session.sh");
        Files.writeString(script, """
                printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null
                exec "%s" -cp "$1" '%s' 
                """.formatted(java, Child.class.getName()));
        var builder = new ProcessBuilder("dbus-run-session", "--", "sh", script.toString(), System.getProperty("java.class.path"));
        builder.environment().put("HOME", temporary.toString());
        builder.environment().put("XDG_DATA_HOME", temporary.resolve("share").toString());
        builder.environment().put("XDG_RUNTIME_DIR", temporary.toString());
        builder.environment().remove("DISPLAY");
        Path said = temporary.resolve("said");
        Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(ended).as(Files.readString(said)).isTrue();
        assertThat(Files.readString(said).lines()).contains("before Optional.empty", "written first", "over second", "after Optional.empty other");
    }
}
