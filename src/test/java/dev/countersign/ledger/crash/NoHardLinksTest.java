package dev.countersign.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.ledger.crash.Aftermath.Acknowledged;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file system without hard links, as FAT is: every call that makes one is refused.
class NoHardLinksTest {
    @TempDir
    Path temporary;

    @Test
    void entriesAreWrittenAndRolledBack() throws Exception {
        Strace.missing().ifPresent(why -> assumeTrue(false, why));
        Path scratch = Folders.scratch(temporary);
        Ground ground = Ground.make(scratch.resolve("trial"));
        Aftermath aftermath = Aftermath.of(ground);
        try (var worker = new WorkerProcess(ground, scratch.resolve("warm"))) {
            worker.done("open");
            var acknowledged = new java.util.ArrayList<Acknowledged>();
            try (var _ = Strace.attach(worker.pid(), List.of("-f", "-o", "/dev/null", "-e", "trace=?link,?linkat", "-e", "signal=none",
                    "-e", "inject=?link,?linkat:error=EPERM"))) {
                for (String action : List.of("commit", "commit", "rollback", "commit")) {
                    acknowledged.add(Acknowledged.parse(worker.done(action).substring("done ".length())));
                }
            }
            worker.done("close");
            assertThat(aftermath.of(ground, acknowledged).faults()).isEmpty();
        } finally {
            Folders.delete(scratch);
        }
    }
}
