package dev.countersign.cli;

import dev.countersign.agent.AgentEvent;
import dev.countersign.plan.NodeId;
import dev.countersign.run.NodeView;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A run's events as lines on standard error, and its summary on standard output.
final class RunPrinter {
    private final Terminal terminal;

    RunPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    void started(RunState state) {
        terminal.note(terminal.tint(Terminal.Tone.STRONG, state.plan().task().lines().findFirst().orElse("")));
        terminal.note("run " + state.id() + " \u00b7 agent " + state.request().agent() + " \u00b7 " + state.protection().words());
    }

    void print(RunState state, RunEvent event) {
        switch (event) {
            case RunEvent.Moved e -> line(e.node(), terminal.tint(Words.tone(e.state()), Words.of(e.state())));
            case RunEvent.Said e -> said(e.node(), e.event());
            case RunEvent.Candidate e -> line(e.node(), "changed " + Words.files(e.changeset().changes()));
            case RunEvent.Ruled e -> e.rulings().forEach(ruling -> line(e.node(), Words.of(ruling)));
            case RunEvent.Checked e -> line(e.node(), e.result().part().symbol() + " " + e.result().sensor() + " "
                    + terminal.tint(Words.tone(e.result().state()), Words.of(e.result().state())));
            case RunEvent.Verified e -> line(e.node(), Words.energy(e.verification()) + ", tree " + e.verification().tree().brief());
            case RunEvent.Reviewed e -> line(e.node(), Words.of(e.verdict()));
            case RunEvent.Conflicted e -> e.conflicts().forEach(conflict ->
                    line(e.node(), terminal.tint(Terminal.Tone.BAD, conflict.edit().path() + " " + conflict.why())));
            case RunEvent.Committed e -> line(e.node(), terminal.tint(Terminal.Tone.GOOD,
                    "entry " + e.seq() + " " + e.leafHash().brief()));
            case RunEvent.Asked e -> line(e.node(), terminal.tint(Terminal.Tone.BAD, "asks for leave: " + e.request().title())
                    + ": " + e.why());
            case RunEvent.Continued e -> line(e.node(), "goes on where it stood");
            case RunEvent.Interrupted e -> line(e.node(), "was left at work when Countersign ended");
            case RunEvent.Replanned e -> terminal.note("The plan was changed (" + e.plan().nodes().size() + " nodes): " + e.why());
            case RunEvent.Warned e -> terminal.note(terminal.tint(Terminal.Tone.BAD, e.measure().words(Optional.of(e.used()), e.limit()) + " used"));
            case RunEvent.Paused e -> terminal.note(terminal.tint(Terminal.Tone.BAD, "Paused. " + e.why()));
            case RunEvent.Resumed _ -> terminal.note("Resumed.");
            case RunEvent.Merged e -> terminal.note(e.shortfall().isEmpty()
                    ? terminal.tint(Terminal.Tone.GOOD, "The nodes together: " + e.verification().map(Words::energy).orElse(""))
                    : terminal.tint(Terminal.Tone.BAD, "The nodes together: " + e.shortfall()));
            case RunEvent.Granted e -> terminal.note(e.who() + " granted " + e.measure().words(e.extra()) + " more");
            case RunEvent.Started _, RunEvent.Called _, RunEvent.Returned _, RunEvent.CheckStarted _, RunEvent.CheckOutput _, RunEvent.Decided _,
                 RunEvent.Activity _, RunEvent.Ended _ -> { }
        }
    }

    private void said(NodeId node, AgentEvent event) {
        switch (event) {
            case AgentEvent.Started e -> line(node, terminal.tint(Terminal.Tone.QUIET, "$ " + String.join(" ", e.argv())));
            case AgentEvent.Said e -> e.text().lines().forEach(text -> line(node, "\u201c" + text + "\u201d"));
            case AgentEvent.ToolCall e -> line(node, terminal.tint(Terminal.Tone.QUIET, e.title() + " (" + e.state() + ")"));
            case AgentEvent.Output e -> line(node, terminal.tint(Terminal.Tone.QUIET, e.text()));
            case AgentEvent.Planned e -> e.steps().forEach(step ->
                    line(node, terminal.tint(Terminal.Tone.QUIET, "  " + step.state() + ": " + step.text())));
            case AgentEvent.Answered e -> line(node, e.title() + ": " + e.answer() + (e.by().isEmpty() ? "" : " (" + e.by() + ")"));
            case AgentEvent.Network e -> e.reached().forEach(reached -> line(node, terminal.tint(reached.allowed() ? Terminal.Tone.QUIET
                    : Terminal.Tone.BAD, "network: " + reached.words())));
            case AgentEvent.Connected _, AgentEvent.Thought _, AgentEvent.Used _, AgentEvent.Asked _, AgentEvent.Other _ -> { }
        }
    }

    private void line(NodeId node, String text) {
        terminal.note(String.format("%-12s %s", node, text));
    }

    void summary(RunState state) {
        var rows = new ArrayList<List<String>>();
        for (NodeView node : state.nodes().values()) {
            rows.add(List.of(node.node().id().value(), Words.of(node.state())));
        }
        terminal.table(rows);
        state.course().pause().ifPresent(pause -> terminal.say("Paused: " + pause.why() + " countersign resume " + state.id()
                + pause.measure().map(m -> " --grant " + m.label() + "=AMOUNT").orElse("")));
        state.course().merged().filter(merged -> merged.shortfall().isEmpty()).flatMap(RunEvent.Merged::verification)
                .ifPresent(v -> terminal.say("Checked together: " + Words.energy(v) + ", tree " + v.tree().brief()));
        if (!state.waiting().isEmpty()) {
            terminal.say("Waiting for you: countersign review " + state.id());
        }
    }
}
