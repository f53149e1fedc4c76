package dev.countersign.cli;

import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `countersign redo ENTRY`, also called `undo`: takes back what one entry changed.
@Command(name = "redo", aliases = "undo", mixinStandardHelpOptions = true, description = {"Undo what one entry changed; for a rollback, its redo.",
        "Later work stays. countersign undo 0 takes back the very first one, which no rollback does."})
final class RedoCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final EntryArgument entry = new EntryArgument();

    @Mixin
    private final RestoreOptions options = new RestoreOptions();

    RedoCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            entry.in(session);
            return new Restore(context, session, options, workspace.json())
                    .apply(new RollbackRequest(RollbackRequest.Undo.of(entry.index()), Set.of())).status();
        }
    }
}
