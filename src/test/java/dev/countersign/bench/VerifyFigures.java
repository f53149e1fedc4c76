package dev.countersign.bench;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Contract;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.Readings;
import dev.countersign.verify.Scale;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.verify.project.CheckEnvironment;
import dev.countersign.verify.project.ProjectVerifier;
import dev.countersign.verify.project.ResultCache;
import dev.countersign.verify.structure.LockFiles;
import dev.countersign.verify.structure.References;
import dev.countersign.verify.syntax.Pythons;
import dev.countersign.verify.syntax.SyntaxSensor;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What checking takes: the syntax of 1,000 changed files, the same tree again, and one changed file among 10,000. `VerifyFigures FOLDER`.
/// The yardstick is reading the same bytes from the store. Each check says what it used of the processors, which a busy machine changes less.
public final class VerifyFigures {
    private static final int ROUNDS = 3;
    private static final List<String> SOURCES = List.of(
            "public class C%d {\n%s}\n", "export const c%d = () => {\n%s};\n", "package c%d\n\nfunc f() {\n%s}\n", "pub fn c%d() {\n%s}\n", "{\"c%d\": 1}\n");
    private static final List<String> LINES = List.of("    int f%d() { return %d; }\n", "  g(%d, %d);\n", "\tg(%d, %d)\n", "    g(%d, %d);\n", "");
    private static final List<String> KINDS = List.of("java", "ts", "go", "rs", "json");

    private VerifyFigures() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "figures");
        Path live = Files.createDirectory(folder.resolve("live"));
        for (int i = 0; i < 10_000; i++) {
            write(live, i, 0);
        }
        try (PackStore store = PackStore.open(folder.resolve("content.pack"))) {
            Workspace workspace = Workspace.open(live);
            Snapshot base = workspace.capture(store, Progress.NONE);
            System.err.println("made");
            try (Stage stage = workspace.stage(folder.resolve("stage"), base, store, Progress.NONE)) {
                var many = new ArrayList<Double>();
                var again = new ArrayList<Double>();
                var one = new ArrayList<Double>();
                var yardstick = new ArrayList<Double>();
                for (int round = 1; round <= ROUNDS; round++) {
                    for (int i = 0; i < 1_000; i++) {
                        write(stage.root(), i, round);
                    }
                    Snapshot tree = stage.capture(Progress.NONE);
                    Changeset changes = Changeset.between(base, tree, store);
                    long begun = System.nanoTime();
                    for (var edit : changes.edits()) {
                        store.read(edit.after().orElseThrow().content());
                    }
                    yardstick.add(millis(begun));
                    ProjectVerifier verifier = verifier(folder);
                    many.add(verify(verifier, stage, tree, changes, store, List.of()));
                    List<CheckCommand> checks = List.of(new CheckCommand("true", Part.LOG, List.of("true"), Duration.ofSeconds(9), "given"));
                    verify(verifier, stage, tree, changes, store, checks);
                    again.add(verify(verifier, stage, tree, changes, store, checks));
                    stage.resetTo(base);
                    write(stage.root(), 5, -round);
                    Snapshot small = stage.capture(Progress.NONE);
                    one.add(verify(verifier, stage, small, Changeset.between(base, small, store), store, List.of()));
                    stage.resetTo(base);
                    System.err.printf(Locale.ENGLISH, "%s %s %s %s%n", yardstick, many, again, one);
                }
                System.out.printf(Locale.ENGLISH, "load %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
                say("read the 1,000 files from the store", yardstick);
                say("syntax, references of 1,000 changed files among 10,000", many);
                say("the same again, with a command that ran before", again);
                say("one changed file among 10,000", one);
            }
        }
    }

    private static ProjectVerifier verifier(Path folder) throws IOException {
        List<Sensor> sensors = List.of(new SyntaxSensor(new Readings(100_000), Pythons.none()), new References(), new LockFiles());
        return new ProjectVerifier(new LocalSandbox(Files.createTempDirectory(folder, "scratch"), new SecureRandom()), sensors,
                new CheckEnvironment(System.getenv(), folder.resolve("home"), folder.resolve("tmp"), Path.of(System.getProperty("user.home")),
                        Path.of(System.getProperty("java.home"))), new ResultCache(folder.resolve("results")), Scale.DEFAULT, InstantSource.system());
    }

    private static double verify(ProjectVerifier verifier, Stage stage, Snapshot tree, Changeset changes, PackStore store, List<CheckCommand> checks) {
        long begun = System.nanoTime();
        double used = processor();
        Verification verification = verifier.verify(new Verifier.Request(stage, tree, changes, Contract.OPEN, store, checks,
                dev.countersign.sandbox.Level.L0), Verifier.Listener.NONE, Progress.NONE);
        double took = millis(begun);
        System.err.printf(Locale.ENGLISH, "%d changes, %d commands: %.1f ms, %.1f ms of processors%n", changes.changes().size(), checks.size(), took, processor() - used);
        if (!verification.residuals().isEmpty()) {
            throw new IllegalStateException(verification.residuals().getFirst().toString());
        }
        return took;
    }

    private static double millis(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }

    /// Of this process, all threads, the compiler of the virtual machine among them.
    private static double processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e6;
    }

    private static void say(String what, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        System.out.printf(Locale.ENGLISH, "%-60s first %8.1f ms, median %8.1f (%.1f to %.1f)%n", what, millis.getFirst(), sorted.get(sorted.size() / 2),
                sorted.getFirst(), sorted.getLast());
    }

    /// 120 lines in five languages.
    private static void write(Path root, int number, int version) throws IOException {
        int kind = number % KINDS.size();
        Path file = root.resolve("d" + number / 100).resolve("C" + number + "." + KINDS.get(kind));
        Files.createDirectories(file.getParent());
        var body = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            body.append(String.format(Locale.ENGLISH, LINES.get(kind), i, version + 100));
        }
        Files.writeString(file, kind == 4 ? "{\"c" + number + "\": [" + "1, ".repeat(200) + (version + 100) + "]}\n"
                : String.format(Locale.ENGLISH, SOURCES.get(kind), number, body));
    }
}
