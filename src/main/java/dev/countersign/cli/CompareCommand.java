package dev.countersign.cli;

import dev.countersign.changeset.Selection;
import dev.countersign.fault.Exit;
import dev.countersign.fault.UserException;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `countersign compare -a AGENT -a AGENT "TASK"`: candidates of several agents side by side, one of them to be picked, or hunks of several.
/// `--of RUN` looks at candidates of before again.
@Command(name = "compare", mixinStandardHelpOptions = true, description = {"Give one task to several agents at once, and look at what they propose side by side.",
        "At a terminal one is picked and reviewed, or hunks of several are merged; when it is applied, the others are rejected."})
final class CompareCommand implements Callable<Integer> {
    private static final long POLL_MILLIS = 100;

    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    @Spec
    private CommandSpec spec;

    @Option(names = {"-a", "--agent"}, paramLabel = "AGENT", description = "Two or more.")
    private List<String> agents = new ArrayList<>();

    @Option(names = "--check", paramLabel = "CMD", description = "Check command in place of those found; may be repeated.")
    private List<String> checks = new ArrayList<>();

    @Option(names = "--base", paramLabel = "REV|PATCH", description = "For the agent patch: a patch file, a git revision or a range A..B.")
    private Optional<String> base = Optional.empty();

    @Option(names = "--sandbox", paramLabel = "LEVEL", description = "Lower the sandbox for these runs to L2, L1 or none. Recorded in the ledger.")
    private Optional<String> sandbox = Optional.empty();

    @Option(names = "--of", paramLabel = "RUN", description = "Candidates that were compared before, in place of a task; repeated.")
    private List<String> of = new ArrayList<>();

    @Option(names = "--take", paramLabel = "AGENT:PATH[#N,N]", description = {"A file, or hunks of it by number, of this candidate; repeated. All that is taken becomes a candidate",
            "of its own, which is checked anew."})
    private List<String> takes = new ArrayList<>();

    @Parameters(paramLabel = "TASK", arity = "0..1", description = "What is to be done.")
    private Optional<String> task = Optional.empty();

    CompareCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Level> lowered = sandbox.map(RunCommand::level);
        try (Session session = workspace.open(context)) {
            Comparison comparison = of.isEmpty() ? started(session, lowered) : Comparison.of(session, of.stream().map(RunId::new).toList());
            await(comparison);
            if (!takes.isEmpty()) {
                comparison = comparison.merge(new CandidateTalk(context.terminal(), session, comparison.sides(now())).named(takes));
                await(comparison);
            }
            List<Comparison.Side> sides = comparison.sides(now());
            var talk = new CandidateTalk(context.terminal(), session, sides);
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("candidates", sides.stream().map(side -> document(side, talk)).toList())));
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

    private Comparison started(Session session, Optional<Level> lowered) throws IOException {
        if (task.isEmpty() || agents.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), "Give a TASK and two agents or more, or --of RUN twice.");
        }
        var request = new RunRequest(Plan.single(task.get()), agents.getFirst(), base.map(this::absolute), checks.stream().map(RunCommand::check).toList(),
                lowered, false, limits.limits());
        Comparison comparison = Comparison.start(session, request, agents);
        context.terminal().note("At work: " + String.join(", ", agents));
        return comparison;
    }

    private static void await(Comparison comparison) throws InterruptedException {
        while (!comparison.isIdle()) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    /// The merged one is a candidate of its own, and stands among those to be picked.
    private int merge(Session session, Comparison comparison, List<Comparison.Side> sides) throws IOException, InterruptedException {
        Optional<Map<RunId, Selection>> chosen = new CandidateTalk(context.terminal(), session, sides).ask();
        Comparison all = comparison;
        if (chosen.isPresent()) {
            try {
                all = comparison.merge(chosen.get());
                await(all);
            } catch (UserException e) {
                context.terminal().say(e.problem().sentence() + " " + e.problem().next());
            }
        }
        List<Comparison.Side> now = all.sides(now());
        show(now);
        return pick(session, all, now);
    }

    private int pick(Session session, Comparison comparison, List<Comparison.Side> sides) throws IOException, InterruptedException {
        String answer = context.terminal().ask("Which one is reviewed? Number, m to merge hunks of several, or Enter for none: ").orElse("").strip();
        if (answer.equals("m")) {
            return merge(session, comparison, sides);
        }
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

    private static Object document(Comparison.Side side, CandidateTalk talk) {
        return Json.object("run", side.run().value(), "agent", side.agent(), "state", side.state().getClass().getSimpleName(), "says", Words.of(side.state()),
                "tree", side.candidate().map(c -> c.resultTree().hex()), "files", side.candidate().map(c -> c.changes().size()), "energy", side.energy(),
                "verified", side.verified(), "costUsd", side.usage().costUsd(), "inputTokens", side.usage().inputTokens(), "outputTokens",
                side.usage().outputTokens(), "calls", side.calls(), "millis", side.time().toMillis(), "changes", talk.document(side.run()));
    }

    private String absolute(String input) {
        Path file = context.folder().resolve(input);
        return Files.isRegularFile(file) ? file.toString() : input;
    }

    private Instant now() {
        return context.workbench().clock().instant();
    }
}
