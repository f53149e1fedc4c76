package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.merkle.InclusionProof;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.LogProof;
import dev.countersign.ledger.seal.WitnessRequest;
import dev.countersign.run.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign ledger prove ENTRY`: that an entry is in the ledger, as C2SP `tlog-proof`; with `--since` that the ledger only grew, as
/// the request that a witness takes.
@Command(name = "prove", mixinStandardHelpOptions = true, description = {
    "Prove that an entry is in the ledger (C2SP tlog-proof).",
    "With --since instead of ENTRY: that it only grew since a checkpoint (C2SP tlog-witness request)."})
final class LedgerProveCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "ENTRY", description = "Index of the entry, as countersign ledger shows it.")
    private Optional<Long> entry = Optional.empty();

    @Option(names = "--since", paramLabel = "CHECKPOINT", description = "File of an older checkpoint, or its size.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the proof there.")
    private Optional<Path> out = Optional.empty();

    LedgerProveCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (entry.isPresent() == since.isPresent()) {
            throw new UserException(dev.countersign.fault.Problem.of("USAGE-001", Exit.USAGE, "Name an entry, or an older checkpoint with --since.",
                    "Nothing was started.", "See countersign ledger prove --help."));
        }
        try (Session session = workspace.open(context)) {
            return since.isPresent() ? growth(session.ledger(), since.get()) : inclusion(session.ledger(), entry.get());
        }
    }

    private int inclusion(Ledger ledger, long seq) throws IOException {
        EntryArgument.in(ledger, seq);
        InclusionProof proof = ledger.prove(seq);
        Checkpoint head = head(ledger, proof);
        String text = LogProof.of(ledger.leaf(seq), proof, head).text();
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("index", proof.index(), "size", proof.size(),
                    "leafHash", proof.leafHash().hex(), "path", proof.path().stream().map(Object::toString).toList(),
                    "root", proof.root().hex(), "checkpoint", head.note(), "proof", text)));
        }
        return put(text);
    }

    /// The checkpoint that the proof leads to, though others may have been signed since.
    private static Checkpoint head(Ledger ledger, InclusionProof proof) throws IOException {
        Checkpoint head = ledger.checkpoint();
        if (!head.root().equals(proof.root())) {
            throw new IOException("the ledger grew meanwhile; try again");
        }
        return head;
    }

    private int growth(Ledger ledger, String from) throws IOException {
        Optional<Checkpoint> older = older(from);
        long size = older.isPresent() ? older.get().size() : Long.parseLong(from);
        WitnessRequest proof;
        try {
            proof = ledger.proveGrowth(size);
        } catch (IllegalArgumentException e) {
            throw new UserException(Problems.notKept(Path.of(from), e.getMessage()), e);
        }
        boolean holds = older.isEmpty() || proof.holds(older.get().root());
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("oldSize", size, "size", proof.checkpoint().size(), "holds", holds,
                    "path", proof.path().stream().map(Object::toString).toList(),
                    "root", proof.checkpoint().root().hex(), "checkpoint", proof.checkpoint().note(), "proof", proof.text())));
        }
        put(proof.text());
        if (!holds) {
            context.terminal().note("The ledger does not begin with what that checkpoint was signed for: it was rewritten.");
        }
        return (holds ? Exit.DONE : Exit.LEDGER).status();
    }

    private Optional<Checkpoint> older(String from) {
        if (from.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        try {
            String note = new String(Files.readAllBytes(context.folder().resolve(from)), StandardCharsets.UTF_8);
            return Optional.of(Checkpoint.parse(note, Checkpoint.originOf(note)));
        } catch (IOException | IllegalArgumentException e) {
            throw new UserException(Problems.notKept(Path.of(from), "it is no checkpoint"), e);
        }
    }

    private int put(String text) throws IOException {
        if (out.isPresent()) {
            Files.writeString(context.folder().resolve(out.get()), text);
        } else if (!workspace.json()) {
            context.terminal().out().print(text);
            context.terminal().out().flush();
        }
        return Exit.DONE.status();
    }
}
