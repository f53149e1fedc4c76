package dev.countersign.run;

import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// What the workbench adds to a node beyond its agent and its checks: nodes one after the other in a workspace of many files, with an agent
/// that writes one file and checks that only read it: `NodeOverhead FOLDER FILES NODES [MILLISECONDS]`, the last how long the agent takes, which
/// does not count. From the start of a node's work to its commit.
final class NodeOverhead {
    private static final List<String> PHASES = List.of("between nodes", "tree and copy", "agent", "changes", "rulings", "checks", "approval", "commit");

    private NodeOverhead() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        int files = Integer.parseInt(args[1]);
        int count = Integer.parseInt(args[2]);
        for (int i = 0; i < files; i++) {
            Path file = folder.resolve("live/src/p" + i / 100 + "/F" + i + ".txt");
            Files.createDirectories(file.getParent());
            Files.writeString(file, ("line of " + i + "\n").repeat(40));
        }
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < count; i++) {
            nodes.add(new Node(new NodeId("n" + i), "Do " + i, NodeClass.IMPLEMENTATION, i == 0 ? List.of() : List.of(new NodeId("n" + (i - 1))),
                    Optional.empty(), new Contract(List.of("n" + i + ".txt"), List.of(), List.of())));
        }
        long takes = args.length > 3 ? Long.parseLong(args[3]) : 0;
        Map<NodeId, Long> begun = new ConcurrentHashMap<>();
        var agent = new FakeAgent("fake", (task, events, progress) -> {
            long from = System.nanoTime();
            LockSupport.parkNanos(takes * 1_000_000);
            begun.merge(task.node().id(), System.nanoTime() - from, Long::sum);
            return FakeAgent.writes(task.node().id() + ".txt", "good\n").run(task, events, progress);
        });
        var spent = new ConcurrentHashMap<NodeId, Long>();
        var bench = new Bench(folder, agent);
        bench.verifier.before((request, progress) -> true);
        Map<NodeId, Long> checking = new ConcurrentHashMap<>();
        var parts = new ConcurrentHashMap<String, List<Long>>();
        var before = new AtomicLong(System.nanoTime());
        bench.session.listen((state, event) -> {
            long now = System.nanoTime();
            phase(event).ifPresent(p -> {
                parts.computeIfAbsent(p, _ -> new CopyOnWriteArrayList<>()).add(now - before.get());
                before.set(now);
            });
            switch (event) {
                case RunEvent.Moved e when e.state() instanceof NodeState.Running -> begun.put(e.node(), now);
                case RunEvent.CheckStarted e -> checking.put(e.node(), now);
                case RunEvent.Checked e -> begun.merge(e.node(), now - checking.get(e.node()), Long::sum);
                case RunEvent.Moved e when e.state() instanceof NodeState.Committed -> spent.put(e.node(), now - begun.get(e.node()));
                default -> { }
            }
        });
        RunRequest plain = bench.request(new Plan("Many", nodes));
        RunId run = bench.session.start(new RunRequest(plain.plan(), plain.agent(), plain.input(), plain.checks(), plain.lowered(), true));
        while (!bench.session.run(run).orElseThrow().isEnded()) {
            FakeAgent.pause();
        }
        bench.session.close();
        List<Long> millis = spent.values().stream().map(n -> n / 1_000_000).sorted().toList();
        System.out.println(InstantSource.system().instant() + " files " + files + ", nodes " + millis.size() + ", ms per node: median "
                + millis.get(millis.size() / 2) + ", p95 " + millis.get((int) (millis.size() * 0.95)) + ", most " + millis.getLast());
        String last = "";
        for (String phase : PHASES) {
            List<Long> each = parts.getOrDefault(phase, List.of()).stream().map(n -> n / 1_000_000).sorted().toList();
            if (!each.isEmpty()) {
                last += ", " + phase + " " + each.get(each.size() / 2) + " (" + each.get((int) (each.size() * 0.95)) + ")";
            }
        }
        System.out.println("of that, median (p95):" + last.substring(1));
        System.exit(0);
    }

    /// What has just ended with an event.
    private static Optional<String> phase(RunEvent event) {
        return Optional.ofNullable(switch (event) {
            case RunEvent.Moved e when e.state() instanceof NodeState.Running -> "between nodes";
            case RunEvent.Called _ -> "tree and copy";
            case RunEvent.Returned _ -> "agent";
            case RunEvent.Candidate _ -> "changes";
            case RunEvent.Ruled _ -> "rulings";
            case RunEvent.Verified _ -> "checks";
            case RunEvent.Moved e when e.state() instanceof NodeState.Committing -> "approval";
            case RunEvent.Committed _ -> "commit";
            default -> null;
        });
    }
}
