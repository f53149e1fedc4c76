package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Agents;
import dev.countersign.agent.ModelDesk;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.changeset.Selection;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerOpener;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.store.Room;
import dev.countersign.network.Gateway;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.policy.Policy;
import dev.countersign.run.fake.FakePolicy;
import dev.countersign.run.fake.FakeSandbox;
import dev.countersign.run.fake.FakeVerifier;
import dev.countersign.run.fake.MemoryLedger;
import dev.countersign.sandbox.Protection;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Secrets;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A workbench on a folder of its own: real workspace, stages and journals; agents, checks, rules and ledger that do as told.
final class Bench implements AutoCloseable {
    static final NodeId TASK = new NodeId("task");

    private final AtomicLong ticks = new AtomicLong();
    /// A millisecond later at every look.
    final InstantSource clock = () -> Instant.parse("2026-11-21T07:45:12Z").plusMillis(ticks.incrementAndGet());
    final Path live;
    final Path data;
    final FakeVerifier verifier = new FakeVerifier(clock);
    /// In place of the real ledger, for a test that needs it to fail.
    final Optional<MemoryLedger> memory;
    final List<RunEvent> heard = new CopyOnWriteArrayList<>();
    private final List<Agent> agents;
    private final UnaryOperator<Ledger> around;
    private Protection protection = FakeSandbox.NONE;
    private Policy policy = new FakePolicy();
    private McpServers servers = McpServers.NONE;
    Session session;

    Bench(Path folder, Agent... agents) throws IOException {
        this(folder, false, agents);
    }

    Bench(Path folder, boolean inMemory, Agent... agents) throws IOException {
        this(folder, inMemory, ledger -> ledger, agents);
    }

    /// @param around put around the ledger that is opened
    Bench(Path folder, boolean inMemory, UnaryOperator<Ledger> around, Agent... agents) throws IOException {
        this.around = around;
        this.memory = inMemory ? Optional.of(new MemoryLedger(clock)) : Optional.empty();
        boolean isNew = !Files.exists(folder.resolve("live"));
        this.live = Files.createDirectories(folder.resolve("live"));
        this.data = folder.resolve("data");
        this.agents = List.of(agents);
        if (isNew) {
            write("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n");
            write("b.txt", "bee\n");
        }
        open();
    }

    Bench contained() throws IOException {
        protection = FakeSandbox.KERNEL;
        return reopened();
    }

    Bench with(McpServers servers) throws IOException {
        this.servers = servers;
        return reopened();
    }

    Bench ruledBy(Policy rules) throws IOException {
        policy = rules;
        return reopened();
    }

    Bench reopened() throws IOException {
        session.close();
        open();
        return this;
    }

    private void open() throws IOException {
        Agents known = () -> agents;
        LedgerOpener ledgers = memory.<LedgerOpener>map(m -> workspace -> m)
                .orElseGet(() -> new DuckLedgerOpener(data, clock, new Random(7)));
        session = new Workbench(data, known, policy, new FakeSandbox(protection), verifier,
                workspace -> around.apply(ledgers.open(workspace)), clock, new Random(42), RunLink.NONE, () -> Room.DEFAULT_BUDGET, new Redaction(), Secrets.NONE,
                ModelDesk.NONE, servers, Gateway.NONE).open(live, Progress.NONE);
        session.listen((state, event) -> {
            synchronized (heard) {
                heard.add(event);
                heard.notifyAll();
            }
        });
    }

    void write(String path, String text) throws IOException {
        Path file = live.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /// The live tree: path to text.
    Map<String, String> tree() {
        var texts = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(live)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    texts.put(live.relativize(file).toString(), Files.readString(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    static Node node(String id, String goal, String... after) {
        return new Node(new NodeId(id), goal, NodeClass.IMPLEMENTATION, Arrays.stream(after).map(NodeId::new).toList(),
                Optional.empty(), new Contract(List.of(id + ".*"), List.of(), List.of()));
    }

    static Node node(String id, String agent, List<String> owns, String... after) {
        return new Node(new NodeId(id), "Do " + id, NodeClass.IMPLEMENTATION, Arrays.stream(after).map(NodeId::new).toList(),
                Optional.of(agent), new Contract(owns, List.of(), List.of()));
    }

    RunRequest request(Plan plan) {
        return new RunRequest(plan, agents.getFirst().name(), Optional.empty(), List.of(), false, false);
    }

    RunId start(String task) throws IOException {
        return session.start(request(Plan.single(task)));
    }

    RunId start(Plan plan) throws IOException {
        return session.start(request(plan));
    }

    RunId startHeadless(String task, boolean acceptUnconfined) throws IOException {
        RunRequest plain = request(Plan.single(task));
        return session.start(new RunRequest(plain.plan(), plain.agent(), plain.input(), plain.checks(), acceptUnconfined, true));
    }

    /// Waits until the run's state is so; fails after twenty seconds with the state that it is in.
    RunState until(RunId run, Predicate<RunState> so) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            RunState state = session.run(run).orElseThrow();
            if (so.test(state)) {
                return state;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("still " + state.nodes().values().stream().map(NodeView::state).toList());
            }
            try {
                synchronized (heard) {
                    heard.wait(20);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    NodeView until(RunId run, NodeId node, Class<? extends NodeState> state) {
        return until(run, s -> state.isInstance(s.nodes().get(node).state())).nodes().get(node);
    }

    NodeView idle(RunId run, NodeId node) {
        return until(run, RunState::isIdle).nodes().get(node);
    }

    void approveAll(RunId run, NodeId node) throws IOException {
        session.decide(run, node, new Decision.Approve(Selection.all(view(run, node).candidate().orElseThrow()), "", false), "Ada");
    }

    NodeView view(RunId run, NodeId node) {
        return session.run(run).orElseThrow().nodes().get(node);
    }

    /// All entries, oldest first.
    List<EntryDraft> entries() throws IOException {
        return session.ledger().page(EntryQuery.recent(1_000)).reversed().stream().map(Entry::what).toList();
    }

    List<EntryKind> kinds() throws IOException {
        return entries().stream().map(EntryDraft::kind).toList();
    }

    String evidence(int entry, String kind) throws IOException {
        var found = entries().get(entry).evidence().stream().filter(e -> e.kind().equals(kind)).findFirst();
        return new String(session.ledger().vault().read(found.orElseThrow().content()), StandardCharsets.UTF_8);
    }

    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("it never came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
