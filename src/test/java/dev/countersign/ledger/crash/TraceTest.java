package dev.countersign.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
    @TempDir
    Path folder;

    @Test
    void aNumberIsFreeForOtherThreadsAsSoonAsItsCloseBegins() throws IOException {
        Path trace = Files.writeString(folder.resolve("trace"), """
                1 openat(AT_FDCWD, "\\x61", O_RDONLY) = 5
                1 close(5 <unfinished ...>
                2 openat(AT_FDCWD, "\\x62", O_RDONLY) = 5
                1 <... close resumed>) = 0
                2 fsync(5 <unfinished ...>
                1 openat(AT_FDCWD, "\\x63", O_RDONLY) = 6
                2 <... fsync resumed>) = 0
                """);
        assertThat(Trace.read(trace)).extracting(Trace.Call::name).containsExactly("openat", "close", "openat", "openat", "fsync");
        assertThat(Trace.read(trace).getLast().begun()).isEqualTo(3);
    }
}
