package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine;

/// `countersign ledger witness [list | add KEY | rm NAME]`: whose cosignatures count.
@Command(name = "witness", mixinStandardHelpOptions = true, description = "The witnesses whose cosignatures count (C2SP tlog-cosignature).")
final class LedgerWitnessCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    private LedgerWitnessCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine with(CliContext context) {
        return new CommandLine(new LedgerWitnessCommand(context)).addSubcommand("list", new LedgerWitnessCommand(context))
                .addSubcommand(new Add(context)).addSubcommand(new Remove(context));
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            return say(context, workspace, session.ledger().sealing().witnesses());
        }
    }

    private static int say(CliContext context, WorkspaceOption workspace, List<NoteKey> pinned) {
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("witnesses",
                    pinned.stream().map(w -> Json.object("name", w.name(), "key", w.toString())).toList())));
        } else if (pinned.isEmpty()) {
            context.terminal().say("No witness is pinned. Add one by the verifier key that it publishes.");
        } else {
            pinned.forEach(witness -> context.terminal().say(witness.toString()));
        }
        return Exit.DONE.status();
    }

    /// `ledger witness add`.
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Let a witness's cosignatures count.")
    private static final class Add implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Parameters(index = "0", paramLabel = "FILE|KEY", description = "The verifier key that the witness publishes.")
        private String key = "";

        Add(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            NoteKey witness = KnownElsewhere.key(context, key);
            try (Session session = workspace.open(context)) {
                session.ledger().sealing().pin(witness);
                return say(context, workspace, session.ledger().sealing().witnesses());
            }
        }
    }

    /// `ledger witness rm`.
    @Command(name = "rm", mixinStandardHelpOptions = true, description = "Let a witness's cosignatures count no longer.")
    private static final class Remove implements Callable<Integer> {
        private final CliContext context;

        @Mixin
        private final WorkspaceOption workspace = new WorkspaceOption();

        @Parameters(index = "0", paramLabel = "NAME", description = "Name or key of the witness.")
        private String name = "";

        Remove(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            try (Session session = workspace.open(context)) {
                if (!session.ledger().sealing().unpin(name)) {
                    throw new UserException(Problem.of("LEDGER-035", Exit.USAGE, "No witness \"" + name + "\" is pinned.", "Nothing was changed.",
                            "See countersign ledger witness."));
                }
                return say(context, workspace, session.ledger().sealing().witnesses());
            }
        }
    }
}
