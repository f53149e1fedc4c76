package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.run.Measure;
import dev.countersign.run.NodeView;
import dev.countersign.run.Pause;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunState;
import dev.countersign.run.Session;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign status [RUN]`: where runs and their nodes stand.
@Command(name = "status", mixinStandardHelpOptions = true, description = "Where the runs of a workspace stand.")
final class StatusCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--last", paramLabel = "N", description = "How many runs at most; default: 10.")
    private int last = 10;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "One run; default: the newest ones.")
    private Optional<String> run = Optional.empty();

    StatusCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            List<RunState> runs = run.isPresent() ? List.of(find(session, run.get()))
                    : session.runs().stream().limit(last).toList();
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("runs", runs.stream().map(state -> document(state, session.isElsewhere(state.id()),
                        context.workbench().clock().instant())).toList())));
            } else if (runs.isEmpty()) {
                context.terminal().say("No runs yet. Start one: countersign run -a AGENT \"TASK\"");
            } else {
                runs.forEach(state -> print(state, session.isElsewhere(state.id())));
            }
            return Exit.DONE.status();
        }
    }

    /// What a run used and may use, by the name of the measure.
    private static Map<String, Object> budget(RunState state, Instant now) {
        var all = new LinkedHashMap<String, Object>();
        for (Measure measure : Measure.values()) {
            all.put(measure.label(), Json.object("used", state.course().used(measure, now), "limit", state.course().limits().of(measure)));
        }
        return all;
    }

    private void budget(RunState state) {
        Instant now = context.workbench().clock().instant();
        state.course().limits().atMost().forEach((measure, limit) -> context.terminal().say("  " + measure.label() + ": "
                + measure.words(state.course().used(measure, now), limit)));
        if (state.isResumable()) {
            context.terminal().say("  " + state.course().pause().map(Pause::why).orElse("Countersign ended while it was at work.")
                    + " countersign resume " + state.id());
        }
    }

    private void print(RunState state, boolean elsewhere) {
        Terminal terminal = context.terminal();
        terminal.say(terminal.tint(Terminal.Tone.STRONG, state.id() + "  "
                + state.plan().task().lines().findFirst().orElse("")));
        if (elsewhere) {
            terminal.say("  driven by another Countersign; countersign review decides there");
        }
        var rows = new ArrayList<List<String>>();
        state.nodes().values().forEach(node -> rows.add(List.of("  " + node.node().id(), Words.of(node.state()))));
        terminal.table(rows);
        budget(state);
    }

    /// The run called `name`, or whose name starts so.
    static RunState find(Session session, String name) {
        List<RunState> found = session.runs().stream().filter(state -> state.id().value().startsWith(name)).toList();
        if (found.size() != 1) {
            throw new UserException(Problem.of("USAGE-002", Exit.USAGE,
                    found.isEmpty() ? "There is no run \"" + name + "\" in this workspace." : "Several runs start with \"" + name + "\".",
                    "Nothing was changed.", "See countersign status for their names."));
        }
        return found.getFirst();
    }


    /// @param now       up to when time is counted
    /// @param elsewhere whether another process drives it
    static Map<String, @Nullable Object> document(RunState state, boolean elsewhere, Instant now) {
        return Json.object("run", state.id().value(), "task", state.plan().task(), "agent", state.request().agent(),
                "started", state.started().toString(), "ended", state.endedAt().map(Object::toString),
                "sandbox", state.protection().words(), "elsewhere", elsewhere, "paused", state.course().pause().map(Pause::why), "resumable", state.isResumable(), "together", state.course().merged().map(StatusCommand::together),
                "revisions", state.course().revisions(), "budget", budget(state, now), "nodes", state.nodes().values().stream().map(StatusCommand::node).toList());
    }

    private static Map<String, @Nullable Object> together(RunEvent.Merged merged) {
        return Json.object("energy", merged.verification().map(v -> v.energy()), "tree", merged.verification().map(v -> v.tree().hex()),
                "shortfall", merged.shortfall());
    }

    private static Map<String, @Nullable Object> node(NodeView node) {
        return Json.object("id", node.node().id().value(), "state", node.state().getClass().getSimpleName(),
                "says", Words.of(node.state()), "attempt", node.attempt(),
                "tree", node.candidate().map(c -> c.resultTree().hex()), "files", node.candidate().map(c -> c.changes().size()),
                "energy", node.verification().map(v -> v.energy()), "verified", node.verification().map(v -> v.isVerified()));
    }

}
