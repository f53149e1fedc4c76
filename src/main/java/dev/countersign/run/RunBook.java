package dev.countersign.run;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.secret.RecordRedaction;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/// One run's journal, its state, and those who listen. A lasting event is on disk before the state shows it; then listeners
/// hear it, in order, from the run's own thread. Safe for use by several threads; hold its monitor to look and tell in one step.
final class RunBook implements AutoCloseable {
    private final RunStore store;
    private final RunJournal journal;
    private final JsonMapper json;
    private final RecordRedaction redaction;
    private final InstantSource clock;
    private final BiConsumer<RunState, RunEvent> listeners;
    private final Lane delivery;
    private final Map<NodeId, Transcript> transcripts = new HashMap<>();
    private final Standings standings;
    private volatile RunState state;

    RunBook(RunStore store, RunJournal journal, RunState state, Standings standings, JsonMapper json,
            RecordRedaction redaction, InstantSource clock, BiConsumer<RunState, RunEvent> listeners) {
        this.store = store;
        this.journal = journal;
        this.state = state;
        this.standings = standings;
        this.json = json;
        this.redaction = redaction;
        this.clock = clock;
        this.listeners = listeners;
        this.delivery = new Lane("run " + state.id());
    }

    RunState state() {
        return state;
    }

    NodeView view(NodeId node) {
        NodeView view = state.nodes().get(node);
        if (view == null) {
            throw RunProblems.unknown("node " + node + " in run " + state.id());
        }
        return view;
    }

    Standings standings() {
        return standings;
    }

    Instant now() {
        return clock.instant();
    }

    /// Makes an event of the present moment known.
    ///
    /// @throws EnvironmentException `RUN-007` where it cannot be written; then it did not happen
    void tell(Function<Instant, RunEvent> event) {
        tell(event.apply(now()));
    }

    /// Secrets are taken out here: whatever a run keeps or shows comes by.
    synchronized void tell(RunEvent told) {
        RunEvent event = redaction.of(told);
        try {
            if (event.isLasting()) {
                journal.append(event);
            }
            if (event instanceof RunEvent.Said said) {
                transcripts.computeIfAbsent(said.node(), n -> new Transcript(store.transcript(n), json)).add(said);
            }
        } catch (IOException e) {
            throw new EnvironmentException(RunProblems.of(e), e);
        }
        show(event);
    }

    void move(NodeId node, NodeState to) {
        tell(at -> new RunEvent.Moved(at, node, to));
    }

    /// Moves a node out of work even where the journal cannot be written: on disk it is still at work, which the next start
    /// takes for an interruption.
    synchronized void moveInAnyCase(NodeId node, NodeState to) {
        try {
            move(node, to);
        } catch (EnvironmentException e) {
            show(redaction.of(new RunEvent.Moved(now(), node, to)));
        }
    }

    void activity(Optional<NodeId> node, String what, long done, long total) {
        tell(at -> new RunEvent.Activity(at, node, what, done, total));
    }

    private void show(RunEvent event) {
        RunState next = state.after(event);
        standings.after(event);
        state = next;
        delivery.submit(() -> listeners.accept(next, event));
    }

    /// Waits until listeners have heard everything, and closes the files.
    @Override
    public void close() throws IOException {
        delivery.close();
        synchronized (this) {
            journal.close();
            store.close();
        }
    }
}
