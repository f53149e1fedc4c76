package dev.countersign.ui.run;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What agents at work wait for, one question after the other, oldest first. JavaFX thread.
public final class PermissionQueue {
    private final Map<Key, Waiting> waiting = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<Optional<Waiting>> current = new ReadOnlyObjectWrapper<>(Optional.empty());

    private record Key(RunId run, NodeId node, String request) {}

    /// @param why why a person is asked
    public record Waiting(RunId run, NodeId node, PermissionRequest request, String why) {}

    /// The question to be shown now.
    public ReadOnlyObjectProperty<Optional<Waiting>> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /// How many wait, the one that is shown too.
    public int size() {
        return waiting.size();
    }

    /// Takes one event of a run.
    public void hear(RunId run, RunEvent event) {
        switch (event) {
            case RunEvent.Asked asked -> waiting.put(new Key(run, asked.node(), asked.request().id()),
                    new Waiting(run, asked.node(), asked.request(), asked.why()));
            case RunEvent.Said said when said.event() instanceof AgentEvent.Answered answered ->
                    waiting.remove(new Key(run, said.node(), answered.request()));
            case RunEvent.Moved moved when !(moved.state() instanceof NodeState.Running) ->
                    waiting.keySet().removeIf(key -> key.run().equals(run) && key.node().equals(moved.node()));
            case RunEvent.Ended _ -> waiting.keySet().removeIf(key -> key.run().equals(run));
            case RunEvent.Started _, RunEvent.Called _, RunEvent.Returned _, RunEvent.Interrupted _, RunEvent.Continued _, RunEvent.Replanned _, RunEvent.Warned _,
                 RunEvent.Merged _, RunEvent.Paused _, RunEvent.Resumed _, RunEvent.Granted _, RunEvent.Moved _, RunEvent.Said _, RunEvent.Candidate _, RunEvent.Ruled _,
                 RunEvent.CheckStarted _, RunEvent.CheckOutput _, RunEvent.Checked _, RunEvent.Verified _, RunEvent.Decided _,
                 RunEvent.Reviewed _, RunEvent.Conflicted _, RunEvent.Committed _, RunEvent.Activity _ -> {}
        }
        next();
    }

    /// It was answered here, or cannot be any more.
    public void done(Waiting question) {
        waiting.remove(new Key(question.run(), question.node(), question.request().id()));
        next();
    }

    public void clear() {
        waiting.clear();
        next();
    }

    private void next() {
        current.set(waiting.values().stream().findFirst());
    }
}
