package dev.countersign.run;

import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A process of its own that carries a plan on as far as it comes before it is killed. Each call of its agent is noted in a file of its
/// own when it begins.
final class KilledPlan {
    static final int NODES = 14;

    private KilledPlan() {}

    static Plan plan() {
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < NODES; i++) {
            List<NodeId> after = i < 3 ? List.of() : List.of(new NodeId("n" + (i - 3)), new NodeId("n" + (i / 2)));
            nodes.add(new Node(new NodeId("n" + i), "Do " + i, NodeClass.IMPLEMENTATION, after.stream().distinct().toList(), Optional.empty(),
                    new Contract(List.of("n" + i + ".txt"), List.of(), List.of())));
        }
        return new Plan("Many", nodes);
    }

    /// The first attempt at every third node fails its checks.
    static FakeAgent agent(Path calls) {
        return new FakeAgent("fake", (task, events, progress) -> {
            note(calls, "begin " + task.node().id() + " " + task.attempt());
            int number = Integer.parseInt(task.node().id().value().substring(1));
            FakeAgent.pause();
            FakeAgent.writes("n" + number + ".txt", number % 3 == 0 && !task.prompt().contains("The checks failed") ? "BROKEN\n" : "good\n")
                    .run(task, events, progress);
            return FakeAgent.done("did " + number);
        });
    }

    private static synchronized void note(Path calls, String line) throws IOException {
        Files.writeString(calls, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// Starts the plan, or goes on with it; says so when it has ended.
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        var bench = new Bench(folder, agent(folder.resolve("calls")));
        if (bench.session.runs().isEmpty()) {
            RunRequest plain = bench.request(plan());
            bench.session.start(new RunRequest(plain.plan(), plain.agent(), plain.input(), plain.checks(), plain.lowered(), true));
        } else if (bench.session.runs().getFirst().isResumable()) {
            bench.session.steering().resume(bench.session.runs().getFirst().id(), "Ada");
        }
        RunId run = bench.session.runs().getFirst().id();
        System.out.println("at work");
        System.out.flush();
        while (!bench.session.run(run).orElseThrow().isEnded()) {
            FakeAgent.pause();
        }
        System.out.println("ended");
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
