package dev.countersign.ledger.crash;

import dev.countersign.ledger.crash.Aftermath.Acknowledged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// All that three processes did to one ground, to be cut off at any moment: the first makes a ledger, the second is killed at work,
/// the third finds what it left.
final class History {
    private static final List<String> FIRST = List.of("mark", "open", "commit", "commit", "rollback", "checkpoint", "close", "open", "commit",
            "close", "lose the database", "open", "commit", "close");
    private static final List<String> SECOND = List.of("mark", "open", "commit", "rollback", "commit", "commit", "close");
    private static final List<String> THIRD = List.of("mark", "open", "commit", "rollback", "close");

    private record Step(Trace.Call call, int process) {}

    private final Path root;
    private final int kill;
    private final int umask;
    private final Aftermath aftermath;
    private final List<Step> steps = new ArrayList<>();
    private final List<Integer> moments = new ArrayList<>();

    private Disk disk;
    private Replay replay;
    private int done;

    private History(Path root, int kill) throws IOException {
        this.root = root;
        this.kill = kill;
        this.umask = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("Umask:"))
                .map(line -> Integer.parseInt(line.substring(6).strip(), 8)).findFirst().orElse(022);
        rewind();
        this.aftermath = Aftermath.of(new Ground(root));
    }

    /// Runs the three and takes down what they do.
    ///
    /// @param kill which `fdatasync` of one of its threads the second process does not survive; in an even one segments and packs have the usual size
    static History of(Path scratch, int kill) throws Exception {
        var history = new History(scratch.resolve("trial"), kill);
        Path traces = Files.createDirectories(scratch.resolve("traces"));
        history.ran(0, FIRST, traces, List.of());
        history.ran(1, SECOND, traces, List.of("-e", "inject=fdatasync:signal=KILL:when=" + kill));
        history.ran(2, THIRD, traces, List.of());
        Folders.delete(traces);
        history.rewind();
        for (int i = 0; i < history.steps.size(); i++) {
            if (history.advance()) {
                history.moments.add(i);
            }
        }
        return history;
    }

    private void ran(int process, List<String> words, Path traces, List<String> more) throws Exception {
        Path file = traces.resolve(process + ".trace");
        try (var worker = new WorkerProcess(new Ground(root), traces)) {
            var options = new ArrayList<>(Strace.recording(file));
            options.addAll(more);
            try (var _ = Strace.attach(worker.pid(), options)) {
                for (String word : words) {
                    Optional<String> answer = worker.ask(word);
                    if (answer.isEmpty() && !more.isEmpty()) {
                        break;
                    }
                    if (answer.isEmpty() || answer.get().startsWith("failed") || answer.get().startsWith("conflict")) {
                        throw new IOException(word + ": " + answer);
                    }
                }
            }
        }
        Trace.read(file).forEach(call -> steps.add(new Step(call, process)));
    }

    private void rewind() throws IOException {
        Folders.delete(root);
        Ground made = Ground.make(root);
        if (kill % 2 == 0) {
            Files.createFile(made.whole());
        }
        disk = Disk.of(made.root());
        replay = new Replay(disk, root, umask);
        done = 0;
    }

    private boolean advance() {
        if (done > 0 && steps.get(done).process() != steps.get(done - 1).process()) {
            replay.process();
        }
        return replay.call(steps.get(done++).call());
    }

    Ground ground() {
        return new Ground(root);
    }

    Aftermath aftermath() {
        return aftermath;
    }

    int kill() {
        return kill;
    }

    /// Calls that changed something or made it sure: after each of them the power may go.
    int moments() {
        return moments.size();
    }

    String name(int moment) {
        Step step = steps.get(moments.get(moment));
        List<String> arguments = step.call().arguments().stream()
                .map(a -> a.length() > 900 ? "…" : a.startsWith("\"\\x2f") ? step.call().text(step.call().arguments().indexOf(a)).replace(root.toString(), "") : a)
                .map(a -> a.length() > 120 ? a.substring(0, 120) + "…" : a).toList();
        return "process " + step.process() + " " + step.call().name() + arguments;
    }

    /// The disk when the power went right after a moment.
    PowerCut cut(int moment, PowerCut.Fate fate, Random random) throws IOException {
        int wanted = moments.get(moment) + 1;
        if (done > wanted) {
            rewind();
        }
        while (done < wanted) {
            advance();
        }
        return new PowerCut(disk, fate, random);
    }

    /// What somebody had been told by then.
    List<Acknowledged> acknowledged(int moment) {
        return steps.subList(0, moments.get(moment) + 1).stream().map(Step::call)
                .filter(call -> call.name().equals("write") && call.result() > 64 && call.result() < 100)
                .map(call -> new String(call.bytes(1), StandardCharsets.UTF_8)).filter(text -> text.matches("\\d+ [0-9a-f]{64}\n"))
                .map(text -> Acknowledged.parse(text.strip())).toList();
    }
}
