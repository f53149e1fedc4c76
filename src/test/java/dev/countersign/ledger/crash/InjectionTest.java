package dev.countersign.ledger.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.ledger.crash.Aftermath.Acknowledged;
import dev.countersign.workspace.DigestStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One system call of a commit, a rollback, a checkpoint or a close fails or ends the process: each that can change a file, of each
/// thread that makes any.
class InjectionTest {
    private static final List<String> ACTIONS = List.of("commit", "rollback", "checkpoint", "close");
    private static final List<String> CALLS = List.of("open", "openat", "write", "pwrite64", "fsync", "fdatasync", "syncfs", "rename", "renameat",
            "renameat2", "unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "link", "linkat", "symlink", "symlinkat", "chmod", "fchmod",
            "fchmodat", "truncate", "ftruncate", "fallocate");
    private static final List<String> WAYS = List.of("error=EIO", "error=ENOSPC", "signal=KILL");
    private static final int SAMPLE = 24;

    /// @param when which of these calls of that thread, from 1
    private record Point(String action, String thread, String call, int when, String how) {}

    @TempDir
    Path temporary;

    private Path scratch;
    private Ground ground;
    private Aftermath aftermath;
    private Optional<WorkerProcess> worker = Optional.empty();
    private final Map<String, Integer> answers = new TreeMap<>();
    private final Map<String, Set<Sha256>> trees = new TreeMap<>();

    @BeforeEach
    void prepare() throws IOException {
        Strace.missing().ifPresent(why -> assumeTrue(false, why));
        scratch = Folders.scratch(temporary);
        ground = Ground.make(scratch.resolve("trial"));
        aftermath = Aftermath.of(ground);
        WorkerProcess first = worker();
        for (String word : List.of("open", "commit", "commit", "close")) {
            first.done(word);
        }
        Folders.copy(ground.root(), scratch.resolve("begin"));
    }

    @AfterEach
    void clear() throws IOException {
        worker.ifPresent(WorkerProcess::close);
        if (scratch != null) {
            Folders.delete(scratch);
        }
    }

    @Test
    void aSampleOfFailingCallsLosesNothing() throws Exception {
        List<Point> all = points();
        // Not a multiple of the ways to fail: each must have its turn.
        int stride = Math.max(1, all.size() / SAMPLE);
        tried(every(all, stride % WAYS.size() == 0 ? stride + 1 : stride), all.size());
    }

    @Test
    void rowsThatCouldNotBeWrittenAreNotThereTwiceLater() throws Exception {
        points();
        var some = new ArrayList<Point>();
        // Rows are written behind the answer: not each of these meets the write.
        for (int i = 0; i < 3; i++) {
            for (String how : List.of("error=EIO", "error=ENOSPC")) {
                some.add(new Point("rollback", "ledger-rows", "write", 1, how));
                some.add(new Point("commit", "ledger-rows", "write", 1, how));
            }
        }
        tried(some, some.size());
    }

    @Test
    @Tag("crash")
    void noFailingCallLosesAnything() throws Exception {
        List<Point> all = points();
        tried(every(all, Integer.getInteger("crash.stride", 1)), all.size());
    }

    private static List<Point> every(List<Point> all, int stride) {
        var some = new ArrayList<Point>();
        for (int i = 0; i < all.size(); i += stride) {
            some.add(all.get(i));
        }
        return some;
    }

    private WorkerProcess worker() throws IOException {
        if (worker.isEmpty()) {
            worker = Optional.of(new WorkerProcess(ground, scratch.resolve("warm")));
        }
        return worker.get();
    }

    /// A ledger of three entries, open, and what was said of the third.
    private Acknowledged begun() throws IOException {
        Folders.delete(ground.root());
        Folders.copy(scratch.resolve("begin"), ground.root());
        worker().done("open");
        return Acknowledged.parse(worker().done("commit").substring("done ".length()));
    }

    /// All calls of one undisturbed run, in each way.
    private List<Point> points() throws Exception {
        var points = new ArrayList<Point>();
        for (String action : ACTIONS) {
            begun();
            var whole = new HashSet<>(Set.of(tree()));
            Map<Long, String> names = new TreeMap<>();
            worker().threads().forEach((name, id) -> names.put(id, name));
            Path trace = scratch.resolve("counted");
            try (var _ = Strace.attach(worker().pid(), List.of("-f", "-o", trace.toString(), "-e", "signal=none", "-e",
                    "trace=?" + String.join(",?", CALLS)))) {
                worker().done(action);
            }
            worker().done("forget");
            whole.add(tree());
            trees.put(action, whole);
            var counts = new TreeMap<String, Integer>();
            for (String line : Files.readAllLines(trace)) {
                String[] words = line.split(" +", 2);
                String thread = names.getOrDefault(Long.valueOf(words[0]), "");
                int open = words[1].indexOf('(');
                // What the answer is written by is not part of the work.
                if (open > 0 && (thread.equals(Worker.THREAD) || thread.startsWith("ledger"))) {
                    String call = words[1].substring(0, open);
                    int when = counts.merge(thread + " " + call, 1, Integer::sum);
                    WAYS.forEach(how -> points.add(new Point(action, thread, call, when, how)));
                }
            }
        }
        return points;
    }

    private void tried(List<Point> points, int all) throws Exception {
        var faults = new ArrayList<String>();
        int recovered = 0;
        for (int i = 0; i < points.size(); i++) {
            Aftermath.Found found = tried(points.get(i), faults);
            recovered += found.recovered() ? 1 : 0;
            for (String fault : found.faults()) {
                faults.add(points.get(i) + ": " + fault);
                System.out.println(faults.getLast());
            }
            if (i % 100 == 99) {
                System.out.println(i + 1 + " points so far, " + faults.size() + " faults " + answers);
            }
        }
        System.out.println(points.size() + " of " + all + " points, " + answers + ", " + recovered + " completed by recovery, "
                + faults.size() + " faults");
        Files.write(Path.of("target", "injection-faults.txt"), faults);
        assertThat(faults).isEmpty();
    }

    private Aftermath.Found tried(Point point, List<String> faults) throws Exception {
        var acknowledged = new ArrayList<>(List.of(begun()));
        long thread = thread(point.thread());
        Optional<String> answer;
        try (var _ = Strace.inject(thread, point.call(), point.how(), point.when())) {
            answer = worker().ask(point.action());
        }
        if (answer.isEmpty()) {
            worker().close();
            worker = Optional.empty();
        } else {
            worker().done("forget");
            if (answer.get().startsWith("done ")) {
                acknowledged.add(Acknowledged.parse(answer.get().substring("done ".length())));
            }
        }
        String said = answer.map(text -> text.split(" ")[0] + (text.startsWith("failed") ? " " + text.split(" ")[1] : "")).orElse("killed");
        answers.merge(said, 1, Integer::sum);
        if (said.startsWith("failed BUG")) {
            faults.add(point + ": " + answer.get());
            System.out.println(faults.getLast());
        }
        Aftermath.Found found = aftermath.of(ground, acknowledged);
        if (!trees.get(point.action()).contains(tree())) {
            faults.add(point + ": the workspace is neither as before nor as after, and it was said: " + said);
            System.out.println(faults.getLast());
        }
        return found;
    }

    /// One that works behind what was acknowledged may begin a moment later.
    private long thread(String name) throws IOException, InterruptedException {
        for (int i = 0; i < 200; i++) {
            Optional<Long> id = Optional.ofNullable(worker().threads().get(name));
            if (id.isPresent()) {
                return id.get();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IOException("there is no thread " + name);
    }

    private Sha256 tree() throws IOException {
        return ground.workspace().capture(new DigestStore(), Progress.NONE).treeHash();
    }
}
