package dev.countersign.cli;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.UnifiedPatch;
import dev.countersign.fault.Exit;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign ledger diff ENTRY`: what an entry changed, as a patch.
@Command(name = "diff", mixinStandardHelpOptions = true, description = "What one entry changed, as a patch that git apply accepts.")
final class LedgerDiffCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final EntryArgument entry = new EntryArgument();

    @Option(names = {"-U", "--context"}, paramLabel = "N", description = "Lines of context; default: 3.")
    private int lines = 3;

    LedgerDiffCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            Entry found = entry.in(session);
            String patch = UnifiedPatch.format(new Changeset(found.what().treeBefore(), found.what().treeAfter(),
                    session.past().changesOf(found.seq())), session.ledger().vault(), lines);
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("index", found.seq(), "patch", patch)));
            } else {
                context.terminal().out().print(patch);
                context.terminal().out().flush();
            }
            return Exit.DONE.status();
        }
    }
}
