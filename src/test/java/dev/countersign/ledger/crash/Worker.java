package dev.countersign.ledger.crash;

import dev.countersign.changeset.MemoryStore;
import dev.countersign.fault.Problem;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.rollback.Rollback;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The process that is hurt: does what it is told on its standard input, a word a line, and answers each with a line.
///
/// All work is done on the thread [#THREAD]; answers are written by another, so that the system calls of the first are those of the
/// work alone.
final class Worker {
    static final String THREAD = "crash-work";
    private static final List<String> LOADED = List.of("dev.countersign.fault.", "dev.countersign.workspace.", "dev.countersign.changeset.",
            "dev.countersign.ledger.");

    private final Path ground;
    private Optional<Ledger> ledger = Optional.empty();
    private Optional<Workspace> workspace = Optional.empty();
    private boolean marking;

    private Worker(Path ground) {
        this.ground = ground;
    }

    /// @param args the ground; another one, to warm up on
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        // What a library prints must not be taken for an answer.
        System.setOut(System.err);
        ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(THREAD).factory());
        load();
        Ground.make(Path.of(args[1]));
        var warm = new Worker(Path.of(args[1]));
        for (String word : List.of("open", "commit", "commit", "rollback", "checkpoint", "close")) {
            thread.submit(() -> warm.told(word)).get();
        }
        var worker = new Worker(Path.of(args[0]));
        out.println("ready");
        try (var in = new BufferedReader(new InputStreamReader(System.in))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals("without end")) {
                    worker.withoutEnd(out);
                }
                String word = line;
                Future<String> answer = thread.submit(() -> worker.told(word));
                out.println(answered(answer));
            }
        }
    }

    /// All classes of ours that a ledger may need: one that is loaded only when something goes wrong would be read from a file of its own, and
    /// the failing call would be the class loader's.
    private static void load() throws IOException, ClassNotFoundException {
        for (String place : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            Path root = Path.of(place);
            if (!Files.isDirectory(root)) {
                continue;
            }
            List<String> names;
            try (var files = Files.walk(root)) {
                names = files.filter(file -> file.toString().endsWith(".class")).map(file -> root.relativize(file).toString()).toList();
            }
            for (String name : names) {
                String type = name.substring(0, name.length() - ".class".length()).replace('/', '.');
                if (LOADED.stream().anyMatch(type::startsWith) && !type.endsWith("package-info")) {
                    Class.forName(type, false, Worker.class.getClassLoader());
                }
            }
        }
    }

    private static String answered(Future<String> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            Problem problem = Problem.from(cause);
            if (problem.code().endsWith("-000") || cause instanceof Error || cause instanceof NullPointerException) {
                cause.printStackTrace();
            }
            return "failed " + problem.code() + " " + problem.sentence().replace('\n', ' ');
        }
    }

    /// Commits and rolls back until somebody ends it, and says each entry when it is in.
    private void withoutEnd(PrintStream out) throws IOException {
        told("open");
        while (true) {
            for (String word : List.of("commit", "commit", "rollback", "commit", "checkpoint")) {
                out.println(told(word));
            }
        }
    }

    private String told(String word) throws IOException {
        return switch (word) {
            case "open" -> open();
            case "commit" -> commit();
            case "rollback" -> rollback();
            case "checkpoint" -> "signed " + ledger().checkpoint().size();
            case "close" -> close();
            case "forget" -> forget();
            case "mark" -> {
                marking = true;
                yield "marking";
            }
            case "lose the database" -> {
                try (var files = Files.walk(new Ground(ground).data())) {
                    for (Path file : files.filter(file -> file.getFileName().toString().startsWith("ledger.duckdb")).toList()) {
                        Files.delete(file);
                    }
                }
                yield "lost";
            }
            default -> throw new IllegalArgumentException(word);
        };
    }

    private Ledger ledger() {
        return ledger.orElseThrow();
    }

    private String open() throws IOException {
        var at = new Ground(ground);
        workspace = Optional.of(at.workspace());
        ledger = Optional.of(at.open());
        Committer.Recovery recovery = new Committer(workspace.get(), ledger()).recover();
        workspace.get().clearLeftovers();
        return "opened " + ledger().size() + " " + recovery.getClass().getSimpleName();
    }

    private String close() throws IOException {
        Ledger open = ledger();
        ledger = Optional.empty();
        open.close();
        return "closed";
    }

    /// Lets go of a ledger whatever it says to that.
    private String forget() {
        try {
            if (ledger.isPresent()) {
                close();
            }
            return "forgotten";
        } catch (IOException | RuntimeException e) {
            return "forgotten, " + e.getMessage();
        }
    }

    private String commit() throws IOException {
        var contents = new MemoryStore();
        Snapshot before = workspace.orElseThrow().capture(contents, Progress.NONE);
        Snapshot after = Ground.round((int) ledger().size(), before, contents);
        return done(new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "patch", ""), Optional.empty(),
                "round " + ledger().size(), before.treeHash(), after.treeHash(), before.editsTo(after), List.of(), OptionalLong.empty()),
                contents);
    }

    /// Back to the state before the newest entry.
    private String rollback() throws IOException {
        var contents = new MemoryStore();
        Snapshot before = workspace.orElseThrow().capture(contents, Progress.NONE);
        long to = ledger().size() - 2;
        var edits = new Rollback(workspace.get(), ledger()).to(to, Set.of()).edits();
        return done(new EntryDraft(EntryKind.ROLLBACK, "run", "", new EntryDraft.Actor("human", "anna", ""), Optional.empty(),
                "back to " + to, before.treeHash(), before.with(edits).treeHash(), edits, List.of(), OptionalLong.of(to)), ledger().vault());
    }

    private String done(EntryDraft draft, dev.countersign.workspace.Contents contents) throws IOException {
        return switch (new Committer(workspace.orElseThrow(), ledger()).commit(draft, contents)) {
            case Committer.Outcome.Done done -> acknowledged(done.entry());
            case Committer.Outcome.Conflicted conflicted -> "conflict " + conflicted.conflicts();
        };
    }

    private String acknowledged(Entry entry) throws IOException {
        String line = entry.seq() + " " + entry.leafHash().hex();
        if (marking) {
            Files.writeString(new Ground(ground).marks(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return "done " + line;
    }
}
