package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that commits without end is killed at any moment, again and again, on the same workspace and ledger.
class CrashTest {
    private static final int KILLS = 25;

    @TempDir
    Path temporary;

    @Test
    void afterEveryKillWorkspaceAndLedgerAgreeAndNothingAcknowledgedIsLost() throws Exception {
        Path root = Files.createDirectories(temporary.resolve("project"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(root.resolve("f" + i), "0");
        }
        var random = new Random(11);
        int completed = 0;
        long entries = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            long acknowledged = killed(root, random);
            Workspace workspace = Workspace.open(root);
            try (Ledger ledger = opener(temporary).open(workspace)) {
                // As a start does: what was written ahead of an intent that never came lies beside its target.
                workspace.clearLeftovers();
                Committer.Recovery recovery = new Committer(workspace, ledger).recover();
                assertThat(recovery).as("kill " + kill).isNotInstanceOf(Committer.Recovery.NeedsHuman.class);
                completed += recovery instanceof Committer.Recovery.Completed ? 1 : 0;
                assertThat(ledger.size()).as("kill " + kill).isGreaterThan(acknowledged);
                assertThat(ledger.audit(Progress.NONE).findings()).as("kill " + kill).isEmpty();
                Entry newest = ledger.page(EntryQuery.recent(1)).getFirst();
                assertThat(workspace.capture(ledger.vault(), Progress.NONE).treeHash()).as("kill " + kill).isEqualTo(newest.what().treeAfter());
                entries = ledger.size();
            }
            try (var files = Files.list(root)) {
                assertThat(files.map(file -> file.getFileName().toString()).sorted().toList()).as("kill " + kill).containsExactly("f0", "f1", "f2");
            }
        }
        System.out.println(KILLS + " kills, " + entries + " entries, " + completed + " completed by recovery");
    }

    private static DuckLedgerOpener opener(Path temporary) {
        return new DuckLedgerOpener(temporary.resolve("data"), InstantSource.system(), RandomGenerator.getDefault());
    }

    /// @return the last entry that the process had been told is in
    private long killed(Path root, Random random) throws Exception {
        Process process = new ProcessBuilder(Child.command(Committing.class, temporary.toString(), root.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long last = -1;
        try (var said = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            int count = 1 + random.nextInt(5);
            for (int i = 0; i < count; i++) {
                String line = said.readLine();
                assertThat(line).as("the process ended by itself").isNotNull();
                last = Long.parseLong(line);
            }
            TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
            // By its handle: destroying the process itself would close what it still had to say.
            process.toHandle().destroyForcibly();
            process.waitFor();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                last = Long.parseLong(line);
            }
        }
        return last;
    }

    /// Commits changes of three files without end, and says the number of each when it is in.
    static final class Committing {
        private Committing() {}

        public static void main(String[] args) throws IOException {
            Path temporary = Path.of(args[0]);
            Workspace workspace = Workspace.open(Path.of(args[1]));
            try (Ledger ledger = opener(temporary).open(workspace)) {
                var committer = new Committer(workspace, ledger);
                Snapshot tree = workspace.capture(ledger.vault(), Progress.NONE);
                while (true) {
                    var files = new TreeMap<>(tree.files());
                    for (int i = 0; i < 3; i++) {
                        String text = "entry " + ledger.size() + " file " + i + "\n".repeat(1_000 * i);
                        ledger.vault().put(Drafts.bytes(text));
                        files.put(Drafts.path("f" + i), Drafts.file(text).orElseThrow());
                    }
                    var next = new Snapshot(files);
                    List<PathEdit> edits = tree.editsTo(next);
                    var draft = new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "patch", ""), Optional.empty(),
                            "entry " + ledger.size(), tree.treeHash(), next.treeHash(), edits, List.of(), OptionalLong.empty());
                    if (!(committer.commit(draft, ledger.vault()) instanceof Committer.Outcome.Done done)) {
                        throw new IOException("nobody else changes these files");
                    }
                    System.out.println(done.entry().seq());
                    tree = next;
                }
            }
        }
    }
}
