package dev.countersign.bench;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Files of an earlier state written back out of the vault, each hash checked, all compared before and synced, put back whole where it fails;
/// there and back in turns. Beside `git checkout` between two commits of the same, which syncs nothing, and beside
/// the bare calls of a safe restore.
final class RestoreScenario implements Scenarios.Scenario {
    private static final int FILES = 10_000;
    private static final int EVERY = 5;
    private static final int LINES = 40;
    private static final int ROUNDS = 8;

    private boolean oursNew = true;
    private boolean bareNew = true;
    private boolean theirsNew = true;

    @Override
    public void run(Path folder) throws Exception {
        Path ours = Files.createDirectory(folder.resolve("ours"));
        Path bare = Files.createDirectory(folder.resolve("bare"));
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        for (int i = 0; i < FILES; i++) {
            Ground.write(theirs, Ground.name(i), text(i, 0));
            Ground.write(bare, Ground.name(i), text(i, i % EVERY == 0 ? 1 : 0));
            Ground.write(ours, Ground.name(i), text(i, i % EVERY == 0 ? 1 : 0));
        }
        Ground.repository(theirs);
        var back = new ArrayList<PathEdit>();
        Workspace workspace = Workspace.open(ours);
        try (Ledger ledger = new DuckLedgerOpener(folder.resolve("data"), InstantSource.system(), new SecureRandom()).open(workspace)) {
            ContentStore vault = ledger.vault();
            for (int i = 0; i < FILES; i += EVERY) {
                byte[] before = text(i, 1).getBytes(StandardCharsets.UTF_8);
                byte[] after = text(i, 0).getBytes(StandardCharsets.UTF_8);
                vault.put(new ByteArrayInputStream(before), vault.put(after));
                back.add(new PathEdit(WorkspacePath.of(Ground.name(i)), Optional.of(FileState.file(before, false)),
                        Optional.of(FileState.file(after, false))));
                Ground.write(theirs, Ground.name(i), text(i, 1));
            }
            vault.sync();
            Ground.git(theirs, "add", "-A");
            Ground.git(theirs, "commit", "-q", "-m", "newer");
            Ground.git(theirs, "tag", "newer");
            Ground.git(theirs, "tag", "older", "HEAD~1");
            List<PathEdit> forth = back.stream().map(edit -> new PathEdit(edit.path(), edit.after(), edit.before())).toList();
            new Rounds("Restore of " + back.size() + " of " + FILES + " files", "git checkout", () -> {
                theirsNew = !theirsNew;
                return Ground.git(theirs, "checkout", "-q", theirsNew ? "newer" : "older");
            }).beside("restore, all synced", () -> {
                oursNew = !oursNew;
                long start = System.nanoTime();
                ApplyOutcome outcome = workspace.apply(oursNew ? forth : back, vault);
                long end = System.nanoTime();
                if (!(outcome instanceof ApplyOutcome.Applied)) {
                    throw new IllegalStateException(outcome.toString());
                }
                return end - start;
            }).beside("written beside, one sync, renamed, one sync, by bare calls", () -> {
                bareNew = !bareNew;
                return bare(bare, back, bareNew ? 1 : 0);
            }).run(ROUNDS, System.out);
        }
    }

    /// The least that lets a killed process or a power cut leave each file whole and lets all be put back: nothing compared, no content looked up,
    /// one thread.
    private static long bare(Path folder, List<PathEdit> edits, int version) throws Exception {
        var contents = new ArrayList<byte[]>();
        for (int i = 0; i < FILES; i += EVERY) {
            contents.add(text(i, version).getBytes(StandardCharsets.UTF_8));
        }
        var beside = new ArrayList<Path>();
        var aside = new ArrayList<Path>();
        long start = System.nanoTime();
        for (int i = 0; i < edits.size(); i++) {
            Path file = edits.get(i).path().in(folder);
            beside.add(Files.write(file.resolveSibling(file.getFileName() + ".new"), contents.get(i), StandardOpenOption.CREATE_NEW));
        }
        Ground.run(folder, List.of("sync", "-f", "."));
        for (int i = 0; i < edits.size(); i++) {
            Path file = edits.get(i).path().in(folder);
            aside.add(Files.createLink(file.resolveSibling(file.getFileName() + ".old"), file));
            Files.move(beside.get(i), file, StandardCopyOption.ATOMIC_MOVE);
        }
        Ground.run(folder, List.of("sync", "-f", "."));
        for (Path old : aside) {
            Files.delete(old);
        }
        return System.nanoTime() - start;
    }

    private static String text(int file, int version) {
        return Ground.source(file, LINES, 10, version);
    }
}
