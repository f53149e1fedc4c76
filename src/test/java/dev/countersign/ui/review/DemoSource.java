package dev.countersign.ui.review;

import dev.countersign.verify.syntax.Pythons;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.Selection;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.run.Decision;
import dev.countersign.run.NodeView;
import dev.countersign.run.Disks;
import dev.countersign.run.OutsideChanges;
import dev.countersign.run.ReviewScope;
import dev.countersign.run.ReviewerVerdict;
import dev.countersign.run.RunEvent;
import dev.countersign.run.ScopedChanges;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Protection;
import dev.countersign.verify.Part;
import dev.countersign.verify.Readings;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verification;
import dev.countersign.verify.syntax.SyntaxSensor;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A node under review, made by hand: real changesets, no run behind them.
class DemoSource implements ReviewSource {
    static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    static final String CLIENT = "src/main/java/acme/net/Client.java";

    final MemoryStore store;
    final List<Decision> decided = new ArrayList<>();
    final List<Runnable> hearers = new ArrayList<>();
    NodeView view;
    Optional<String> fault = Optional.empty();
    boolean adopts;
    Optional<RuntimeException> refusal = Optional.empty();

    DemoSource(MemoryStore store, Snapshot base, Snapshot result) {
        this.store = store;
        view = view(between(store, base, result), List.of(), Optional.empty());
        view = verified(view, passed());
    }

    static Changeset between(MemoryStore store, Snapshot base, Snapshot result) {
        try {
            return Changeset.between(base, result, store);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static DemoSource of(MemoryStore store, String[] before, String[] after) {
        return new DemoSource(store, store.tree(before), store.tree(after));
    }

    static NodeView view(Changeset changeset, List<Ruling> rulings, Optional<Verification> verification) {
        var node = new Node(new NodeId("retry"), "Add retry to the billing client, but never pay twice", NodeClass.IMPLEMENTATION,
                List.of(), Optional.empty(), Contract.OPEN);
        return new NodeView(node, new NodeState.AwaitingReview(""), 2, Optional.of(changeset), RunEvent.Origin.AGENT,
                "I added bounded retries with three pauses to Client.send and kept payments to a single attempt. "
                        + "All tests pass on my side.", rulings, List.of(), verification, List.of(), List.of(), Optional.empty(),
                new Usage(OptionalLong.of(18_204), OptionalLong.of(2_311), Optional.of(new BigDecimal("0.11"))), NOW);
    }

    static NodeView verified(NodeView view, List<SensorResult> results) {
        return with(view, view.rulings(), Optional.of(new Verification(view.candidate().orElseThrow().resultTree(), results,
                Sha256.of(new byte[1]), NOW.minusSeconds(72), Duration.ofSeconds(31))));
    }

    static NodeView with(NodeView v, List<Ruling> rulings, Optional<Verification> verification) {
        return new NodeView(v.node(), v.state(), v.attempt(), v.candidate(), v.origin(), v.words(), rulings, v.partial(), verification,
                v.energies(), v.conflicts(), v.decision(), v.usage(), v.since());
    }

    static NodeView moved(NodeView v, NodeState state, Optional<Decision> decision) {
        return new NodeView(v.node(), state, v.attempt(), v.candidate(), v.origin(), v.words(), v.rulings(), v.partial(), v.verification(),
                v.energies(), v.conflicts(), decision, v.usage(), v.since());
    }

    static List<SensorResult> passed() {
        return List.of(new SensorResult(Part.SYN, "java syntax", new State.Passed("9 files"), Optional.empty()),
                new SensorResult(Part.LOG, "mvn test", new State.Passed("214 tests passed"), Optional.of(evidence(0, "Tests run: 214"))));
    }

    static List<SensorResult> failed() {
        return List.of(new SensorResult(Part.SYN, "java syntax", new State.Passed("9 files parsed"), Optional.empty()),
                new SensorResult(Part.STR, "contract", new State.Passed("owns src/main/java/acme/**, web/**"), Optional.empty()),
                new SensorResult(Part.LOG, "mvn test", new State.Failed(List.of(new Residual(Part.LOG, "mvn test",
                        Optional.of(WorkspacePath.of(CLIENT)), 67, 5, "ClientRetryTest.paysOnce: expected 1 request but 2 were sent", 1, 1))),
                        Optional.of(evidence(1, "[ERROR] ClientRetryTest.paysOnce:31\nExpected size: 1 but was: 2 in:\n[POST /invoices/42/payments,\n POST /invoices/42/payments]\n"))),
                new SensorResult(Part.BOOT, "mvn package", new State.NotChecked("needs mvn test"), Optional.empty()));
    }

    static SensorResult.Evidence evidence(int exit, String output) {
        return new SensorResult.Evidence(List.of("mvn", "-q", "-B", "test"), Optional.of(exit), Duration.ofSeconds(24),
                Sha256.of(output.getBytes()), output);
    }

    /// Everything that a review may meet.
    static DemoSource full() {
        var store = new MemoryStore();
        Snapshot base = store.tree(CLIENT, Demo.before(CLIENT), "web/invoices.ts", Demo.before("web/invoices.ts"),
                "tools/usage.py", Demo.before("tools/usage.py"), "web/package.json", Demo.before("web/package.json"),
                "web/package-lock.json", "{\n  \"lockfileVersion\": 3,\n  \"packages\": {}\n}\n",
                "docs/old-notes.md", "# Notes\n\nNothing here any more.\n", "config/windows.ini", "[net]\r\nretries=0\r\ntimeout=30\r\n",
                "scripts/release.sh", "#!/bin/sh\nexec mvn deploy\n");
        base = MemoryStore.with(base, "web/logo.png", store.file(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2}));
        base = MemoryStore.with(base, "current", store.link("releases/2.4"));
        Snapshot result = store.tree(CLIENT, Demo.after(CLIENT), "web/invoices.ts", Demo.after("web/invoices.ts"),
                "tools/usage.py", Demo.after("tools/usage.py"), "web/package.json", Demo.after("web/package.json"),
                "web/package-lock.json", "{\n  \"lockfileVersion\": 3,\n  \"packages\": {\n    \"node_modules/p-retry\": { \"version\": \"6.2.1\" }\n  }\n}\n",
                "src/test/java/acme/net/ClientRetryTest.java", Demo.after("src/test/java/acme/net/ClientRetryTest.java"),
                "config/windows.ini", "[net]\r\nretries=3\r\ntimeout=10\n");
        result = MemoryStore.with(result, "web/logo.png", store.file(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 9, 9, 9, 9}));
        result = MemoryStore.with(result, "current", store.link("releases/2.5"));
        result = MemoryStore.with(result, "scripts/release.sh", store.script("#!/bin/sh\nexec mvn deploy\n"));
        var source = new DemoSource(store, base, result);
        source.view = with(verified(source.view, failed()), List.of(
                new Ruling.Ask("dependencies", "web/package.json adds p-retry 6.2.1, which nobody asked for.",
                        Optional.of(WorkspacePath.of("web/package.json")), 13)), verified(source.view, failed()).verification());
        return source;
    }

    @Override
    public String key() {
        return "20261121-085900-demo/retry";
    }

    @Override
    public NodeView node() {
        return view;
    }

    @Override
    public String who() {
        return "Ada";
    }

    @Override
    public boolean adopts() {
        return adopts;
    }

    @Override
    public Protection protection() {
        var layers = new TreeMap<Protection.Layer, Protection.Enforcement>(Map.of(
                Protection.Layer.FS_WRITE, new Protection.Enforcement(Protection.Strength.NONE, "no sandbox on this machine"),
                Protection.Layer.TIME, new Protection.Enforcement(Protection.Strength.BEST_EFFORT, "killed by us")));
        return new Protection(Level.L0, "sandbox: none", layers);
    }

    @Override
    public Contents contents() {
        return store;
    }

    @Override
    public Optional<AgentEvent.Started> command() {
        return Optional.of(new AgentEvent.Started(List.of("claude", "-p", "--output-format", "stream-json", "--permission-mode", "acceptEdits"),
                new TreeMap<>(Map.of("PATH", "/usr/bin:/bin", "HOME", "/var/lib/countersign/home/claude", "ANTHROPIC_API_KEY", "[REDACTED:anthropic]"))));
    }

    /// Why a scope cannot be chosen.
    Map<ReviewScope, String> faults = Map.of();
    List<String> reviewers = List.of();
    Answer answer = (events, progress) -> {
        throw new IllegalStateException("nobody answers");
    };

    /// What a reviewer says.
    interface Answer {
        ReviewerVerdict of(Consumer<AgentEvent> events, Progress progress);
    }

    @Override
    public Map<ReviewScope, String> scopeFaults() {
        return faults;
    }

    /// The whole task: this node, and one before it that changed the client alone. Everything else: the client alone.
    @Override
    public ScopedChanges scope(ReviewScope scope, Progress progress) {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        Changeset client = between(store, store.tree(CLIENT, Demo.before(CLIENT)), store.tree(CLIENT, Demo.after(CLIENT)));
        NodeView before = view(client, List.of(), Optional.empty());
        before = new NodeView(new Node(new NodeId("client"), "Make the client one that can be called again", NodeClass.INTERFACE, List.of(), Optional.empty(),
                Contract.OPEN), new NodeState.Committed(41), 1, before.candidate(), before.origin(), "", List.of(), List.of(), Optional.empty(), List.of(),
                List.of(), Optional.empty(), before.usage(), NOW);
        return new ScopedChanges(scope, scope == ReviewScope.TASK ? List.of(new ScopedChanges.Group(Optional.of(before), client),
                new ScopedChanges.Group(Optional.of(view), view.candidate().orElseThrow()))
                : List.of(new ScopedChanges.Group(scope == ReviewScope.TREE ? Optional.empty() : Optional.of(view), client)), store);
    }

    @Override
    public List<String> reviewers() {
        return reviewers;
    }

    @Override
    public ReviewerVerdict ask(String agent, Consumer<AgentEvent> events, Progress progress) {
        return answer.of(events, progress);
    }

    @Override
    public List<Residual> faults(WorkspacePath path, byte[] content) {
        return new SyntaxSensor(new Readings(1), Pythons.none()).faults(path, content);
    }

    @Override
    public Optional<String> approvalFault() {
        return fault;
    }

    /// What lies on disk where it is not what the agent read.
    final Map<WorkspacePath, Optional<FileState>> disk = new TreeMap<>();
    final List<Runnable> watchers = new ArrayList<>();

    @Override
    public OutsideChanges outside(Selection selection) throws IOException {
        return Disks.outside(view.candidate().orElseThrow(), selection, disk, store);
    }

    @Override
    public AutoCloseable watch(Runnable touched) {
        watchers.add(touched);
        touched.run();
        return () -> watchers.remove(touched);
    }

    void write(String path, String text) {
        disk.put(WorkspacePath.of(path), Optional.of(store.file(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        List.copyOf(watchers).forEach(Runnable::run);
    }

    @Override
    public void decide(Decision decision) {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        decided.add(decision);
    }

    int startedOver;

    @Override
    public void startOver() {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        startedOver++;
        view = moved(view, new NodeState.Waiting(), Optional.empty());
        tell();
    }

    @Override
    public void verifyAgain() {
        view = verified(view, passed());
        tell();
    }

    @Override
    public AutoCloseable listen(Runnable changed) {
        hearers.add(changed);
        return () -> hearers.remove(changed);
    }

    void tell() {
        List.copyOf(hearers).forEach(Runnable::run);
    }
}
