package dev.countersign.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.crash.Aftermath.Acknowledged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that commits, rolls back and signs without end is killed at any moment, again and again, on one ground.
class KillTest {
    @TempDir
    Path temporary;

    @Test
    void aDozenKillsLoseNothing() throws Exception {
        killed(12);
    }

    @Test
    @Tag("crash")
    void twoHundredKillsLoseNothing() throws Exception {
        killed(200);
    }

    private void killed(int kills) throws Exception {
        Ground ground = Ground.make(temporary.resolve("trial"));
        Aftermath aftermath = Aftermath.of(ground);
        var random = new Random(17);
        var acknowledged = new ArrayList<Acknowledged>();
        int recovered = 0;
        long entries = 0;
        for (int kill = 0; kill < kills; kill++) {
            acknowledged.addAll(killed(ground, random));
            Aftermath.Found found = aftermath.of(ground, acknowledged);
            assertThat(found.faults()).as("kill " + kill).isEmpty();
            recovered += found.recovered() ? 1 : 0;
            entries = found.entries();
        }
        System.out.println(kills + " kills, " + entries + " entries, " + acknowledged.size() + " of them acknowledged, " + recovered
                + " completed by recovery");
    }

    /// @return what it had been told is in
    private List<Acknowledged> killed(Ground ground, Random random) throws IOException, InterruptedException {
        var said = new ArrayList<String>();
        try (var worker = new WorkerProcess(ground, temporary.resolve("warm"))) {
            worker.tell("without end");
            int count = 1 + random.nextInt(8);
            for (int i = 0; i < count; i++) {
                said.add(worker.line().orElseThrow(() -> new IOException("the worker ended by itself")));
            }
            TimeUnit.MICROSECONDS.sleep(random.nextInt(30_000));
            said.addAll(worker.kill());
        }
        return said.stream().filter(line -> line.matches("done \\d+ [0-9a-f]{64}"))
                .map(line -> Acknowledged.parse(line.substring("done ".length()))).toList();
    }
}
