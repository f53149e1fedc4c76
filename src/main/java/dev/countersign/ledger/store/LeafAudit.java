package dev.countersign.ledger.store;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.MalformedLeafException;
import dev.countersign.ledger.entry.Projection;
import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.merkle.Tiles;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the leaf log from its beginning, rebuilds the tree, and compares every row with what its leaf says.
final class LeafAudit implements TreeRoots {
    private static final String CHAIN = "The leaf log was changed after it was written: this entry and what follows it cannot be trusted.";

    private final LedgerId ledger;
    private final Findings findings;
    private final Progress progress;
    private final long finished;
    private final int workers;
    private final Set<Long> wanted;
    private final Map<Long, Sha256> roots = new HashMap<>();
    private final References references;
    private final LeafLog log;
    private final DigestSet transactions = new DigestSet();
    private final Map<Long, Sha256> rotations = new TreeMap<>();
    private final Tiles tiles = new Tiles();
    private final Map<Place, byte[]> full = new HashMap<>();
    private CompactRange range = CompactRange.EMPTY;
    private Sha256 root = MerkleTree.EMPTY;
    private long bytes;
    private boolean sound = true;

    private record Place(int level, long index) {}

    /// @param finished entries that must have rows
    /// @param wanted   sizes whose roots are asked for afterwards
    /// @param workers  how many threads decode; 1 for the calling one alone
    LeafAudit(LedgerId ledger, LeafLog log, long finished, Set<Long> wanted, int workers, Findings findings, Progress progress) {
        this.workers = workers;
        this.log = log;
        this.references = new References(log);
        this.ledger = ledger;
        this.finished = finished;
        this.wanted = wanted;
        this.findings = findings;
        this.progress = progress;
    }

    /// @param begun leaves that must be in the log: the finished ones, and one that waits to be finished
    void run(long begun, Rows rows) throws IOException {
        if (wanted.contains(0L)) {
            roots.put(0L, root);
        }
        try (var entries = new Peek<>(rows.entries()); var changes = new Peek<>(rows.changes()); var stored = new Peek<>(rows.tiles())) {
            Optional<LeafLog.Damage> damage;
            try (var decoded = new Pipeline<LeafLog.Record, Decoded>(workers, Decoded::of, leaf -> leaf(leaf, entries, changes))) {
                damage = log.read(begun, decoded::add);
                decoded.finish();
            }
            damage.ifPresent(d -> {
                sound = false;
                findings.add(Findings.at(d.file(), d.offset()), d.why(),
                        "Entry " + d.seq() + " and everything after it cannot be read from the leaf log. Restore the file from a backup.");
            });
            if (damage.isEmpty() && range.size() < begun) {
                sound = false;
                findings.add("entry " + range.size(), "the leaf log ends here, and " + begun + " entries were recorded",
                        "The end of the leaf log was deleted. Restore the leaves folder from a backup.");
            }
            boolean complete = range.size() >= begun;
            rest(entries, changes, stored, complete);
        }
    }

    /// What can be said of a leaf without those before it. @param fault why there is no entry
    private record Decoded(LeafLog.Record record, Sha256 hash, Optional<EntryCodec.Leaf> leaf, Optional<Projection> row, String fault) {
        static Decoded of(LeafLog.Record record) throws IOException {
            try {
                EntryCodec.Leaf leaf = EntryCodec.decode(record.leaf(), _ -> 0);
                return new Decoded(record, leaf.entry().leafHash(), Optional.of(leaf), Optional.of(Projection.of(leaf.entry())), "");
            } catch (MalformedLeafException e) {
                return new Decoded(record, MerkleTree.leaf(record.leaf()), Optional.empty(), Optional.empty(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void leaf(Decoded decoded, Peek<Rows.EntryRow> entries, Peek<Rows.ChangeRow> changes) throws IOException {
        LeafLog.Record record = decoded.record();
        progress.check();
        if ((record.seq() & 0xff) == 0) {
            progress.step("Checking entries", record.seq(), finished);
        }
        bytes += record.leaf().length;
        Sha256 hash = decoded.hash();
        chained(decoded);
        range = range.append(hash);
        root = range.root();
        if (wanted.contains(range.size())) {
            roots.put(range.size(), root);
        }
        if (record.seq() < finished) {
            row(record, hash, decoded.row(), entries);
            decoded.row().ifPresent(is -> changes(is, changes));
            tiles.append(hash).forEach(tile -> full.put(new Place(tile.level(), tile.index()), tile.data()));
        }
    }

    /// Whether it is the entry that follows upon those before it.
    private void chained(Decoded decoded) {
        LeafLog.Record record = decoded.record();
        String where = "entry " + record.seq();
        if (decoded.leaf().isEmpty()) {
            chain(where, "its leaf is malformed: " + decoded.fault() + " (" + Findings.at(log.name(record.segment()), record.offset()) + ")");
            return;
        }
        EntryCodec.Leaf leaf = decoded.leaf().get();
        Entry entry = leaf.entry();
        if (!leaf.ledger().equals(ledger)) {
            chain(where, "its leaf belongs to the ledger " + leaf.ledger() + ", not to " + ledger);
        } else if (entry.seq() != record.seq()) {
            chain(where, "its leaf says it is entry " + entry.seq() + " (" + Findings.at(log.name(record.segment()), record.offset()) + ")");
        } else if (!entry.baseRoot().equals(root)) {
            chain(where, "it was made on a tree with the root " + entry.baseRoot().brief() + "…, but the entries before it have "
                    + root.brief() + "…");
        } else if (!transactions.add(words(entry.txid()))) {
            chain(where, "its transaction id was used before");
        }
        refer(entry);
    }

    private void chain(String where, String what) {
        sound = false;
        findings.add(where, what, CHAIN);
    }

    /// The half that is drawn by chance first: that is what a set tells them apart by.
    private static Sha256 words(UUID id) {
        return new Sha256(id.getLeastSignificantBits(), id.getMostSignificantBits(), 0, 0);
    }

    private void refer(Entry entry) {
        references.add(entry);
        if (entry.what().kind() == EntryKind.KEY_ROTATION) {
            entry.what().evidence().stream().filter(e -> e.kind().equals(KeyChain.EVIDENCE))
                    .forEach(e -> rotations.putIfAbsent(entry.seq(), e.content()));
        }
    }

    private void row(LeafLog.Record record, Sha256 hash, Optional<Projection> derived, Peek<Rows.EntryRow> rows) throws IOException {
        long seq = record.seq();
        Optional<Rows.EntryRow> found = rows.peek();
        while (found.isPresent() && found.get().seq() < seq) {
            findings.row(found.get().seq(), "there is one more row of this number than there are leaves");
            rows.take();
            found = rows.peek();
        }
        if (found.isEmpty() || found.get().seq() > seq) {
            findings.row(seq, "the row is missing");
            return;
        }
        Rows.EntryRow row = rows.take();
        String differs = "";
        if (!Arrays.equals(row.leaf(), record.leaf())) {
            differs = "leaf";
        } else if (!Arrays.equals(row.leafHash(), hash.bytes())) {
            differs = "leaf_hash";
        } else if (!Arrays.equals(row.root(), root.bytes())) {
            differs = "root";
        } else if (!Arrays.equals(row.edge(), range.bytes())) {
            differs = "edge";
        } else if (derived.isPresent()) {
            differs = derived(row, derived.get());
        }
        if (!differs.isEmpty()) {
            findings.row(seq, "the column " + differs + " is not what the leaf says");
        }
    }

    private static String derived(Rows.EntryRow row, Projection is) {
        if (!Objects.equals(row.txid(), is.txid())) {
            return "txid";
        }
        if (row.time() != is.time()) {
            return "ts";
        }
        if (row.kind() != is.kind()) {
            return "kind";
        }
        if (!Objects.equals(row.session(), is.session())) {
            return "session";
        }
        if (!Objects.equals(row.node(), is.node())) {
            return "node";
        }
        if (!Objects.equals(row.actor(), is.actor())) {
            return "actor";
        }
        if (!Objects.equals(row.searched(), is.searched())) {
            return "summary_lc";
        }
        return Objects.equals(row.paths(), is.paths()) ? "" : "paths";
    }

    private void changes(Projection is, Peek<Rows.ChangeRow> rows) {
        for (Projection.Change change : is.changes()) {
            Optional<Rows.ChangeRow> found = rows.peek();
            while (found.isPresent() && (found.get().seq() < is.seq()
                    || found.get().seq() == is.seq() && found.get().path() < change.path())) {
                findings.row(found.get().seq(), "there is a row in the table change that no leaf has");
                rows.take();
                found = rows.peek();
            }
            if (found.isEmpty() || found.get().seq() > is.seq() || found.get().path() > change.path()) {
                findings.row(is.seq(), "the row of path " + change.path() + " is missing in the table change");
                continue;
            }
            Rows.ChangeRow row = rows.take();
            if (!same(row.before(), change.before()) || !same(row.after(), change.after())) {
                findings.row(is.seq(), "the row of path " + change.path() + " in the table change is not what the leaf says");
            }
        }
    }

    private static boolean same(byte @Nullable [] column, Optional<Sha256> is) {
        return column == null ? is.isEmpty() : is.isPresent() && Arrays.equals(column, is.get().bytes());
    }

    private void rest(Peek<Rows.EntryRow> entries, Peek<Rows.ChangeRow> changes, Peek<Rows.TileRow> stored, boolean complete) {
        // Behind a damaged leaf the rows may well be right: nothing can be said about them.
        while (complete && entries.peek().isPresent()) {
            findings.row(entries.take().seq(), "there is a row, but no leaf in the leaf log");
        }
        while (complete && changes.peek().isPresent()) {
            findings.row(changes.take().seq(), "there is a row in the table change that no leaf has");
        }
        while (complete && stored.peek().isPresent()) {
            Rows.TileRow row = stored.take();
            byte[] is = full.remove(new Place(row.level(), row.index()));
            if (!Arrays.equals(is, row.data())) {
                findings.table("tile " + row.level() + "/" + row.index(), "its hashes are not those of the leaves");
            }
        }
        if (complete) {
            full.keySet().forEach(place -> findings.table("tile " + place.level() + "/" + place.index(), "the row is missing"));
        }
    }

    /// Whether the leaf log is whole and consistent in itself.
    boolean sound() {
        return sound;
    }

    @Override
    public long size() {
        return range.size();
    }

    Sha256 root() {
        return root;
    }

    long bytes() {
        return bytes;
    }

    /// The root at a size that was asked for, where the log reaches it.
    @Override
    public Optional<Sha256> root(long size) {
        return Optional.ofNullable(roots.get(size));
    }

    /// The notes of changes of key, by entry, in order.
    Map<Long, Sha256> rotations() {
        return rotations;
    }

    /// Every content that entries name, with where it was first named.
    References references() {
        return references;
    }
}
