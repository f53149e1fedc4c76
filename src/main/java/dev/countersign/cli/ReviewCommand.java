package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.run.RunState;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `countersign review [RUN]`: decide what waits.
@Command(name = "review", mixinStandardHelpOptions = true, description = "Decide what waits for you, in the terminal.")
final class ReviewCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run; default: the newest with something to decide.")
    private Optional<String> run = Optional.empty();

    ReviewCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            Optional<RunState> chosen = run.isPresent() ? Optional.of(StatusCommand.find(session, run.get()))
                    : session.runs().stream().filter(state -> !state.waiting().isEmpty()).findFirst();
            if (chosen.isEmpty() || chosen.get().waiting().isEmpty()) {
                context.terminal().say("Nothing waits for a decision.");
                return Exit.DONE.status();
            }
            if (!context.terminal().interactive()) {
                throw new UserException(Problem.of("USAGE-003", Exit.HUMAN, "A decision needs a person at a terminal.",
                        "Nothing was decided.", "Run countersign review in a terminal, or open the desktop."));
            }
            return new RunFollower(context, session, workspace.json()).follow(chosen.get().id(), true);
        }
    }
}
