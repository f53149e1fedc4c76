package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.run.RunState;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `countersign abort [RUN]`. A run that another process drives is told to do so there.
@Command(name = "abort", mixinStandardHelpOptions = true, description = "End what runs in a run, and start nothing more of it. What waits for review goes on waiting.")
final class AbortCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run; default: the newest that has not ended.")
    private Optional<String> run = Optional.empty();

    AbortCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            Optional<RunState> found = run.isPresent() ? Optional.of(StatusCommand.find(session, run.get()))
                    : session.runs().stream().filter(state -> !state.isEnded()).findFirst();
            if (found.isEmpty()) {
                context.terminal().say("No run goes on.");
                return Exit.DONE.status();
            }
            RunState state = found.get();
            session.cancel(state.id());
            context.terminal().say("Ended: " + state.id());
            return Exit.DONE.status();
        }
    }
}
