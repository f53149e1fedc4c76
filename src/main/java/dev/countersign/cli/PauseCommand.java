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

/// `countersign pause [RUN]`. A run that another process drives is told to do so there.
@Command(name = "pause", mixinStandardHelpOptions = true, description = "Let nothing new begin in a run; what is at work goes on to its end.")
final class PauseCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run; default: the newest that has not ended.")
    private Optional<String> run = Optional.empty();

    PauseCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            Optional<RunState> found = run.isPresent() ? Optional.of(StatusCommand.find(session, run.get()))
                    : session.runs().stream().filter(state -> !state.isEnded() && state.course().pause().isEmpty()).findFirst();
            if (found.isEmpty()) {
                context.terminal().say("No run goes on.");
                return Exit.DONE.status();
            }
            RunState state = found.get();
            session.steering().pause(state.id(), context.user());
            context.terminal().say("Paused: " + state.id());
            return Exit.DONE.status();
        }
    }
}
