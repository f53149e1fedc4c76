package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.ledger.Checkpoint;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `countersign ledger checkpoint`: the signed tree head, to be kept elsewhere.
@Command(name = "checkpoint", mixinStandardHelpOptions = true,
        description = "The signed tree head (C2SP tlog-checkpoint); keep a copy elsewhere.")
final class LedgerCheckpointCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    LedgerCheckpointCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            Checkpoint head = session.ledger().checkpoint();
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("size", head.size(), "root", head.root().hex(), "note", head.note())));
            } else {
                context.terminal().out().print(head.note());
                context.terminal().out().flush();
            }
            return Exit.DONE.status();
        }
    }
}
