package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.ledger.Sealing;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.seal.KeyPlace;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine;

/// `countersign ledger key`: the public half of the signing key and where its secret half lies; moves and replaces it.
@Command(name = "key", mixinStandardHelpOptions = true, description = "The key that signs this ledger: its public half, and where the secret half lies.")
final class LedgerKeyCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    private LedgerKeyCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine with(CliContext context) {
        return new CommandLine(new LedgerKeyCommand(context)).addSubcommand(new Rotate(context)).addSubcommand(new Move(context));
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            return say(context, workspace, session.ledger().sealing());
        }
    }

    private static int say(CliContext context, WorkspaceOption workspace, Sealing sealing) {
        String place = sealing.place().name().toLowerCase(Locale.ROOT);
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("key", sealing.key().toString(), "place", place)));
        } else {
            context.terminal().say(sealing.key().toString());
            context.terminal().say(switch (sealing.place()) {
                case FILE -> "Its secret half lies in a file that only you can read.";
                case KEYRING -> "Its secret half lies in the keyring of this system.";
            });
        }
        return Exit.DONE.status();
    }

    /// `ledger key rotate`.
    @Command(name = "rotate", mixinStandardHelpOptions = true,
            description = "Replace the key by a new one, in an entry that both sign. What the old one signed stays verifiable.")
    private static final class Rotate implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        Rotate(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            try (Session session = workspace.open(context)) {
                Entry entry = session.ledger().sealing().rotate(context.user());
                if (workspace.json()) {
                    context.terminal().say(Json.text(Json.object("entry", entry.seq(), "key", session.ledger().sealing().key().toString())));
                } else {
                    context.terminal().say("The key was replaced in entry " + entry.seq() + ". The new one is " + session.ledger().sealing().key());
                }
                return Exit.DONE.status();
            }
        }
    }

    /// `ledger key move`.
    @Command(name = "move", mixinStandardHelpOptions = true, description = "Move the secret half to the keyring of this system, or back to a file.")
    private static final class Move implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Parameters(index = "0", paramLabel = "keyring|file", description = "Where to.")
        private KeyPlace to = KeyPlace.FILE;

        Move(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            try (Session session = workspace.open(context)) {
                session.ledger().sealing().move(to);
                return say(context, workspace, session.ledger().sealing());
            }
        }
    }
}
