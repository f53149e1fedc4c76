package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.ledger.Reclaimed;
import dev.countersign.ledger.store.Room;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign ledger gc`: takes out of the vault what no entry needs.
@Command(name = "gc", mixinStandardHelpOptions = true, description = "Free the room of content that no entry needs. Entries keep all of theirs.")
final class LedgerGcCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--dry-run", description = "Only say what it would free.")
    private boolean dry;

    LedgerGcCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            Reclaimed reclaimed;
            Room room;
            try (var progress = new TerminalProgress(context.terminal())) {
                reclaimed = session.past().collect(dry, progress);
                room = session.past().room();
            }
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("dryRun", dry, "contents", reclaimed.contents(), "bytes", reclaimed.bytes(),
                        "kept", reclaimed.kept(), "keptBytes", reclaimed.keptBytes(), "skipped", reclaimed.skipped(),
                        "vaultBytes", room.used(), "budgetBytes", room.budget())));
            } else {
                print(reclaimed);
                context.terminal().say("The content takes " + room.says() + ".");
            }
            room.warning().ifPresent(context.terminal()::note);
            return (reclaimed.skipped().isEmpty() ? Exit.DONE : Exit.LEDGER).status();
        }
    }

    private void print(Reclaimed reclaimed) {
        context.terminal().say((dry ? "Would free " : "Freed ") + reclaimed.bytes() + " bytes of "
                + Words.counted(reclaimed.contents(), "content", "contents") + ". " + Words.counted(reclaimed.kept(), "content", "contents")
                + " in " + reclaimed.keptBytes() + " bytes " + (reclaimed.kept() == 1 ? "is" : "are") + " needed.");
        reclaimed.skipped().forEach(file -> context.terminal().say("  left as it is, because it is damaged: " + file));
    }
}
