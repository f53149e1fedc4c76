package dev.countersign.ui.review;

import dev.countersign.agent.AgentEvent;
import dev.countersign.fault.Problem;
import dev.countersign.run.ReviewerVerdict;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// Asks other agents for their verdict, one at a time. Knows no node of the screen; used on its thread only.
final class ReviewerModel {
    private static final Texts TEXTS = Texts.of(ReviewerModel.class);

    private final ReviewSource source;
    private final Background background;
    private final ReadOnlyObjectWrapper<List<String>> known = new ReadOnlyObjectWrapper<>(this, "known", List.of());
    private final ReadOnlyObjectWrapper<Optional<String>> asked = new ReadOnlyObjectWrapper<>(this, "asked", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(this, "problem", Optional.empty());
    private final ReadOnlyStringWrapper doing = new ReadOnlyStringWrapper(this, "doing", "");
    private Optional<Job<ReviewerVerdict>> job = Optional.empty();

    ReviewerModel(ReviewSource source, Background background) {
        this.source = source;
        this.background = background;
        background.run(TEXTS.text("reviewer.looking"), _ -> source.reviewers()).onSuccess(known::set).onFailure(why -> problem.set(Optional.of(why)));
    }

    /// Who can be asked.
    ReadOnlyObjectProperty<List<String>> knownProperty() {
        return known.getReadOnlyProperty();
    }

    /// Who is asked now.
    ReadOnlyObjectProperty<Optional<String>> askedProperty() {
        return asked.getReadOnlyProperty();
    }

    /// What it does just now.
    ReadOnlyStringProperty doingProperty() {
        return doing.getReadOnlyProperty();
    }

    /// Why the last one asked gave no answer.
    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Does nothing while one is asked. Its verdict comes by the node, as all verdicts do.
    void ask(String agent) {
        if (asked.get().isPresent()) {
            return;
        }
        problem.set(Optional.empty());
        doing.set(TEXTS.text("reviewer.starts"));
        asked.set(Optional.of(agent));
        Job<ReviewerVerdict> now = background.run(TEXTS.text("reviewer.asking", agent), progress -> source.ask(agent, this::hear, progress));
        job = Optional.of(now);
        now.onSuccess(_ -> end()).onFailure(why -> {
            end();
            problem.set(Optional.of(why));
        }).onCancelled(this::end);
    }

    private void hear(AgentEvent event) {
        String says = switch (event) {
            case AgentEvent.Said said -> said.text();
            case AgentEvent.Thought thought -> thought.text();
            case AgentEvent.ToolCall call -> call.title();
            case AgentEvent.Output output -> output.text();
            case AgentEvent.Started _, AgentEvent.Used _, AgentEvent.Asked _, AgentEvent.Answered _, AgentEvent.Planned _, AgentEvent.Connected _, AgentEvent.Network _,
                 AgentEvent.Other _ -> "";
        };
        says.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().ifPresent(line -> background.pulse().post(() -> {
            if (asked.get().isPresent()) {
                doing.set(line);
            }
        }));
    }

    private void end() {
        job = Optional.empty();
        asked.set(Optional.empty());
        doing.set("");
    }

    void cancel() {
        job.ifPresent(Job::cancel);
    }
}
