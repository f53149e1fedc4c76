package dev.countersign.ui;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Agents;
import dev.countersign.agent.Missing;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.policy.Ruling;
import dev.countersign.run.Measure;
import dev.countersign.run.NodeView;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunLimits;
import dev.countersign.run.RunRequest;
import dev.countersign.run.RunState;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Protection;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Made-up values for tests and pictures of screens: a run of five nodes in every state that matters.
public final class MadeUp {
    public static final Instant START = Instant.parse("2026-11-21T09:00:00Z");
    public static final Instant NOW = START.plusSeconds(102);
    public static final RunId RUN = new RunId("20261121-090000-k3f9");

    private MadeUp() {}

    public static NodeId id(String value) {
        return new NodeId(value);
    }

    public static Node node(String id, String goal, NodeClass kind, String... after) {
        return new Node(id(id), goal, kind, java.util.Arrays.stream(after).map(NodeId::new).toList(), Optional.empty(),
                new Contract(List.of("src/main/java/client/" + id + "/**"), List.of("System\\.exit"), List.of()));
    }

    public static Plan plan() {
        return new Plan("Add retry with backoff to the HTTP client", List.of(
                node("policy", "Declare RetryPolicy with attempts, backoff and jitter", NodeClass.INTERFACE),
                node("retry", "Retry idempotent requests as the policy says", NodeClass.IMPLEMENTATION, "policy"),
                node("metrics", "Count attempts and give-ups", NodeClass.IMPLEMENTATION, "policy"),
                node("config", "Read the policy from client.properties", NodeClass.IMPLEMENTATION, "policy"),
                node("wiring", "Wire retry and metrics into ClientBuilder", NodeClass.INTEGRATION, "retry", "metrics", "config")));
    }

    public static RunRequest request() {
        return new RunRequest(plan(), "sample", Optional.empty(), List.of(), false, false);
    }

    public static Protection none() {
        var layers = new LinkedHashMap<Protection.Layer, Protection.Enforcement>();
        for (Protection.Layer layer : Protection.Layer.values()) {
            layers.put(layer, switch (layer) {
                case KILL_TREE -> new Protection.Enforcement(Protection.Strength.BEST_EFFORT, "descendants are followed and killed; one that detaches in time can get away");
                case TIME -> new Protection.Enforcement(Protection.Strength.BEST_EFFORT, "a timer from spawn to the last byte");
                case OUTPUT -> new Protection.Enforcement(Protection.Strength.BEST_EFFORT, "the tree is killed when it has written its limit");
                case ENVIRONMENT -> new Protection.Enforcement(Protection.Strength.KERNEL, "starts empty; only what the registry names is passed");
                case FS_WRITE, FS_READ, NET, SIGNALS, PIDS, MEMORY, DISK -> new Protection.Enforcement(Protection.Strength.NONE, "programs run as you, with all your rights");
            });
        }
        return new Protection(Level.L0, "sandbox: none", layers);
    }

    public static FileState file(String content) {
        return FileState.file(content.getBytes(StandardCharsets.UTF_8), false);
    }

    public static Changeset changes(String... paths) {
        var changes = new ArrayList<FileChange>();
        for (String path : paths) {
            changes.add(path.startsWith("+") ? new FileChange.Added(WorkspacePath.of(path.substring(1)), file("new " + path))
                    : new FileChange.Modified(WorkspacePath.of(path), file("old " + path), file("new " + path)));
        }
        return new Changeset(tree("base"), tree(String.join(",", paths)), changes);
    }

    public static Sha256 tree(String of) {
        return Sha256.of(of.getBytes(StandardCharsets.UTF_8));
    }

    public static SensorResult passed(Part part, String sensor, String what) {
        return new SensorResult(part, sensor, new SensorResult.State.Passed(what), Optional.empty());
    }

    public static SensorResult notChecked(Part part, String sensor, String why) {
        return new SensorResult(part, sensor, new SensorResult.State.NotChecked(why), Optional.empty());
    }

    public static SensorResult tests(boolean pass) {
        var evidence = new SensorResult.Evidence(List.of("mvn", "-o", "-q", "test"), Optional.of(pass ? 0 : 1), Duration.ofMillis(8420),
                tree("log"), "[INFO] Running client.RetryTest\n\u001b[31m[ERROR]\u001b[0m RetryTest.givesUpAfterLastAttempt expected 3 but was 4\n",
                Optional.of(new SensorResult.Origin(tree("result"), tree("env"), Map.of("mvn", "Apache Maven 3.9"), none(),
                        NOW.minusSeconds(180), pass)));
        var baseline = new SensorResult.Baseline(true, List.of(new Residual(Part.LOG, "mvn test", Optional.of(WorkspacePath.of("src/test/java/client/OldTest.java")),
                12, 0, "reads the clock", 1, 1)), List.of());
        return new SensorResult(Part.LOG, "mvn test", pass ? new SensorResult.State.Passed("214 tests passed")
                : new SensorResult.State.Failed(List.of(new Residual(Part.LOG, "mvn test",
                Optional.of(WorkspacePath.of("src/test/java/client/RetryTest.java")), 48, 0,
                "givesUpAfterLastAttempt: expected 3 attempts but was 4", 1, 1.5))), Optional.of(evidence), baseline);
    }

    public static Verification verification(Changeset of, boolean pass) {
        return new Verification(of.resultTree(), List.of(passed(Part.SYN, "java syntax", "3 files"),
                passed(Part.STR, "contract", "2 owned files, 1 pattern"), tests(pass),
                notChecked(Part.BOOT, "start", "no start command is known"), passed(Part.SHEAF, "merged tree", "2 nodes")),
                tree("env"), NOW.minusSeconds(72), Duration.ofMillis(9120));
    }

    public static NodeView view(Node node, NodeState state, int attempt, Optional<Changeset> candidate, boolean pass,
                                List<Ruling> rulings, List<Double> energies) {
        return new NodeView(node, state, attempt, candidate, RunEvent.Origin.AGENT,
                candidate.isPresent() ? "Added the loop and a test. All tests pass now." : "", rulings,
                state instanceof NodeState.Verifying ? List.of(passed(Part.SYN, "java syntax", "3 files")) : List.of(),
                candidate.filter(_ -> !energies.isEmpty()).map(c -> verification(c, pass)), energies, List.of(), Optional.empty(),
                attempt == 0 ? Usage.NOTHING : node.id().value().equals("metrics") ? Usage.UNKNOWN
                        : new Usage(OptionalLong.of(18_240), OptionalLong.of(2_310), Optional.of(new BigDecimal("0.0841"))),
                NOW.minusSeconds(30));
    }

    /// A run with one node in each interesting state.
    public static RunState run() {
        var nodes = new LinkedHashMap<NodeId, NodeView>();
        List<Node> plan = plan().nodes();
        var allow = List.<Ruling>of(new Ruling.Allow("built-in rules"));
        put(nodes, view(plan.get(0), new NodeState.Committed(1203), 1, Optional.of(changes("+src/main/java/client/RetryPolicy.java")), true,
                allow, List.of(0.0)));
        put(nodes, view(plan.get(1), new NodeState.AwaitingReview(""), 2, Optional.of(changes("src/main/java/client/Client.java",
                "+src/main/java/client/retry/RetryLoop.java", "src/test/java/client/RetryTest.java")), true,
                List.of(new Ruling.Ask("large-change", "Client.java changes 62 lines, more than the 50 that pass without a look",
                        Optional.of(WorkspacePath.of("src/main/java/client/Client.java")), 41)), List.of(1.5, 0.0)));
        put(nodes, view(plan.get(2), new NodeState.Verifying(1), 1, Optional.of(changes("+src/main/java/client/metrics/Attempts.java")), true,
                allow, List.of()));
        put(nodes, view(plan.get(3), new NodeState.Stopped("ownership", "It changed build.gradle, which this node does not own"), 1,
                Optional.of(changes("build.gradle", "+src/main/resources/client.properties")), false,
                List.of(new Ruling.Deny("ownership", "build.gradle is not owned by config", Optional.of(WorkspacePath.of("build.gradle")), 0)),
                List.of()));
        put(nodes, view(plan.get(4), new NodeState.Waiting(), 0, Optional.empty(), true, List.of(), List.of()));
        return new RunState(RUN, request(), none(), nodes, START, Optional.empty(), Optional.empty());
    }

    /// The run, with a node that does not converge.
    public static RunState escalated() {
        RunState run = run();
        var nodes = new LinkedHashMap<>(run.nodes());
        put(nodes, view(plan().nodes().get(1), new NodeState.AwaitingReview("Three attempts did not lower V(x) any more."), 3,
                Optional.of(changes("src/main/java/client/Client.java", "+src/main/java/client/retry/RetryLoop.java", "src/test/java/client/RetryTest.java")), false,
                List.of(new Ruling.Allow("built-in rules")), List.of(3.0, 1.5, 2.25)));
        return new RunState(run.id(), run.request(), run.protection(), nodes, run.started(), run.endedAt(), run.ended());
    }

    /// The run, all of whose nodes are committed and do not fit together.
    public static RunState apart() {
        var nodes = new LinkedHashMap<NodeId, NodeView>();
        long seq = 1203;
        for (Node node : plan().nodes()) {
            put(nodes, view(node, new NodeState.Committed(seq++), 2, Optional.of(changes("+src/main/java/client/" + node.id() + "/Main.java")), true,
                    List.of(new Ruling.Allow("built-in rules")), List.of(1.5, 0.0)));
        }
        var run = new RunState(RUN, request(), none(), nodes, START, Optional.empty(), Optional.empty());
        var reference = new SensorResult(Part.STR, "references", new SensorResult.State.Failed(List.of(new Residual(Part.STR, "references",
                Optional.of(WorkspacePath.of("src/main/js/console.ts")), 3, 22, "\"./retry/loop\" leads to no file of the tree.", 1, 1))), Optional.empty());
        var whole = new Verification(tree("all"), List.of(passed(Part.SYN, "Java syntax", "9 files"), reference, tests(false)), tree("env"),
                NOW.minusSeconds(12), Duration.ofMillis(14_300));
        String shortfall = "The nodes pass one by one, but not together: 2 findings that no approval has seen.";
        return run.after(new RunEvent.Merged(NOW, Optional.of(whole), shortfall)).after(new RunEvent.Paused(NOW, shortfall, Optional.empty(), ""));
    }

    /// The run, held because a limit is used up.
    public static RunState held() {
        RunState run = run();
        var limited = new RunState(run.id(), run.request().with(new RunLimits(4, Map.of(Measure.COST, new BigDecimal("2"), Measure.STEPS, new BigDecimal("20")))),
                run.protection(), run.nodes(), run.started(), run.endedAt(), run.ended());
        return limited.after(new RunEvent.Moved(NOW, id("metrics"), new NodeState.AwaitingReview("")))
                .after(new RunEvent.Returned(NOW, id("metrics"), 1, "", new Usage(OptionalLong.of(9_000), OptionalLong.of(800), Optional.of(new BigDecimal("2.13"))),
                        Optional.empty()))
                .after(new RunEvent.Paused(NOW, "The budget is used up: $2.13 of $2.", Optional.of(Measure.COST), ""));
    }

    /// A run of one task by `agent`, with its candidate.
    public static RunState candidate(RunId id, String agent, NodeState state, Changeset changes, double energy) {
        var plan = Plan.single(plan().task());
        var nodes = new LinkedHashMap<NodeId, NodeView>();
        put(nodes, view(plan.nodes().getFirst(), state, 1, changes.isEmpty() ? Optional.empty() : Optional.of(changes), energy == 0, List.of(), List.of(energy)));
        return new RunState(id, new RunRequest(plan, agent, Optional.empty(), List.of(), true, false), none(), nodes, START, Optional.empty(), Optional.empty());
    }

    /// A run of one task that ended.
    public static RunState ended(String id, String task, NodeState state) {
        var plan = Plan.single(task);
        var nodes = new LinkedHashMap<NodeId, NodeView>();
        put(nodes, view(plan.nodes().getFirst(), state, 1, Optional.empty(), true, List.of(), List.of()));
        return new RunState(new RunId(id), new RunRequest(plan, "claude", Optional.empty(), List.of(), true, false), none(), nodes,
                START.minusSeconds(86_000), Optional.of(START.minusSeconds(85_000)), Optional.of("Ended."));
    }

    /// `run` with one node in another state.
    public static RunState with(RunState run, NodeId id, NodeState state) {
        var nodes = new LinkedHashMap<>(run.nodes());
        NodeView v = nodes.get(id);
        nodes.put(id, new NodeView(v.node(), state, v.attempt(), v.candidate(), v.origin(), v.words(), v.rulings(), v.partial(),
                v.verification(), v.energies(), v.conflicts(), v.decision(), v.usage(), v.since()));
        return new RunState(run.id(), run.request(), run.protection(), nodes, run.started(), run.endedAt(), run.ended());
    }

    private static void put(Map<NodeId, NodeView> nodes, NodeView view) {
        nodes.put(view.node().id(), view);
    }

    /// What the agent of the node `retry` says.
    public static List<RunEvent> talk() {
        var node = id("retry");
        var events = new ArrayList<RunEvent>();
        Instant at = START.plusSeconds(8);
        events.add(new RunEvent.Moved(at, node, new NodeState.Running(1)));
        events.add(said(at.plusSeconds(1), new AgentEvent.Started(List.of("claude", "-p", "Retry idempotent requests as the policy says",
                "--output-format", "stream-json"), new TreeMap<>(Map.of("ANTHROPIC_API_KEY", "\u2022\u2022\u2022\u2022")))));
        events.add(said(at.plusSeconds(3), new AgentEvent.Thought("The client sends once and maps errors. A loop around send() needs the policy.")));
        events.add(said(at.plusSeconds(4), new AgentEvent.ToolCall("1", "Read src/main/java/client/Client.java", "done", "214 lines\n")));
        events.add(said(at.plusSeconds(9), new AgentEvent.ToolCall("2", "Edit src/main/java/client/Client.java", "running",
                "- return send(r);\n+ return loop.run(() -> send(r));")));
        events.add(said(at.plusSeconds(10), new AgentEvent.ToolCall("2", "", "done", "")));
        events.add(said(at.plusSeconds(11), new AgentEvent.Output("\u001b[33mwarning:\u001b[0m unused import java.util.Random", true)));
        events.add(said(at.plusSeconds(14), new AgentEvent.Said("I put a loop around send() that follows RetryPolicy. Requests that are not "
                + "idempotent are sent once, as before. The backoff uses full jitter, and the clock is injected so that the test does not sleep.")));
        events.add(new RunEvent.Moved(at.plusSeconds(15), node, new NodeState.Verifying(1)));
        events.add(new RunEvent.CheckStarted(at.plusSeconds(15), node, Part.LOG, "mvn test"));
        events.add(new RunEvent.CheckOutput(at.plusSeconds(22), node, "mvn test", "[INFO] Running client.RetryTest"));
        events.add(new RunEvent.CheckOutput(at.plusSeconds(23), node, "mvn test", "\u001b[31;1m[ERROR]\u001b[0m givesUpAfterLastAttempt expected 3 but was 4"));
        events.add(new RunEvent.Checked(at.plusSeconds(24), node, tests(false)));
        events.add(new RunEvent.Moved(at.plusSeconds(25), node, new NodeState.Running(2)));
        events.add(said(at.plusSeconds(30), new AgentEvent.Said("The first call counts as an attempt too. Fixed the bound.")));
        events.add(new RunEvent.Checked(at.plusSeconds(40), node, tests(true)));
        events.add(said(at.plusSeconds(41), new AgentEvent.Used(new Usage(OptionalLong.of(18_240), OptionalLong.of(2_310),
                Optional.of(new BigDecimal("0.0841"))))));
        events.add(new RunEvent.Moved(at.plusSeconds(42), node, new NodeState.AwaitingReview("")));
        return events;
    }

    private static RunEvent said(Instant at, AgentEvent event) {
        return new RunEvent.Said(at, id("retry"), event);
    }

    /// Agents of which one needs nothing and one starts a program.
    public static Agents agents() {
        List<Agent> all = List.of(new NamedAgent("sample", "Plays the bundled task. No key, no network", List.of()),
                new NamedAgent("patch", "A diff, a git revision, or the edits in your tree", List.of()),
                new NamedAgent("claude", "Claude Code by Anthropic", List.of("claude", "-p", "{prompt}", "--output-format", "stream-json",
                        "--verbose", "--permission-mode", "acceptEdits")),
                new NamedAgent("codex", "Codex CLI by OpenAI", List.of("codex", "exec", "--json", "--skip-git-repo-check", "{prompt}")));
        return () -> all;
    }

    private record NamedAgent(String name, String description, List<String> argv) implements Agent {
        @Override
        public boolean startsProcesses() {
            return !argv.isEmpty();
        }

        @Override
        public boolean canRetry() {
            return true;
        }

        @Override
        public Preview preview(String prompt) {
            return argv.isEmpty() ? Preview.NONE : new Preview(argv.stream().map(a -> a.replace("{prompt}", prompt)).toList(),
                    new TreeMap<>(Map.of("PATH", "/usr/bin:/bin", "ANTHROPIC_API_KEY", "\u2022\u2022\u2022\u2022\u2022\u2022")));
        }

        @Override
        public Optional<Missing> missing() {
            return name.equals("codex") ? Optional.of(new Missing(Missing.What.PROGRAM,
                    "codex is not installed, or not on the PATH. Install it: npm install -g @openai/codex.")) : Optional.empty();
        }

        @Override
        public AgentResult run(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
            return new AgentResult.Cancelled();
        }
    }
}
