package dev.countersign.cli;

import dev.countersign.agent.Recording;
import dev.countersign.fault.Exit;
import dev.countersign.run.RunState;
import dev.countersign.run.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `countersign record RUN FILE`: what the agents of a run did, to be played again.
@Command(name = "record", mixinStandardHelpOptions = true, description = {"Write what the agents of a run did into a file, to be played again.",
        "A run with a secret in it is not recorded."})
final class RecordCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(index = "0", paramLabel = "RUN", description = "The run, or how its name begins.")
    private String run = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where it is written to; an old file is replaced.")
    private Path file = Path.of("");

    RecordCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            RunState state = StatusCommand.find(session, run);
            Path target = context.folder().resolve(file);
            Recording recording = session.records().record(state.id(), target);
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("run", state.id().value(), "file", target.toString(), "attempts", recording.attempts().size(),
                        "contents", recording.contents().size())));
            } else {
                context.terminal().say("Recorded " + recording.attempts().size() + " attempts of " + state.id() + ": " + target);
            }
            return Exit.DONE.status();
        }
    }
}
