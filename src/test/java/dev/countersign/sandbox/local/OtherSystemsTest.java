package dev.countersign.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Protection.Layer;
import dev.countersign.sandbox.Protection.Strength;
import dev.countersign.sandbox.SelfTest.Attempt;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is written for macOS and Windows, as text and bytes: neither was run here.
class OtherSystemsTest {
    private static final Path STAGE = Path.of("/Users/me/data/stage \"1\"\\x");
    private static final Path TOOLS = Path.of("/opt/homebrew");

    private static String profile(Network network) {
        return new SeatbeltProfile(List.of(STAGE), List.of(TOOLS), network).text();
    }

    /// Rules in their order, each on one line.
    private static List<String> rules(String profile) {
        return profile.replaceAll("\\n\\s+", " ").lines().toList();
    }

    @Test
    void whatSeatbeltIsNotToldIsDenied() {
        assertThat(rules(profile(new Network.Off()))).startsWith("(version 1)", "(deny default)")
                .filteredOn(rule -> rule.contains("file-write")).containsExactly(
                        "(allow file-read* file-write-data file-ioctl (literal \"/dev/null\") (literal \"/dev/zero\"))",
                        "(allow file-read* file-write* (subpath \"/Users/me/data/stage \\\"1\\\"\\\\x\"))",
                        "(deny file-write-setugid)",
                        "(deny file-write-unlink (literal \"/Users/me/data/stage \\\"1\\\"\\\\x\"))");
    }

    @Test
    void seatbeltReadsTheSystemAndTheToolchainsAndNoHome() {
        assertThat(profile(new Network.Open())).contains("(subpath \"/opt/homebrew\")", "(subpath \"/usr\")")
                .doesNotContain("\"/Users\"", "\"/Users/me\"", "(subpath \"/\")", "(subpath \"/private\")", "/Library/Keychains", "securityd", "SecurityServer");
    }

    @Test
    void seatbeltOpensTheNetworkOnlyWhereItIsAsked() {
        assertThat(profile(new Network.Off())).contains("(deny network*)").doesNotContain("(allow network", "(allow system-socket", "resolv.conf");
        assertThat(profile(new Network.Open())).contains("(allow network-outbound (remote ip \"*:*\"))").doesNotContain("(deny network*)");
        assertThatThrownBy(() -> profile(new Network.Through(Path.of("/s")))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noPathWritesARuleOfItsOwn() {
        assertThatThrownBy(() -> new SeatbeltProfile(List.of(Path.of("/a\n(allow default)")), List.of(), new Network.Off()).text())
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(rules(new SeatbeltProfile(List.of(Path.of("/a\")) (allow default) ((\"")), List.of(), new Network.Off()).text()))
                .noneMatch(rule -> rule.startsWith("(allow default"));
    }

    @Test
    void seatbeltStartsTheProgramAsItIsAndSaysSo() {
        var command = new Command(List.of("git", "commit", "-m", "a $(b) 'c'"), STAGE, new TreeMap<>(), new byte[0]);
        List<String> argv = Seatbelt.argv(command, Path.of("/usr/bin/git"), new Limits(Duration.ofSeconds(30), 1 << 20, Duration.ofSeconds(90), 1 << 30, 100,
                512 << 20), Path.of("/r/profile"), Path.of("/r/status"));

        assertThat(argv).containsExactly("/bin/sh", "-c", "s=$1; shift; exec \"$@\" 9>\"$s\"", "sh", "/r/status",
                "/usr/bin/sandbox-exec", "-f", "/r/profile", "/bin/sh", "-c",
                "ulimit -c 0; ulimit -t \"$1\"; ulimit -f \"$2\"; shift 2; echo running >&9; exec 9>&-; exec \"$@\"", "sh", "90", "1048576",
                "/usr/bin/git", "commit", "-m", "a $(b) 'c'");
    }

    /// Offsets of JOBOBJECT_EXTENDED_LIMIT_INFORMATION in winnt.h, for 64 bits.
    @Test
    void windowsIsToldLimitsInItsOwnLayout() {
        var bytes = ByteBuffer.wrap(JobLimits.of(new Limits(Duration.ofSeconds(30), 1, Duration.ofSeconds(90), 3L << 30, 77, 1))).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(bytes.capacity()).isEqualTo(144);
        assertThat(bytes.getLong(0)).as("user time of a process, in 100 ns").isEqualTo(900_000_000L);
        assertThat(bytes.getInt(16)).as("what is limited: time, processes, memory of the job; it ends with its handle").isEqualTo(0x2 | 0x8 | 0x200 | 0x400 | 0x2000);
        assertThat(bytes.getInt(40)).isEqualTo(77);
        assertThat(bytes.getLong(120)).isEqualTo(3L << 30);
        assertThat(bytes.getLong(112)).as("memory of one process is not limited by itself").isZero();
    }

    @ParameterizedTest
    @CsvSource({"Windows 11, amd64, L3, There is no such sandbox for Windows 11.", "Mac OS X, aarch64, L3, There is no such sandbox for Mac OS X.",
        "Mac OS X, aarch64, L1, /usr/bin/sandbox-exec is not there.", "Linux, riscv64, L1, There is no filter of system calls for riscv64."})
    void systemsAreChosenByTheirNames(String system, String architecture, Level level, String why) {
        var jails = new Jails(system, architecture, Path.of("/jdk"), Path.of("/scratch"));

        assertThat(jails.found()).doesNotContainKey(level).containsKey(Level.L0);
        assertThat(jails.missing(level)).isEqualTo(why);
    }

    @Test
    void windowsClaimsLimitsOnly() {
        Protection windows = new Jails("Windows 11", "amd64", Path.of("/jdk"), Path.of("/scratch")).protection(Level.L0, new Attempt(Level.L0, true, "", List.of()), false);

        assertThat(windows.contains()).isFalse();
        assertThat(windows.words()).isEqualTo("sandbox: none");
        assertThat(windows.layers().entrySet()).filteredOn(e -> e.getValue().strength() == Strength.KERNEL).extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder(Layer.PIDS, Layer.MEMORY, Layer.KILL_TREE);
        assertThat(windows.layers()).containsOnlyKeys(Layer.values());
    }

    @Test
    void macClaimsNeitherLimitsNorTheWholeTree() {
        Protection mac = new Jails("Mac OS X", "aarch64", Path.of("/jdk"), Path.of("/scratch")).protection(Level.L1, new Attempt(Level.L1, true, "", List.of()), false);

        assertThat(mac.layers().entrySet()).filteredOn(e -> e.getValue().strength() == Strength.KERNEL).extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder(Layer.FS_WRITE, Layer.FS_READ, Layer.NET, Layer.SIGNALS);
        assertThat(mac.layers()).containsOnlyKeys(Layer.values());
    }
}
