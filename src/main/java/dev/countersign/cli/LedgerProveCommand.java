package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.ledger.InclusionProof;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `countersign ledger prove ENTRY`: the RFC 6962 inclusion proof, with the checkpoint it leads to.
@Command(name = "prove", mixinStandardHelpOptions = true, description = "Prove that an entry is in the ledger (RFC 6962).")
final class LedgerProveCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Mixin
    private final EntryArgument entry = new EntryArgument();

    LedgerProveCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            entry.in(session);
            InclusionProof proof = session.ledger().prove(entry.index());
            String note = session.ledger().checkpoint().note();
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("index", proof.index(), "size", proof.size(),
                        "leafHash", proof.leafHash().hex(), "path", proof.path().stream().map(Object::toString).toList(),
                        "root", proof.root().hex(), "checkpoint", note)));
            } else {
                context.terminal().say("leaf " + proof.leafHash() + "  index " + proof.index() + " of " + proof.size());
                proof.path().forEach(hash -> context.terminal().say("     " + hash));
                context.terminal().say("root " + proof.root());
                context.terminal().say("");
                context.terminal().say(note.stripTrailing());
            }
            return Exit.DONE.status();
        }
    }
}
