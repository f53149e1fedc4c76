package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import dev.countersign.run.PlanLeft;
import dev.countersign.run.RunState;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign replan [RUN]`: the plan of a run that has begun becomes another one.
@Command(name = "replan", mixinStandardHelpOptions = true, description = {"Change the plan of a run: split what does not converge, drop it, put other nodes beside it.",
        "What is committed or at work stays as it is. What waits for review and is not in the new plan is rejected.",
        "Without --plan and --planner the plan is edited at the terminal."})
final class ReplanCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--plan", paramLabel = "FILE", description = "The whole plan from now on, with the nodes that are committed.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--planner", paramLabel = "AGENT", description = "Let this agent plan what is left; it is told what was done and what did not succeed.")
    private Optional<String> planner = Optional.empty();

    @Option(names = "--why", paramLabel = "TEXT", description = "The reason, for the record.")
    private String why = "changed by hand";

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run; default: the newest that has not ended.")
    private Optional<String> run = Optional.empty();

    ReplanCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (file.isPresent() && planner.isPresent()) {
            throw usage("A plan is given, or an agent makes one; not both.");
        }
        try (Session session = workspace.open(context)) {
            RunState state = run.isPresent() ? StatusCommand.find(session, run.get())
                    : session.runs().stream().filter(r -> !r.isEnded()).findFirst().orElseThrow(() -> usage("No run goes on; name one."));
            Optional<Plan> next = next(session, state);
            if (next.isEmpty()) {
                context.terminal().say("The plan stays as it is.");
                return Exit.UNDECIDED.status();
            }
            return new RunFollower(context, session, workspace.json()).follow(state.id(), !state.request().headless(),
                    () -> session.steering().replan(state.id(), next.get(), why, context.user()));
        }
    }

    private Optional<Plan> next(Session session, RunState state) throws IOException {
        if (file.isPresent()) {
            return Optional.of(PlanFile.read(context.folder().resolve(file.get()), state.plan().task()));
        }
        Plan first = planner.isPresent() ? planned(session, state, planner.get()) : state.plan();
        if (context.terminal().interactive()) {
            return new PlanTalk(context.terminal(), context.folder(), state.request().agent()).edit(first);
        }
        if (planner.isEmpty()) {
            throw new UserException(Problem.of("USAGE-003", Exit.HUMAN, "A plan is edited by a person at a terminal.", "The run goes by the plan that it has.",
                    "Give a plan file with --plan, or let an agent plan with --planner."));
        }
        return Optional.of(first);
    }

    /// What is committed or at work, and then what the agent makes of the rest.
    private Plan planned(Session session, RunState state, String name) throws IOException {
        Plan left = session.plan(state.request().with(Plan.single(PlanLeft.task(state, Words::of))), name,
                event -> PlanTalk.tell(context.terminal(), event), Progress.NONE);
        return PlanLeft.whole(state, left);
    }

    private static UserException usage(String sentence) {
        return new UserException(Problem.of("USAGE-001", Exit.USAGE, sentence, "Nothing was changed.", "See countersign replan --help."));
    }
}
