package dev.countersign.ui.plan;

import dev.countersign.agent.AgentEvent;
import dev.countersign.fault.Problem;
import dev.countersign.plan.Plan;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// An agent that makes a plan: what it says meanwhile, what was sent back to it, and how it ended. JavaFX thread.
public final class PlanningViewModel {
    /// Asks the agent. Blocks.
    @FunctionalInterface
    public interface Source {
        Plan plan(Consumer<AgentEvent> events, Progress progress) throws IOException;
    }

    /// How it stands.
    public sealed interface Phase {
        record Asking() implements Phase {}

        record Made(Plan plan) implements Phase {}

        record Failed(Problem problem) implements Phase {}

        record Cancelled() implements Phase {}
    }

    /// @param back it is why an answer was sent back, not the agent's words
    public record Line(String text, boolean back) {}

    private final Texts texts = Texts.of(PlanningViewModel.class);
    private final String planner;
    private final Source source;
    private final Background background;
    private final Consumer<Plan> made;
    private final ObservableList<Line> lines = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(new Phase.Asking());
    private Optional<Job<Plan>> job = Optional.empty();

    /// @param made hears the plan, once there is one that can run
    public PlanningViewModel(String planner, Source source, Background background, Consumer<Plan> made) {
        this.planner = planner;
        this.source = source;
        this.background = background;
        this.made = made;
    }

    public String planner() {
        return planner;
    }

    public ObservableList<Line> lines() {
        return lines;
    }

    public ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /// Asks, or asks again.
    public void ask() {
        lines.clear();
        phase.set(new Phase.Asking());
        var asked = background.run(texts.text("work.plan", planner), progress ->
                source.plan(event -> background.pulse().post(() -> hear(event)), progress));
        job = Optional.of(asked);
        asked.onSuccess(plan -> {
            phase.set(new Phase.Made(plan));
            made.accept(plan);
        }).onFailure(problem -> phase.set(new Phase.Failed(problem))).onCancelled(() -> phase.set(new Phase.Cancelled()));
    }

    public void cancel() {
        job.ifPresent(Job::cancel);
    }

    private void hear(AgentEvent event) {
        switch (event) {
            case AgentEvent.Said said -> add(said.text(), false);
            case AgentEvent.Thought thought -> add(thought.text(), false);
            case AgentEvent.ToolCall call when !call.title().isBlank() -> add(call.title(), false);
            case AgentEvent.Other other -> add(texts.text("planner.back", other.text()), true);
            case AgentEvent.Output output when output.error() -> add(output.text(), false);
            case AgentEvent.Started _, AgentEvent.ToolCall _, AgentEvent.Output _, AgentEvent.Used _, AgentEvent.Asked _,
                 AgentEvent.Answered _, AgentEvent.Planned _, AgentEvent.Connected _, AgentEvent.Network _ -> {}
        }
    }

    private void add(String text, boolean back) {
        text.strip().lines().filter(line -> !line.isBlank()).forEach(line -> lines.add(new Line(line, back)));
        if (lines.size() > 500) {
            lines.remove(0, lines.size() - 500);
        }
    }
}
