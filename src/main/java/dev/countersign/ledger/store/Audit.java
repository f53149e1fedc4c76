package dev.countersign.ledger.store;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Recomputes everything: leaves, tree, tiles, rows, content, checkpoints, keys. Reads only.
///
/// What it cannot see: a ledger rewritten together with its anchor log and key. That takes a checkpoint, a key or a witness from
/// elsewhere.
///
/// All of it must be of one moment, taken while nothing is written.
///
/// @param content  the vault at that moment
/// @param anchors  the anchor log at that moment
/// @param keys     where the key's halves lie, and what was chosen
/// @param genesis  the file
/// @param scope    what it is compared with beside
/// @param finished entries with rows
/// @param begun    leaves in the log: the finished ones and one that may wait
public record Audit(LedgerId ledger, LeafLog log, Vault vault, Vault.Moment content, AnchorLog.Moment anchors, SigningKeys keys,
                    Path genesis, AuditScope scope, long finished, long begun, InstantSource clock) {

    /// @param checked the beginning of the anchor log, where every note of it was checked by itself and agrees
    public record Outcome(AuditReport report, Optional<byte[]> checked) {}

    /// What was put into the folder of copies. @param fault why it cannot be read
    private record Copies(List<AuditScope.Kept> kept, Optional<NoteKey> key, String folder, String fault) {}

    /// @param workers how many threads share the work; 1 for the calling one alone. What is found, and its order, is the same
    public Outcome run(Rows rows, int workers, Progress progress) throws IOException {
        var blobs = new VaultAudit(vault, content, workers);
        // What the vault holds is read while the leaves are: on another core, where there is one.
        try (var scan = new ContentScan(blobs, workers)) {
            return run(rows, blobs, scan, workers, progress);
        }
    }

    private Outcome run(Rows rows, VaultAudit blobs, ContentScan scan, int workers, Progress progress) throws IOException {
        Instant start = clock.instant();
        var findings = new Findings();
        try {
            String origin = Checkpoint.origin(ledger);
            Optional<Genesis> born = genesis(findings);
            TrustSettings chosen = chosen();
            Copies copies = copies(chosen);
            var kept = new ArrayList<>(scope.kept());
            kept.addAll(copies.kept());

            var leaves = new LeafAudit(ledger, log, finished, sizes(kept, origin), workers, findings, progress);
            leaves.run(begun, rows);
            var chain = new KeyChain(origin, born.flatMap(Genesis::key));
            for (Map.Entry<Long, Sha256> rotation : leaves.rotations().entrySet()) {
                chain.rotate(rotation.getKey(), note(rotation.getValue()), findings);
            }
            chain.orElse(open());
            keys.audit(chain.current(), findings);

            var signed = new AnchorAudit(origin, chain, leaves, workers, findings, progress);
            signed.log(anchors);
            long elsewhere = signed.kept(kept);
            boolean pinned = pinned(signed, copies);
            var notes = new ArrayList<Checkpoint>();
            anchors.anchors().forEach(anchor -> anchor.checkpoint().ifPresent(notes::add));
            kept.forEach(one -> parsed(one, origin).ifPresent(notes::add));
            var witnesses = new ArrayList<>(chosen.witnesses());
            witnesses.addAll(scope.witnesses());
            List<AnchorAudit.Cosigned> cosigned = signed.cosigned(notes, witnesses);
            checkpointRows(rows, findings);

            scan.await(progress);
            blobs.finish(leaves.references(), findings, progress);
            long newest = anchors.anchors().stream().flatMap(a -> a.checkpoint().stream()).mapToLong(Checkpoint::size).max().orElse(-1);
            Trust trust = new Trust.Facts(leaves.sound() && signed.agree(), leaves.size(), chain.current().isEmpty() ? -1 : newest, elsewhere,
                    pinned && chain.current().filter(keys::inKeyring).isPresent(), copies.fault(), cosigned).trust();
            var report = new AuditReport(leaves.size(), blobs.blobs(), leaves.bytes() + blobs.bytes(), leaves.root(), trust.tier(),
                    trust.says(), findings.all(), Duration.between(start, clock.instant()));
            boolean sealable = signed.agree() && signed.everySignature() && chain.current().isPresent() && findings.all().isEmpty();
            return new Outcome(report, sealable ? Optional.of(anchors.bytes()) : Optional.empty());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Optional<Genesis> genesis(Findings findings) throws IOException {
        Optional<Genesis> born = Genesis.read(genesis);
        if (born.isEmpty()) {
            findings.add("file genesis", Files.exists(genesis) ? "it was changed after it was written" : "it is missing",
                    "The file names the ledger and its first key. Entries are not affected, each names the ledger itself; which key signed "
                    + "first is taken from the key's own file. Restore it from a backup.");
        }
        return born;
    }

    /// A damaged file is found with the keys; nothing of it counts.
    private TrustSettings chosen() throws IOException {
        try {
            return keys.settings();
        } catch (IllegalArgumentException _) {
            return TrustSettings.NONE;
        }
    }

    private Copies copies(TrustSettings chosen) {
        if (chosen.copies().isEmpty()) {
            return new Copies(List.of(), Optional.empty(), "", "");
        }
        var folder = new CheckpointCopies(chosen.copies().get(), ledger.hex());
        try {
            return new Copies(folder.all(), folder.pinned(), folder.folder().toString(), "");
        } catch (IOException | IllegalArgumentException e) {
            return new Copies(List.of(), Optional.empty(), folder.folder().toString(),
                    " The copies in " + folder.folder() + " cannot be read (" + Findings.why(e) + "), and were not compared.");
        }
    }

    private Set<Long> sizes(List<AuditScope.Kept> kept, String origin) {
        var sizes = new HashSet<Long>();
        anchors.anchors().forEach(anchor -> anchor.checkpoint().ifPresent(c -> sizes.add(c.size())));
        kept.forEach(one -> parsed(one, origin).ifPresent(c -> sizes.add(c.size())));
        return sizes;
    }

    private static Optional<Checkpoint> parsed(AuditScope.Kept one, String origin) {
        try {
            return Optional.of(Checkpoint.parse(one.note(), origin));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> note(Sha256 content) {
        try {
            return Optional.of(vault.read(content));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Optional<NoteKey> open() {
        try {
            return Optional.of(keys.verifier());
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether the key is known from elsewhere.
    private boolean pinned(AnchorAudit signed, Copies copies) {
        boolean pinned = false;
        for (NoteKey key : scope.keys()) {
            pinned |= signed.keptKey(key.toString(), key);
        }
        if (copies.key().isPresent()) {
            pinned |= signed.keptKey("in " + copies.folder(), copies.key().get());
        }
        return pinned;
    }

    /// The database repeats the anchor log, in its order.
    private void checkpointRows(Rows rows, Findings findings) throws IOException {
        Map<String, Checkpoint> notes = new HashMap<>();
        anchors.anchors().forEach(anchor -> anchor.checkpoint().ifPresent(c -> notes.put(c.note(), c)));
        try (var cursor = rows.checkpoints()) {
            for (var row = cursor.next(); row.isPresent(); row = cursor.next()) {
                Checkpoint is = row.get().note() == null ? null : notes.get(row.get().note());
                if (is == null || is.size() != row.get().size() || !Arrays.equals(is.root().bytes(), row.get().root())) {
                    findings.table("database row of the checkpoint of size " + row.get().size(), "the anchor log has no such checkpoint");
                }
            }
        }
    }
}
