package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.Comparison;
import dev.countersign.run.RunId;
import dev.countersign.run.RunRequest;
import dev.countersign.run.RunState;
import dev.countersign.run.Session;
import dev.countersign.sandbox.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign compare -a AGENT -a AGENT "TASK"`: candidates of several agents side by side, one of them to be picked.
@Command(name = "compare", mixinStandardHelpOptions = true, description = {"Give one task to several agents at once, and look at what they propose side by side.",
        "At a terminal one is picked and reviewed; when it is applied, the others are rejected."})
final class CompareCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 100;

    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    @Option(names = {"-a", "--agent"}, paramLabel = "AGENT", required = true, description = "Two or more.")
    private List<String> agents = new ArrayList<>();

    @Option(names = "--check", paramLabel = "CMD", description = "Check command in place of those found; may be repeated.")
    private List<String> checks = new ArrayList<>();

    @Option(names = "--base", paramLabel = "REV|PATCH", description = "For the agent patch: a patch file, a git revision or a range A..B.")
    private Optional<String> base = Optional.empty();

    @Option(names = "--sandbox", paramLabel = "LEVEL", description = "Lower the sandbox for these runs to L2, L1 or none. Recorded in the ledger.")
    private Optional<String> sandbox = Optional.empty();

    @Parameters(paramLabel = "TASK", description = "What is to be done.")
    private String task = "";

    CompareCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Level> lowered = sandbox.map(RunCommand::level);
        try (Session session = workspace.open(context)) {
            var request = new RunRequest(Plan.single(task), agents.getFirst(), base.map(this::absolute), checks.stream().map(RunCommand::check).toList(),
                    lowered, false, limits.limits());
            Comparison comparison = Comparison.start(session, request, agents);
            context.terminal().note("At work: " + String.join(", ", agents));
            while (!comparison.isIdle()) {
                Thread.sleep(POLL_MILLIS);
            }
            List<Comparison.Side> sides = comparison.sides(now());
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("candidates", sides.stream().map(CompareCommand::document).toList())));
            } else {
                show(sides);
            }
            boolean waits = sides.stream().anyMatch(side -> side.state().needsHuman());
            return !waits ? Exit.AGENT.status() : context.terminal().interactive() ? pick(session, comparison, sides) : Exit.HUMAN.status();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Exit.UNDECIDED.status();
        }
    }

    private int pick(Session session, Comparison comparison, List<Comparison.Side> sides) throws IOException {
        String answer = context.terminal().ask("Which one is reviewed? Number, or Enter for none: ").orElse("").strip();
        int chosen = answer.matches("[1-9][0-9]?") ? Integer.parseInt(answer) : 0;
        if (chosen < 1 || chosen > sides.size()) {
            context.terminal().say("All of them wait: countersign review RUN.");
            return Exit.UNDECIDED.status();
        }
        RunId run = sides.get(chosen - 1).run();
        int status = new RunFollower(context, session, false).follow(run, true);
        RunState state = session.run(run).orElseThrow();
        if (state.nodes().values().stream().allMatch(view -> view.state() instanceof NodeState.Committed)) {
            comparison.pick(run, context.user());
        }
        return status;
    }

    private void show(List<Comparison.Side> sides) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("", "agent", "stands", "V(x)", "changes", "cost", "time", "calls", "run"));
        for (int i = 0; i < sides.size(); i++) {
            Comparison.Side side = sides.get(i);
            rows.add(List.of(Integer.toString(i + 1), side.agent(), Words.of(side.state()),
                    side.energy().map(v -> String.format(Locale.ROOT, "%.2f", v)).orElse("not checked"),
                    side.candidate().map(c -> Words.files(c.changes())).orElse("none"),
                    side.usage().costUsd().map(usd -> "$" + usd.stripTrailingZeros().toPlainString()).orElse("unknown"),
                    String.format(Locale.ROOT, "%.1f s", side.time().toMillis() / 1000.0), Integer.toString(side.calls()), side.run().value()));
        }
        context.terminal().table(rows);
    }

    private static Object document(Comparison.Side side) {
        return Json.object("run", side.run().value(), "agent", side.agent(), "state", side.state().getClass().getSimpleName(), "says", Words.of(side.state()),
                "tree", side.candidate().map(c -> c.resultTree().hex()), "files", side.candidate().map(c -> c.changes().size()), "energy", side.energy(),
                "verified", side.verified(), "costUsd", side.usage().costUsd(), "inputTokens", side.usage().inputTokens(), "outputTokens",
                side.usage().outputTokens(), "calls", side.calls(), "millis", side.time().toMillis());
    }

    private String absolute(String input) {
        Path file = context.folder().resolve(input);
        return Files.isRegularFile(file) ? file.toString() : input;
    }

    private Instant now() {
        return context.workbench().clock().instant();
    }
}
