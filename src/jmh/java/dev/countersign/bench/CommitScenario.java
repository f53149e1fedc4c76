package dev.countersign.bench;

import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.EntryDraft.Evidence;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.tree.TreeRecorder;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One approved change of three files, to files and entry on disk: evidence, listings of the folders, content before and after, intent,
/// apply. Beside `git add` and `git commit` of the same, which finds the files written already and leaves what it wrote to be synced by the
/// system; that is done before ours begins, and counts for neither.
final class CommitScenario implements Scenarios.Scenario {
    private static final int LINES = 120;
    private static final int ROUNDS = 40;
    private static final int WARM_ROUNDS = 150;

    private final int files;
    private int version;
    private Snapshot tree;

    /// @param files in the workspace, three at least
    CommitScenario(int files) {
        this.files = files;
    }

    @Override
    public void run(Path folder) throws Exception {
        Path ours = Files.createDirectory(folder.resolve("ours"));
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        for (int i = 0; i < files; i++) {
            String text = Ground.source(i, LINES, 10, 0);
            Ground.write(ours, Ground.name(i), text);
            Ground.write(theirs, Ground.name(i), text);
        }
        Ground.repository(theirs);
        Workspace workspace = Workspace.open(ours);
        try (PackStore store = PackStore.open(folder.resolve("content.pack"));
             Ledger ledger = new DuckLedgerOpener(folder.resolve("data"), InstantSource.system(), new SecureRandom()).open(workspace)) {
            tree = workspace.capture(store, Progress.NONE);
            var committer = new Committer(workspace, ledger);
            var trees = new TreeRecorder(ledger.vault());
            var rounds = new Rounds("Commit of three files among " + files, "git add, git commit", () -> git(theirs, List.of()));
            rounds.beside("the same, core.fsync=all", () -> git(theirs, List.of("-c", "core.fsync=all")));
            rounds.beside("approve to entry", () -> {
                // What git left on its way to the disk would be brought there by the first sync of ours.
                Ground.run(theirs, List.of("sync", "-f", "."));
                return ours(committer, trees, ledger, store);
            });
            rounds.run(ROUNDS, System.out);
            System.out.println("\nIn the same process, which now has compiled what it does:");
            rounds.run(WARM_ROUNDS, System.out);
        }
    }

    private long git(Path repository, List<String> options) throws Exception {
        version++;
        var add = new ArrayList<>(options);
        add.add("add");
        for (int file = 0; file < 3; file++) {
            Ground.write(repository, name(file), text(file));
            add.add(name(file));
        }
        var commit = new ArrayList<>(options);
        commit.addAll(List.of("commit", "-q", "-m", "change " + version));
        return Ground.git(repository, add.toArray(String[]::new)) + Ground.git(repository, commit.toArray(String[]::new));
    }

    private long ours(Committer committer, TreeRecorder trees, Ledger ledger, PackStore store) throws Exception {
        version++;
        var edits = new ArrayList<PathEdit>();
        for (int file = 0; file < 3; file++) {
            WorkspacePath path = WorkspacePath.of(name(file));
            byte[] after = text(file).getBytes(StandardCharsets.UTF_8);
            store.put(after);
            edits.add(new PathEdit(path, tree.get(path), Optional.of(FileState.file(after, false))));
        }
        Snapshot next = tree.with(edits);
        long start = System.nanoTime();
        var evidence = new ArrayList<Evidence>();
        for (String kind : List.of("task", "verification", "rulings", "transcript")) {
            byte[] content = (kind + " of change " + version + "\n").repeat(60).getBytes(StandardCharsets.UTF_8);
            evidence.add(new Evidence(kind, ledger.vault().put(content)));
        }
        var draft = new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "bench", ""),
                Optional.of(new EntryDraft.Approval("bench", "36 of 36 hunks", Sha256.of(new byte[0]), 1_700_000_000_000L, "")),
                "change " + version, tree.treeHash(), next.treeHash(), edits, evidence, OptionalLong.empty());
        Committer.Outcome outcome = committer.commit(trees.record(draft, next), store);
        long end = System.nanoTime();
        if (!(outcome instanceof Committer.Outcome.Done)) {
            throw new IllegalStateException(outcome.toString());
        }
        tree = next;
        return end - start;
    }

    /// Files of three folders, where there are as many.
    private int number(int file) {
        return file * 7 % files;
    }

    private String name(int file) {
        return Ground.name(number(file));
    }

    private String text(int file) {
        return Ground.source(number(file), LINES, 10, version);
    }
}
