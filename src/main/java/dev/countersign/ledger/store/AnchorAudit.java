package dev.countersign.ledger.store;

import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Compares the recomputed tree with everything that was signed for it: the anchor log, and checkpoints that were kept elsewhere.
///
/// Every note's root is recomputed from the leaves. Signatures are checked one by one only where no seal vouches for the bytes.
final class AnchorAudit {
    private static final int AT_ONCE = 64;
    private static final String REWRITTEN = "The ledger is not the one that was signed: its entries were replaced, or its end was deleted "
            + "and written anew. Trust none of it; restore it from a backup.";
    private static final String CUT = "Entries that were signed for are gone: the end of the ledger was deleted. Restore it from a backup.";
    private static final String CHANGED = "The anchor log was changed outside Countersign, or signed by another key.";

    private final String origin;
    private final KeyChain keys;
    private final TreeRoots leaves;
    private final int workers;
    private final Findings findings;
    private final Progress progress;
    private boolean agree = true;
    private boolean everySignature = true;
    private int signatures;

    /// @param workers 1 for the calling thread alone; with more, all cores check signatures
    AnchorAudit(String origin, KeyChain keys, TreeRoots leaves, int workers, Findings findings, Progress progress) {
        this.workers = workers;
        this.origin = origin;
        this.keys = keys;
        this.leaves = leaves;
        this.findings = findings;
        this.progress = progress;
    }

    void log(AnchorLog.Moment log) {
        long sealed = sealed(log);
        List<AnchorLog.Anchor> anchors = log.anchors();
        long newest = anchors.stream().filter(anchor -> anchor.checkpoint().isPresent())
                .max(Comparator.comparingLong(anchor -> anchor.checkpoint().orElseThrow().size())).map(AnchorLog.Anchor::offset).orElse(-1L);
        int before = findings.all().size();
        // Checking a signature costs more than everything else about an entry: all cores share it, some at a time.
        for (int from = 0; from < anchors.size(); from += AT_ONCE) {
            progress.check();
            progress.step("Checking signatures", from, anchors.size());
            List<AnchorLog.Anchor> some = anchors.subList(from, Math.min(anchors.size(), from + AT_ONCE));
            List<Boolean> signed = (workers < 2 ? some.stream() : some.parallelStream())
                    .map(anchor -> anchor.offset() != newest && anchor.offset() + anchor.length() <= sealed || signed(anchor)).toList();
            for (int i = 0; i < some.size(); i++) {
                signatures += some.get(i).offset() != newest && some.get(i).offset() + some.get(i).length() <= sealed ? 0 : 1;
                agrees(log.file(), some.get(i), signed.get(i));
            }
        }
        if (sealed == UNFIT && findings.all().size() == before) {
            findings.add("file " + log.file(), "it is not the log that was sealed: notes were taken out of it or put into it",
                    "Checkpoints were deleted or added outside Countersign. Those that are there agree with the entries; compare with one "
                    + "that you kept elsewhere.");
        }
    }

    /// A seal that does not fit its log.
    private static final long UNFIT = -1;

    /// How many bytes of the log a seal vouches for.
    private long sealed(AnchorLog.Moment log) {
        if (log.seal().isEmpty()) {
            return 0;
        }
        String where = "file " + log.file() + ".sealed";
        String means = "The seal of the anchor log was changed outside Countersign. Each checkpoint was checked by itself instead; "
                + "delete the file, and it is written anew.";
        try {
            AnchorSeal.Said said = AnchorSeal.read(log.seal().get(), origin);
            if (keys.current().filter(said.note()::verifiedBy).isEmpty()) {
                // A crash while the key was replaced leaves the older key's seal: it counts for nothing, and is no fault.
                if (keys.all().stream().noneMatch(said.note()::verifiedBy) && keys.current().isPresent()) {
                    findings.add(where, "its signature does not verify", means);
                }
                return 0;
            }
            everySignature = false;
            return AnchorSeal.fits(said, log.bytes()) ? said.bytes() : UNFIT;
        } catch (IllegalArgumentException e) {
            findings.add(where, Findings.why(e), means);
            return 0;
        }
    }

    private boolean signed(AnchorLog.Anchor anchor) {
        return anchor.checkpoint().filter(this::signed).isPresent();
    }

    /// Where no key is known nothing can be said, and nothing is claimed.
    private boolean signed(Checkpoint checkpoint) {
        Optional<NoteKey> key = keys.at(checkpoint.size());
        return key.isEmpty() || checkpoint.signedBy(key.get());
    }

    private void agrees(String file, AnchorLog.Anchor anchor, boolean signed) {
        String fault = anchor.checkpoint().isEmpty() ? "it is no checkpoint of this ledger"
                : !signed ? "its signature does not verify" : against(anchor.checkpoint().get());
        if (fault.isEmpty()) {
            return;
        }
        agree = false;
        String where = anchor.checkpoint().map(c -> "checkpoint of size " + c.size()).orElse(Findings.at(file, anchor.offset()));
        findings.add(where, fault, signed && anchor.checkpoint().isPresent() ? meaning(anchor.checkpoint().get()) : CHANGED);
    }

    private String meaning(Checkpoint checkpoint) {
        return checkpoint.size() > leaves.size() ? CUT : REWRITTEN;
    }

    private String against(Checkpoint checkpoint) {
        Optional<Sha256> root = leaves.root(checkpoint.size());
        if (root.isEmpty()) {
            return "it was signed for the size " + checkpoint.size() + ", and the leaf log holds " + leaves.size();
        }
        return root.get().equals(checkpoint.root()) ? ""
                : "it was signed for the root " + checkpoint.root().brief() + "…, and of the first " + checkpoint.size()
                + " it now is " + root.get().brief() + "…";
    }

    /// Checkpoints that were kept elsewhere.
    ///
    /// @return the largest size that agrees; 0 where none does
    long kept(List<AuditScope.Kept> kept) {
        long largest = 0;
        for (AuditScope.Kept one : kept) {
            progress.check();
            String where = "kept checkpoint " + one.name();
            try {
                Checkpoint checkpoint = Checkpoint.parse(one.note(), Checkpoint.originOf(one.note()));
                String of = Checkpoint.originOf(one.note());
                if (!of.equals(origin)) {
                    bad(where, "it is of " + of + ", and this ledger is " + origin, "The checkpoint is of another workspace, or this ledger was "
                            + "put in the place of the one that it was taken from.");
                } else if (keys.all().stream().noneMatch(checkpoint::signedBy)) {
                    bad(where, "no key of this ledger signed it", "The key was replaced, or the file was changed after it was kept. "
                            + "If you trust the file, the ledger was rewritten with another key: trust none of it.");
                } else if (!against(checkpoint).isEmpty()) {
                    bad(where, against(checkpoint), meaning(checkpoint));
                } else {
                    largest = Math.max(largest, checkpoint.size());
                }
            } catch (IllegalArgumentException e) {
                bad(where, "it is no checkpoint: " + e.getMessage(), "Nothing could be compared with this file.");
            }
        }
        return largest;
    }

    private void bad(String where, String what, String means) {
        agree = false;
        findings.add(where, what, means);
    }

    /// The public halves that were kept elsewhere must be this ledger's.
    boolean keptKey(String name, NoteKey key) {
        if (keys.holds(key)) {
            return true;
        }
        bad("kept key " + name, "this ledger was not signed by it", KeyChain.REPLACED);
        return false;
    }

    /// What a witness vouches for. @param seconds since 1970
    record Cosigned(NoteKey witness, long size, long seconds) {}

    /// The largest tree that each of these witnesses cosigned, of those that agree with the leaves.
    List<Cosigned> cosigned(List<Checkpoint> notes, List<NoteKey> witnesses) {
        var all = new ArrayList<Cosigned>();
        for (NoteKey witness : witnesses) {
            notes.stream().filter(note -> against(note).isEmpty())
                    .sorted(Comparator.comparingLong(Checkpoint::size).reversed())
                    .map(note -> new Object() { final Checkpoint of = note; final OptionalLong at = note.cosignedBy(witness); })
                    .filter(found -> found.at.isPresent()).findFirst()
                    .ifPresent(found -> all.add(new Cosigned(witness, found.of.size(), found.at.getAsLong())));
        }
        return all;
    }

    /// Whether all that was compared agrees with the leaves.
    boolean agree() {
        return agree;
    }

    /// Whether no seal spared a signature.
    boolean everySignature() {
        return everySignature;
    }

    /// Signatures that were checked.
    int signatures() {
        return signatures;
    }
}
