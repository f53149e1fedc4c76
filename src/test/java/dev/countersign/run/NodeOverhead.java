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

/// What the workbench adds to a node beyond its agent and its checks: nodes one after the other in a workspace of many files, with an agent
/// that writes one file and checks that only read it: `NodeOverhead FOLDER FILES NODES`. From the start of a node's work to its commit.
final class NodeOverhead {
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
        var agent = new FakeAgent("fake", (task, events, progress) -> FakeAgent.writes(task.node().id() + ".txt", "good\n").run(task, events, progress));
        var spent = new ConcurrentHashMap<NodeId, Long>();
        var bench = new Bench(folder, agent);
        bench.verifier.before((request, progress) -> true);
        Map<NodeId, Long> begun = new ConcurrentHashMap<>();
        Map<NodeId, Long> checking = new ConcurrentHashMap<>();
        bench.session.listen((state, event) -> {
            long now = System.nanoTime();
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
        Runtime.getRuntime().halt(0);
    }
}
