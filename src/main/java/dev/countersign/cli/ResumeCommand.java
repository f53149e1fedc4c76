package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.plan.NodeId;
import dev.countersign.run.Measure;
import dev.countersign.run.RunState;
import dev.countersign.run.Session;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign resume [RUN]`: lets a run go on that was paused, or whose process ended.
@Command(name = "resume", mixinStandardHelpOptions = true, description = {"Let a run go on that is paused, or that a crash broke off.",
        "It goes on where it stood: what an agent has answered is not asked again."})
final class ResumeCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--grant", paramLabel = "MEASURE=AMOUNT",
            description = "Raise a limit by so much first: cost, steps, tokens, time or files. Recorded in the ledger. May be repeated.")
    private Map<String, BigDecimal> grants = new LinkedHashMap<>();

    @Option(names = "--again", paramLabel = "NODE", description = "Have this node start over from the workspace as it is now: one that failed, was "
            + "stopped or cancelled, changed nothing, or waits for review, whose proposal is put aside then. May be repeated.")
    private List<String> again = new ArrayList<>();

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run; default: the newest that can go on.")
    private Optional<String> run = Optional.empty();

    ResumeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Map<Measure, BigDecimal> extra = new LinkedHashMap<>();
        grants.forEach((name, amount) -> extra.put(measure(name), amount));
        try (Session session = workspace.open(context)) {
            Optional<RunState> found = run.isPresent() ? Optional.of(StatusCommand.find(session, run.get()))
                    : session.runs().stream().filter(state -> state.isResumable() || !again.isEmpty()).findFirst();
            if (found.isEmpty()) {
                context.terminal().say("Nothing is paused or broken off.");
                return Exit.DONE.status();
            }
            RunState state = found.get();
            List<NodeId> over = again.stream().map(name -> node(state, name)).toList();
            for (Map.Entry<Measure, BigDecimal> grant : extra.entrySet()) {
                session.steering().grant(state.id(), grant.getKey(), grant.getValue(), context.user());
            }
            return new RunFollower(context, session, workspace.json()).follow(state.id(), !state.request().headless(),
                    () -> {
                        for (NodeId node : over) {
                            session.retry(state.id(), node);
                        }
                        if (over.isEmpty() || state.isResumable()) {
                            session.steering().resume(state.id(), context.user());
                        }
                    });
        }
    }

    private static NodeId node(RunState state, String name) {
        return state.nodes().keySet().stream().filter(id -> id.value().equals(name)).findFirst().orElseThrow(() -> new UserException(
                Problem.of("USAGE-001", Exit.USAGE, "The run " + state.id() + " has no node \"" + name + "\".", "Nothing was started.",
                        "See countersign status for runs and their nodes.")));
    }

    private static Measure measure(String name) {
        return Arrays.stream(Measure.values()).filter(m -> m.label().equals(name.toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new UserException(Problem.of("USAGE-001", Exit.USAGE, "\"" + name + "\" is no limit; cost, steps, tokens, "
                        + "time and files are.", "Nothing was granted.", "See countersign resume --help.")));
    }
}
