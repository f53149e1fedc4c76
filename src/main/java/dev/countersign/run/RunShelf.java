package dev.countersign.run;

import dev.countersign.fault.Problem;
import dev.countersign.plan.NodeId;
import dev.countersign.policy.Policy;
import dev.countersign.workspace.ProcessLock;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The runs of one workspace, each in a folder of its own. One that cannot be read is reported and hurts no other. This session
/// drives those that it holds; the others are read from their journals, as they grow.
final class RunShelf {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Workspace workspace;
    private final Workbench bench;
    private final Policy policy;
    private final LedgerDesk desk;
    private final EntryFacts facts;
    private final JsonMapper json;
    private final Holds holds;
    private final ProjectAgents agents;
    private final Scripts scripts;
    private final BiConsumer<RunState, RunEvent> listeners;
    private final ConcurrentSkipListMap<RunId, OnShelf> runs = new ConcurrentSkipListMap<>(Comparator.reverseOrder());
    private final Map<RunId, ProcessLock> taken = new HashMap<>();
    private final Map<String, Problem> damaged = new ConcurrentHashMap<>();
    private boolean closed;

    /// A run as this session has it.
    private sealed interface OnShelf {
        RunState state();

        record Driven(RunEngine engine, ProcessLock lock) implements OnShelf {
            @Override
            public RunState state() {
                return engine.state();
            }
        }

        /// @param events how many of the journal are in the state @param length of the journal then, in bytes
        record Read(RunState state, int events, long length) implements OnShelf {}
    }

    RunShelf(Workspace workspace, Workbench bench, Policy policy, LedgerDesk desk, EntryFacts facts, JsonMapper json,
             Holds holds, ProjectAgents agents, Scripts scripts, BiConsumer<RunState, RunEvent> listeners) {
        this.folder = bench.data().resolve("runs").resolve(workspace.id());
        this.workspace = workspace;
        this.bench = bench;
        this.policy = policy;
        this.desk = desk;
        this.facts = facts;
        this.json = json;
        this.holds = holds;
        this.agents = agents;
        this.scripts = scripts;
        this.listeners = listeners;
    }

    /// Reads what is there and settles what an earlier process left.
    void load() throws IOException {
        Files.createDirectories(folder);
        for (Path one : folders()) {
            look(one);
        }
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    /// Reads what has come to the runs of others, and takes those whose driver is gone. From one thread.
    void follow() throws IOException {
        for (Path one : folders()) {
            look(one);
        }
    }

    private synchronized void look(Path one) {
        if (closed) {
            return;
        }
        var store = new RunStore(one, json);
        try {
            Optional<RunId> id = id(one);
            if (id.isPresent() && runs.get(id.get()) instanceof OnShelf.Driven) {
                return;
            }
            if (!Files.exists(store.journal()) || Files.size(store.journal()) == 0) {
                unbegun(one, id);
                return;
            }
            OnShelf.Read read = read(store, id);
            boolean open = !read.state().isEnded() || store.hasStages();
            if (open) {
                adopt(read.state().id());
            }
            damaged.remove(one.toString());
        } catch (IOException | RuntimeException e) {
            damaged.put(one.toString(), RunProblems.of(e));
        }
    }

    private static Optional<RunId> id(Path one) {
        try {
            return Optional.of(new RunId(one.getFileName().toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Killed before its first event, it never began; but it may just be about to.
    private void unbegun(Path one, Optional<RunId> id) throws IOException {
        if (id.isEmpty()) {
            RunStore.delete(one);
            return;
        }
        Optional<ProcessLock> free = holds.take(id.get());
        if (free.isPresent()) {
            try (ProcessLock _ = free.get()) {
                if (!Files.exists(new RunStore(one, json).journal())) {
                    RunStore.delete(one);
                }
            }
        }
    }

    private OnShelf.Read read(RunStore store, Optional<RunId> id) throws IOException {
        long length = Files.size(store.journal());
        Optional<OnShelf.Read> known = id.map(runs::get).filter(OnShelf.Read.class::isInstance).map(OnShelf.Read.class::cast);
        if (known.isPresent() && known.get().length() == length) {
            return known.get();
        }
        List<RunEvent> events = RunJournal.read(store.journal(), json);
        RunState state = RunState.of((RunEvent.Started) events.getFirst());
        int before = known.map(OnShelf.Read::events).orElse(0);
        for (int i = 0; i < events.size(); i++) {
            state = state.after(events.get(i));
            if (i >= before) {
                RunState now = state;
                runs.put(state.id(), new OnShelf.Read(now, i + 1, -1));
                listeners.accept(now, events.get(i));
            }
        }
        var read = new OnShelf.Read(state, events.size(), length);
        runs.put(state.id(), read);
        return read;
    }

    /// Makes this session the run's driver, where it has none; settles what an earlier one left.
    private synchronized Optional<RunEngine> adopt(RunId id) throws IOException {
        if (runs.get(id) instanceof OnShelf.Driven driven) {
            return Optional.of(driven.engine());
        }
        if (closed) {
            return Optional.empty();
        }
        var store = new RunStore(folder.resolve(id.value()), json);
        Optional<ProcessLock> lock = holds.take(id);
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        try {
            // Only now does nobody write to it any more.
            read(store, Optional.of(id));
            List<RunEvent> events = RunJournal.read(store.journal(), json);
            RunState state = RunState.of((RunEvent.Started) events.getFirst());
            for (RunEvent event : events) {
                state = state.after(event);
            }
            var parts = parts(store, state, Standings.of(events));
            var engine = new RunEngine(parts);
            runs.put(id, new OnShelf.Driven(engine, lock.get()));
            if (Settlement.isNeeded(state)) {
                new Settlement(parts, desk.unsettled()).settle();
                engine.settle();
            }
            engine.tidy();
            return Optional.of(engine);
        } catch (IOException | RuntimeException e) {
            if (!(runs.get(id) instanceof OnShelf.Driven)) {
                lock.get().close();
            }
            throw e;
        }
    }

    private RunParts parts(RunStore store, RunState state, Standings standings) {
        var book = new RunBook(store, new RunJournal(store.journal(), json), state, standings, json, facts.redaction(), bench.clock(), listeners);
        var stages = new Stages(workspace, store);
        var inspection = new Inspection(book, store, new ChecksFile(bench.data(), workspace, bench.verifier()), policy, bench.verifier());
        return new RunParts(book, store, stages, inspection, facts, desk, workspace, bench, bench.data().resolve("agents"), agents, scripts,
                new ToolGrants(workspace, bench.data(), bench.servers(), desk, facts, bench.clock()));
    }

    /// Makes the folder of a new run, and holds it. Nothing starts.
    synchronized RunId newId(Instant now, RandomGenerator random) throws IOException {
        Files.createDirectories(folder);
        while (true) {
            var tail = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                tail.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            var id = new RunId(TIME.format(now) + "-" + tail);
            Optional<ProcessLock> lock = Files.exists(folder.resolve(id.value())) ? Optional.empty() : holds.take(id);
            if (lock.isEmpty()) {
                continue;
            }
            try {
                Files.createDirectory(folder.resolve(id.value()));
                taken.put(id, lock.get());
                return id;
            } catch (FileAlreadyExistsException e) {
                lock.get().close();
            }
        }
    }

    synchronized void discard(RunId id) throws IOException {
        RunStore.delete(folder.resolve(id.value()));
        ProcessLock lock = taken.remove(id);
        if (lock != null) {
            lock.close();
        }
    }

    synchronized RunEngine create(RunEvent.Started started) {
        var store = new RunStore(folder.resolve(started.run().value()), json);
        RunParts parts = parts(store, RunState.of(started), new Standings());
        parts.book().tell(started);
        var engine = new RunEngine(parts);
        runs.put(started.run(), new OnShelf.Driven(engine, java.util.Objects.requireNonNull(taken.remove(started.run()))));
        return engine;
    }

    /// The run's engine where this session drives it, or can.
    Optional<RunEngine> driven(RunId id) throws IOException {
        OnShelf run = runs.get(id);
        return switch (run) {
            case null -> Optional.empty();
            case OnShelf.Driven driven -> Optional.of(driven.engine());
            case OnShelf.Read _ -> adopt(id);
        };
    }

    /// The run's engine where this session drives it already.
    Optional<RunEngine> engine(RunId id) {
        return runs.get(id) instanceof OnShelf.Driven driven ? Optional.of(driven.engine()) : Optional.empty();
    }

    Optional<RunState> state(RunId id) {
        return Optional.ofNullable(runs.get(id)).map(OnShelf::state);
    }

    RunStore store(RunId id) {
        return new RunStore(folder.resolve(id.value()), json);
    }

    /// Newest first.
    List<RunState> states() {
        return runs.values().stream().map(OnShelf::state).toList();
    }

    /// Those that this session drives, newest first.
    Collection<RunEngine> engines() {
        return runs.values().stream().filter(OnShelf.Driven.class::isInstance).map(run -> ((OnShelf.Driven) run).engine()).toList();
    }

    List<Problem> damaged() {
        return damaged.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList();
    }

    /// Ends what this session drives, and lets go of it.
    void close() throws IOException {
        synchronized (this) {
            closed = true;
        }
        engines().forEach(RunEngine::halt);
        for (OnShelf run : runs.values()) {
            if (run instanceof OnShelf.Driven driven) {
                try (ProcessLock _ = driven.lock()) {
                    driven.engine().close();
                }
            }
        }
    }

    /// @throws dev.countersign.fault.UserException `RUN-005` where there is none
    NodeView node(RunId run, NodeId node) {
        RunState state = state(run).orElseThrow(() -> RunProblems.unknown("run " + run));
        NodeView view = state.nodes().get(node);
        if (view == null) {
            throw RunProblems.unknown("node " + node + " in run " + run);
        }
        return view;
    }
}
