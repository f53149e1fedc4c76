package dev.countersign.ledger;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.MalformedLeafException;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.LogProof;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.ledger.seal.WitnessRequest;
import dev.countersign.workspace.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a proof or a checkpoint is worth by itself, where no ledger is: a C2SP `tlog-proof`, a `tlog-witness` request, or a checkpoint.
///
/// @param kind  "inclusion", "consistency" or "checkpoint"
/// @param holds whether all of it verifies, with at least one signature of a key that was known from elsewhere
/// @param says  what was found, a sentence each; the last one is the verdict
/// @param entry the entry that is proved, where the proof carries its leaf
public record ProofCheck(String kind, boolean holds, Checkpoint checkpoint, Optional<Entry> entry, List<String> says) {
    public ProofCheck {
        says = List.copyOf(says);
    }

    /// @param text  the file
    /// @param scope keys of the log and of witnesses from elsewhere; for a consistency proof the older checkpoint
    /// @throws IllegalArgumentException where the text is none of the three
    public static ProofCheck of(String text, AuditScope scope) {
        if (text.startsWith(LogProof.HEAD + "\n")) {
            return inclusion(LogProof.parse(text), scope);
        }
        if (text.startsWith("old ")) {
            return consistency(WitnessRequest.parse(text), scope);
        }
        Checkpoint checkpoint = Checkpoint.parse(text, Checkpoint.originOf(text));
        return judged("checkpoint", true, checkpoint, Optional.empty(), new ArrayList<>(), scope);
    }

    private static ProofCheck inclusion(LogProof proof, AuditScope scope) {
        var says = new ArrayList<String>();
        Optional<Entry> entry = Optional.empty();
        boolean good = proof.extra().isPresent();
        if (good) {
            byte[] leaf = proof.extra().get();
            good = proof.holds(MerkleTree.leaf(leaf));
            says.add(good ? "Entry " + proof.index() + " is in the tree of " + proof.checkpoint().size() + " entries."
                    : "The path does not lead from the leaf to the checkpoint's root.");
            entry = entry(leaf, proof, says);
            good &= entry.isPresent();
        } else {
            says.add("The proof does not carry its leaf, so what it proves cannot be checked here.");
        }
        return judged("inclusion", good, proof.checkpoint(), entry, says, scope);
    }

    private static Optional<Entry> entry(byte[] leaf, LogProof proof, List<String> says) {
        try {
            EntryCodec.Leaf read = EntryCodec.decode(leaf, _ -> 0);
            if (read.entry().seq() == proof.index() && proof.checkpoint().note().startsWith(Checkpoint.origin(read.ledger()) + "\n")) {
                return Optional.of(read.entry());
            }
            says.add("The leaf is of another place or ledger.");
        } catch (MalformedLeafException e) {
            says.add("The leaf is no entry of Countersign: " + e.getMessage() + ".");
        }
        return Optional.empty();
    }

    private static ProofCheck consistency(WitnessRequest proof, AuditScope scope) {
        var says = new ArrayList<String>();
        String origin = Checkpoint.originOf(proof.checkpoint().note());
        Optional<Checkpoint> older = scope.kept().stream().map(kept -> Checkpoint.parse(kept.note(), origin))
                .filter(c -> c.size() == proof.oldSize()).findFirst();
        boolean good = older.isPresent() && proof.holds(older.get().root());
        says.add(older.isEmpty() ? "The older checkpoint, of size " + proof.oldSize() + ", is needed to check this."
                : good ? "The tree of " + proof.checkpoint().size() + " begins with the tree of " + proof.oldSize() + ", unchanged."
                : "The newer tree does not begin with the older one: the log was rewritten.");
        return judged("consistency", good, proof.checkpoint(), Optional.empty(), says, scope);
    }

    private static ProofCheck judged(String kind, boolean good, Checkpoint checkpoint, Optional<Entry> entry, List<String> says,
                                     AuditScope scope) {
        boolean signed = false;
        boolean spoilt = false;
        for (NoteKey key : scope.keys()) {
            boolean by = checkpoint.signedBy(key);
            signed |= by;
            spoilt |= !by;
            says.add(by ? "Signed by " + key.name() + "." : "Not signed by the key you gave: " + key + ".");
        }
        for (NoteKey witness : scope.witnesses()) {
            var at = checkpoint.cosignedBy(witness);
            signed |= at.isPresent();
            spoilt |= at.isEmpty();
            says.add(at.isPresent() ? "Cosigned by " + witness.name() + " at " + Instant.ofEpochSecond(at.getAsLong()) + "."
                    : "Not cosigned by " + witness.name() + ".");
        }
        boolean holds = good && signed && !spoilt;
        says.add(holds ? "It holds." : !good || spoilt ? "It does not hold."
                : "No signature was checked: give the log's key with --key, or a witness's with --witness, as you know it from elsewhere.");
        return new ProofCheck(kind, holds, checkpoint, entry, says);
    }

    /// The root that it speaks of.
    public Sha256 root() {
        return checkpoint.root();
    }
}
