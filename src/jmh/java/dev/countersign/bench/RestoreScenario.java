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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Files of an earlier state written back out of the vault, each hash checked, all compared before and synced, put back whole where it fails;
/// there and back in turns. Beside `git checkout` between two commits of the same, which syncs nothing, and beside
/// the bare calls of a safe restore, by one thread and by two. What git leaves to be synced by the system is synced before others begin, and counts for none.
final class RestoreScenario implements Scenarios.Scenario {
    private static final int FILES = 10_000;
    private static final int EVERY = 5;
    private static final int LINES = 40;

    private final int rounds;
    private boolean oursNew = true;
    private boolean bareNew = true;
    private boolean theirsNew = true;

    RestoreScenario(int rounds) {
        this.rounds = rounds;
    }

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
            }).beside("the same, and brought to disk", () -> {
                Ground.run(theirs, List.of("sync", "-f", "."));
                theirsNew = !theirsNew;
                return Ground.git(theirs, "checkout", "-q", theirsNew ? "newer" : "older") + Ground.run(theirs, List.of("sync", "-f", "."));
            }).beside("restore, all synced", () -> {
                Ground.run(theirs, List.of("sync", "-f", "."));
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
                return bare(bare, back, bareNew ? 1 : 0, 1);
            }).beside("— by two threads", () -> {
                bareNew = !bareNew;
                return bare(bare, back, bareNew ? 1 : 0, 2);
            }).run(rounds, System.out);
        }
    }

    private interface Step {
        void take(int edit) throws IOException;
    }

    private static void each(List<PathEdit> edits, int threads, Step step) throws Exception {
        var next = new AtomicInteger();
        Callable<Boolean> some = () -> {
            for (int from; (from = next.getAndAdd(16)) < edits.size(); ) {
                for (int i = from; i < Math.min(edits.size(), from + 16); i++) {
                    step.take(i);
                }
            }
            return true;
        };
        try (ExecutorService others = Executors.newFixedThreadPool(threads)) {
            for (Future<Boolean> one : others.invokeAll(Collections.nCopies(threads, some))) {
                one.get();
            }
        }
    }

    /// The least that lets a killed process or a power cut leave each file whole and lets all be put back: nothing compared, no content looked up.
    private static long bare(Path folder, List<PathEdit> edits, int version, int threads) throws Exception {
        var contents = new ArrayList<byte[]>();
        for (int i = 0; i < FILES; i += EVERY) {
            contents.add(text(i, version).getBytes(StandardCharsets.UTF_8));
        }
        Ground.run(folder, List.of("sync", "-f", "."));
        List<Path> files = edits.stream().map(edit -> edit.path().in(folder)).toList();
        List<Path> beside = files.stream().map(file -> file.resolveSibling(file.getFileName() + ".new")).toList();
        List<Path> aside = files.stream().map(file -> file.resolveSibling(file.getFileName() + ".old")).toList();
        long start = System.nanoTime();
        each(edits, threads, i -> Files.write(beside.get(i), contents.get(i), StandardOpenOption.CREATE_NEW));
        Ground.run(folder, List.of("sync", "-f", "."));
        each(edits, threads, i -> {
            Files.createLink(aside.get(i), files.get(i));
            Files.move(beside.get(i), files.get(i), StandardCopyOption.ATOMIC_MOVE);
        });
        Ground.run(folder, List.of("sync", "-f", "."));
        each(edits, threads, i -> Files.delete(aside.get(i)));
        return System.nanoTime() - start;
    }

    private static String text(int file, int version) {
        return Ground.source(file, LINES, 10, version);
    }
}
