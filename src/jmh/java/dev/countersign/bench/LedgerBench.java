package dev.countersign.bench;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// One commit of three files beside `git add` + `git commit`, turn by turn; and the audit of many entries beside raw SHA-256 of the same
/// bytes. Arguments: commits (100), entries (10000).
public final class LedgerBench {
    private LedgerBench() {}

    public static void main(String[] args) throws Exception {
        int commits = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        int entries = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        Path temporary = Files.createTempDirectory("ledger-bench");
        try {
            commits(temporary.resolve("one"), commits);
            audit(temporary.resolve("two"), entries);
        } finally {
            try (Stream<Path> all = Files.walk(temporary)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Ledger open(Path folder, Workspace workspace) throws IOException {
        return new DuckLedgerOpener(folder.resolve("data"), InstantSource.system(), RandomGenerator.getDefault()).open(workspace);
    }

    private static void commits(Path folder, int count) throws Exception {
        Path root = Files.createDirectories(folder.resolve("tree"));
        Path git = Files.createDirectories(folder.resolve("git"));
        git(git, "init", "-q");
        Workspace workspace = Workspace.open(root);
        var ours = new ArrayList<Double>();
        var theirs = new ArrayList<Double>();
        try (Ledger ledger = open(folder, workspace)) {
            var committer = new Committer(workspace, ledger);
            Snapshot tree = workspace.capture(ledger.vault(), Progress.NONE);
            for (int i = 0; i < count + 20; i++) {
                var texts = new TreeMap<String, byte[]>();
                for (int f = 0; f < 3; f++) {
                    texts.put("file" + f + ".java", text(i, f));
                }
                var files = new TreeMap<>(tree.files());
                for (var text : texts.entrySet()) {
                    ledger.vault().put(text.getValue());
                    files.put(WorkspacePath.of(text.getKey()), FileState.file(text.getValue(), false));
                }
                var next = new Snapshot(files);
                long start = System.nanoTime();
                committer.commit(draft("change " + i, tree, next), ledger.vault());
                double took = (System.nanoTime() - start) / 1e6;
                tree = next;
                for (var text : texts.entrySet()) {
                    Files.write(git.resolve(text.getKey()), text.getValue());
                }
                start = System.nanoTime();
                git(git, "add", ".");
                git(git, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "change " + i);
                if (i >= 20) {
                    ours.add(took);
                    theirs.add((System.nanoTime() - start) / 1e6);
                }
            }
        }
        say("commit of 3 files, to the entry", "p50 %.2f ms, p95 %.2f ms", at(ours, 0.5), at(ours, 0.95));
        say("git add + git commit, same minute", "p50 %.2f ms, p95 %.2f ms", at(theirs, 0.5), at(theirs, 0.95));
        say("ratio", "%.1f times", at(theirs, 0.5) / at(ours, 0.5));
    }

    private static EntryDraft draft(String summary, Snapshot before, Snapshot after) {
        return new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "bench", ""), Optional.empty(), summary,
                before.treeHash(), after.treeHash(), before.editsTo(after), List.of(), OptionalLong.empty());
    }

    private static byte[] text(int version, int file) {
        return ("// version " + version + " of file " + file + "\n" + "int value = " + file + ";\n".repeat(80)).getBytes(StandardCharsets.UTF_8);
    }

    private static void git(Path folder, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        if (new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor() != 0) {
            throw new IOException("git failed");
        }
    }

    private static void audit(Path folder, int count) throws Exception {
        Workspace workspace = Workspace.open(Files.createDirectories(folder.resolve("tree")));
        long start = System.nanoTime();
        try (Ledger ledger = open(folder, workspace)) {
            Snapshot tree = Snapshot.EMPTY;
            for (int i = 0; i < count; i++) {
                byte[] text = text(i, i % 3);
                ledger.vault().put(text);
                var files = new TreeMap<>(tree.files());
                files.put(WorkspacePath.of("file" + i % 3 + ".java"), FileState.file(text, false));
                var next = new Snapshot(files);
                ledger.finish(ledger.begin(draft("change " + i, tree, next)));
                tree = next;
            }
        }
        say("append of " + count + " entries", "%.3f ms each", (System.nanoTime() - start) / 1e6 / count);
        start = System.nanoTime();
        try (Ledger ledger = open(folder, workspace)) {
            ledger.page(EntryQuery.recent(100));
            say("open to the first page of 100", "%.0f ms", (System.nanoTime() - start) / 1e6);
            for (int round = 0; round < 4; round++) {
                AuditReport report = ledger.audit(Progress.NONE);
                if (!report.intact()) {
                    throw new IOException(report.findings().getFirst().toString());
                }
                double raw = raw(folder.resolve("data"));
                say("audit of " + report.entries() + " entries, " + report.blobs() + " contents", "%.0f ms; raw SHA-256 of the same files %.0f ms",
                        report.took().toNanos() / 1e6, raw);
            }
            start = System.nanoTime();
            ledger.prove(count / 2);
            say("first inclusion proof", "%.2f ms", (System.nanoTime() - start) / 1e6);
            start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                ledger.prove((long) i * count / 100);
            }
            say("further inclusion proofs", "%.3f ms each", (System.nanoTime() - start) / 1e8);
        }
    }

    private static double raw(Path data) throws IOException {
        long start = System.nanoTime();
        MessageDigest digest = Sha256.digester();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".seg") || f.toString().endsWith(".pack")).toList()) {
                digest.update(Files.readAllBytes(file));
            }
        }
        digest.digest();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double at(List<Double> times, double part) {
        return times.stream().sorted().toList().get((int) (times.size() * part));
    }

    private static void say(String what, String figures, Object... values) {
        System.out.printf(Locale.ROOT, "%-60s %s%n", what, String.format(Locale.ROOT, figures, values));
    }
}
