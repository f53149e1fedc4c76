package dev.countersign.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The power goes at any moment of a ledger's life: made, filled, rolled back, signed, closed, its process killed, opened again, its
/// database lost and built anew. What the disk then holds is made from the system calls of real processes, by the rules of [Disk].
class PowerLossTest {
    private static final int SAMPLE = 100;
    private static final int WHOLE = 10_000;

    @TempDir
    Path temporary;

    private Path scratch;

    @BeforeEach
    void scratch() throws IOException {
        Strace.missing().ifPresent(why -> assumeTrue(false, why));
        scratch = Folders.scratch(temporary);
    }

    @AfterEach
    void clear() throws IOException {
        if (scratch != null) {
            Folders.delete(scratch);
        }
    }

    @Test
    void aSampleOfWhatAPowerCutLeavesLosesNothing() throws Exception {
        tried(List.of(2), SAMPLE);
    }

    @Test
    @Tag("crash")
    void tenThousandStatesLoseNothing() throws Exception {
        tried(List.of(1, 2, 3, 5, 8, 13), Integer.getInteger("crash.states", WHOLE));
    }

    /// @param kills at which `fdatasync` of a thread the second process of each history is killed @param states how many to try
    private void tried(List<Integer> kills, int states) throws Exception {
        var seen = new HashSet<Sha256>();
        var faults = new ArrayList<String>();
        var fates = new TreeMap<PowerCut.Fate, Integer>();
        int recovered = 0;
        int cuts = 0;
        for (int i = 0; i < kills.size(); i++) {
            History history = History.of(scratch, kills.get(i));
            cuts += history.moments();
            int until = states * (i + 1) / kills.size();
            for (int pass = 0; seen.size() < until; pass++) {
                int left = until - seen.size();
                // Spread over all moments, another place of each stride with each pass.
                int stride = Math.max(1, history.moments() / left);
                int before = seen.size();
                for (int moment = pass % stride; moment < history.moments() && seen.size() < until; moment += stride) {
                    var random = new Random(1_000_003L * moment + pass);
                    PowerCut.Fate fate = fate(pass + moment / stride);
                    PowerCut cut = history.cut(moment, fate, random);
                    if (!seen.add(cut.digest())) {
                        continue;
                    }
                    fates.merge(fate, 1, Integer::sum);
                    Folders.delete(history.ground().root());
                    cut.materialise(history.ground().root());
                    Aftermath.Found found = seen.size() % 8 == 0 ? history.aftermath().twice(history.ground(), history.acknowledged(moment))
                            : history.aftermath().of(history.ground(), history.acknowledged(moment));
                    if (seen.size() % 500 == 0) {
                        System.out.println(seen.size() + " states so far, " + faults.size() + " faults");
                    }
                    recovered += found.recovered() ? 1 : 0;
                    int at = moment;
                    int round = pass;
                    found.faults().forEach(fault -> faults.add("kill " + history.kill() + ", moment " + at + " (" + history.name(at) + "), " + fate
                            + " " + round + ": " + fault));
                    if (!found.faults().isEmpty()) {
                        keep(cut, faults);
                    }
                }
                if (seen.size() == before && pass > 50) {
                    break;
                }
            }
        }
        System.out.println(seen.size() + " states of " + cuts + " moments, " + fates + ", " + recovered + " completed by recovery, "
                + faults.size() + " faults");
        Files.write(Path.of("target", "power-loss-faults.txt"), faults);
        assertThat(faults).isEmpty();
    }

    /// What the disk held stays to be looked at, told at once: a whole run takes hours.
    private static void keep(PowerCut cut, List<String> faults) throws IOException {
        System.out.println(faults.getLast());
        Path kept = Path.of("target", "power-loss-states", Integer.toString(faults.size()));
        if (!Files.exists(kept)) {
            cut.materialise(Files.createDirectories(kept.getParent()).resolve(kept.getFileName()));
        }
    }

    private static PowerCut.Fate fate(int n) {
        PowerCut.Fate[] fates = PowerCut.Fate.values();
        // Half of them anything.
        return n % 2 == 0 ? PowerCut.Fate.ANY : fates[n / 2 % fates.length];
    }
}
