package dev.countersign.ledger.store;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Checkpoint;
import dev.countersign.ledger.LedgerId;
import dev.countersign.ledger.NoteKey;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Recomputes everything: leaves, tree, tiles, rows, content, checkpoints. Reads only.
///
/// What it cannot see: a ledger rewritten together with its anchor log and key. That takes a witness on another machine.
///
/// All of it must be of one moment, taken while nothing is written.
///
/// @param content  the vault at that moment
/// @param anchors  the anchor log's notes
/// @param key      what verifies them; empty where it cannot be read
/// @param finished entries with rows
/// @param begun    leaves in the log: the finished ones and one that may wait
public record Audit(LedgerId ledger, LeafLog log, Vault vault, Vault.Moment content, List<AnchorLog.Anchor> anchors, Optional<NoteKey> key,
                    long finished, long begun, InstantSource clock) {

    private static final int AT_ONCE = 64;
    private static final String REWRITTEN = "The ledger is not the one that was signed: its entries were replaced, or its end was deleted "
            + "and written anew. Trust none of it; restore it from a backup.";

    public AuditReport run(Rows rows, Progress progress) throws IOException {
        Instant start = clock.instant();
        var findings = new Findings();
        var sizes = new HashSet<Long>();
        anchors.forEach(anchor -> anchor.checkpoint().ifPresent(c -> sizes.add(c.size())));
        try {
            var leaves = new LeafAudit(ledger, finished, sizes, findings, progress);
            leaves.run(log, begun, rows);
            boolean anchored = anchors(leaves, findings, progress);
            checkpointRows(rows, findings);
            var blobs = new VaultAudit(vault, leaves.references(), findings, progress);
            blobs.run(rows, content);
            Trust trust = trust(leaves, anchored);
            return new AuditReport(leaves.size(), blobs.blobs(), leaves.bytes() + blobs.bytes(), leaves.root(), trust.tier(),
                    trust.says(), findings.all(), Duration.between(start, clock.instant()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean anchors(LeafAudit leaves, Findings findings, Progress progress) {
        boolean agree = true;
        // Checking a signature costs more than everything else about an entry: all cores share it, some at a time.
        for (int from = 0; from < anchors.size(); from += AT_ONCE) {
            progress.check();
            progress.step("Checking signatures", from, anchors.size());
            List<AnchorLog.Anchor> some = anchors.subList(from, Math.min(anchors.size(), from + AT_ONCE));
            List<Boolean> signed = some.parallelStream().map(this::signed).toList();
            for (int i = 0; i < some.size(); i++) {
                agree &= agrees(some.get(i), signed.get(i), leaves, findings);
            }
        }
        return agree;
    }

    private boolean agrees(AnchorLog.Anchor anchor, boolean signed, LeafAudit leaves, Findings findings) {
        String fault = fault(anchor, signed, leaves);
        if (fault.isEmpty()) {
            return true;
        }
        String where = anchor.checkpoint().map(c -> "checkpoint of size " + c.size())
                .orElse(Findings.at("anchors/" + ledger + ".log", anchor.offset()));
        findings.add(where, fault, signed && anchor.checkpoint().isPresent() ? REWRITTEN
                : "The anchor log was changed outside Countersign, or signed by another key.");
        return false;
    }

    private boolean signed(AnchorLog.Anchor anchor) {
        return key.isEmpty() || anchor.checkpoint().filter(checkpoint -> checkpoint.signedBy(key.get())).isPresent();
    }

    private String fault(AnchorLog.Anchor anchor, boolean signed, LeafAudit leaves) {
        if (anchor.checkpoint().isEmpty()) {
            return "it is no checkpoint of this ledger";
        }
        Checkpoint checkpoint = anchor.checkpoint().get();
        if (!signed) {
            return "its signature does not verify";
        }
        Optional<Sha256> root = leaves.root(checkpoint.size());
        if (root.isEmpty()) {
            return "it was signed for the size " + checkpoint.size() + ", and the leaf log holds " + leaves.size();
        }
        return root.get().equals(checkpoint.root()) ? ""
                : "it was signed for the root " + checkpoint.root().brief() + "…, and of the first " + checkpoint.size()
                + " it now is " + root.get().brief() + "…";
    }

    /// The database repeats the anchor log.
    private void checkpointRows(Rows rows, Findings findings) throws IOException {
        Map<String, Checkpoint> notes = new HashMap<>();
        anchors.forEach(anchor -> anchor.checkpoint().ifPresent(c -> notes.put(c.note(), c)));
        try (var cursor = rows.checkpoints()) {
            for (var row = cursor.next(); row.isPresent(); row = cursor.next()) {
                Checkpoint is = row.get().note() == null ? null : notes.get(row.get().note());
                if (is == null || is.size() != row.get().size() || !Arrays.equals(is.root().bytes(), row.get().root())) {
                    findings.table("database row of the checkpoint of size " + row.get().size(), "the anchor log has no such checkpoint");
                }
            }
        }
    }

    private record Trust(String tier, String says) {}

    private Trust trust(LeafAudit leaves, boolean anchored) {
        long newest = anchors.stream().flatMap(a -> a.checkpoint().stream()).mapToLong(Checkpoint::size).max().orElse(-1);
        if (!leaves.sound() || !anchored) {
            return new Trust("none", "The entries do not agree with each other or with the checkpoints that were signed for them.");
        }
        if (newest <= 0 || key.isEmpty()) {
            return new Trust("T0", (leaves.size() == 0 ? "There are no entries yet. " : "The entries agree with each other. ")
                    + "No signed checkpoint could be compared, so this says nothing against anyone who rewrote the whole ledger.");
        }
        String rest = newest < leaves.size() ? " Not signed yet: the newest " + (leaves.size() - newest) + "." : "";
        return new Trust("T1", (newest == 1 ? "The first entry agrees" : "The first " + newest + " entries agree")
                + " with the signed checkpoints in the anchor log on this machine." + rest
                + " This does not stand against someone who can write your files as you: they could replace the anchor log and the key too.");
    }
}
