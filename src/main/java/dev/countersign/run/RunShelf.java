package dev.countersign.run;

import dev.countersign.fault.Problem;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The runs of one workspace, each in a folder of its own. One that cannot be read is reported and hurts no other.
final class RunShelf {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Workspace workspace;
    private final Workbench bench;
    private final LedgerDesk desk;
    private final EntryFacts facts;
    private final JsonMapper json;
    private final BiConsumer<RunState, RunEvent> listeners;
    private final ConcurrentSkipListMap<RunId, RunEngine> engines = new ConcurrentSkipListMap<>(Comparator.reverseOrder());
    private final List<Problem> damaged = new ArrayList<>();

    RunShelf(Workspace workspace, Workbench bench, LedgerDesk desk, EntryFacts facts, JsonMapper json,
             BiConsumer<RunState, RunEvent> listeners) {
        this.folder = bench.data().resolve("runs").resolve(workspace.id());
        this.workspace = workspace;
        this.bench = bench;
        this.desk = desk;
        this.facts = facts;
        this.json = json;
        this.listeners = listeners;
    }

    /// Reads what is there and settles what an earlier process left.
    void load() throws IOException {
        Files.createDirectories(folder);
        List<Path> folders;
        try (Stream<Path> entries = Files.list(folder)) {
            folders = entries.filter(Files::isDirectory).sorted().toList();
        }
        for (Path one : folders) {
            var store = new RunStore(one, json);
            if (!Files.exists(store.journal()) || Files.size(store.journal()) == 0) {
                // Killed before its first event: it never began.
                RunStore.delete(one);
                continue;
            }
            try {
                load(store);
            } catch (IOException | RuntimeException e) {
                damaged.add(RunProblems.of(e));
            }
        }
    }

    private void load(RunStore store) throws IOException {
        List<RunEvent> events = RunJournal.read(store.journal(), json);
        RunState state = RunState.of((RunEvent.Started) events.getFirst());
        for (RunEvent event : events) {
            state = state.after(event);
        }
        var parts = parts(store, state, Standings.of(events));
        var engine = new RunEngine(parts);
        engines.put(state.id(), engine);
        if (Settlement.isNeeded(state)) {
            new Settlement(parts, desk.unsettled()).settle();
            engine.settle();
        }
        engine.tidy();
    }

    private RunParts parts(RunStore store, RunState state, Standings standings) {
        var book = new RunBook(store, new RunJournal(store.journal(), json), state, standings, json, bench.clock(), listeners);
        var stages = new Stages(workspace, store);
        var inspection = new Inspection(book, store, workspace, bench.policy(), bench.verifier());
        return new RunParts(book, store, stages, inspection, facts, desk, workspace, bench, bench.data().resolve("agents"));
    }

    /// Makes the folder of a new run. Nothing starts.
    RunId newId(Instant now, RandomGenerator random) throws IOException {
        Files.createDirectories(folder);
        while (true) {
            var tail = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                tail.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            var id = new RunId(TIME.format(now) + "-" + tail);
            try {
                Files.createDirectory(folder.resolve(id.value()));
                return id;
            } catch (FileAlreadyExistsException e) {
                continue;
            }
        }
    }

    void discard(RunId id) throws IOException {
        RunStore.delete(folder.resolve(id.value()));
    }

    RunEngine create(RunEvent.Started started) {
        var store = new RunStore(folder.resolve(started.run().value()), json);
        RunParts parts = parts(store, RunState.of(started), new Standings());
        parts.book().tell(started);
        var engine = new RunEngine(parts);
        engines.put(started.run(), engine);
        return engine;
    }

    Optional<RunEngine> find(RunId id) {
        return Optional.ofNullable(engines.get(id));
    }

    /// Newest first.
    Collection<RunEngine> all() {
        return engines.values();
    }

    List<Problem> damaged() {
        return List.copyOf(damaged);
    }
}
