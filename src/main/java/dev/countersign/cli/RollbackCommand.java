package dev.countersign.cli;

import dev.countersign.ledger.Rollback;
import dev.countersign.run.Session;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign rollback ENTRY`: back to the state right after an entry.
@Command(name = "rollback", mixinStandardHelpOptions = true,
        description = {"Bring files back to their state right after an entry. It is an entry itself, and can be redone.",
                "To take back the very first entry too, undo it: countersign undo 0."})
final class RollbackCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final EntryArgument entry = new EntryArgument();

    @Mixin
    private final RestoreOptions options = new RestoreOptions();

    @Option(names = "--only-file", paramLabel = "FILE", description = "Only this path; may be repeated.")
    private List<String> files = new ArrayList<>();

    RollbackCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Set<WorkspacePath> only = files.stream().map(WorkspacePath::of).collect(Collectors.toSet());
        try (Session session = workspace.open(context)) {
            entry.in(session);
            Rollback.Preview preview = session.previewRollback(entry.index(), only);
            return new Restore(context, session, options, workspace.json()).apply(preview).status();
        }
    }
}
