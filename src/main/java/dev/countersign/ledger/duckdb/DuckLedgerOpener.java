package dev.countersign.ledger.duckdb;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerOpener;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.TransactionIds;
import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.Keyring;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.ledger.seal.NoteSigner;
import dev.countersign.ledger.store.AnchorLog;
import dev.countersign.ledger.store.Genesis;
import dev.countersign.ledger.store.KeyChain;
import dev.countersign.ledger.store.KeyFile;
import dev.countersign.ledger.store.LeafLog;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.ledger.store.LedgerLock;
import dev.countersign.ledger.store.OwnerOnly;
import dev.countersign.ledger.store.SigningKeys;
import dev.countersign.ledger.store.Vault;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Opens ledgers below a data folder: `ledgers/<workspace id>/`, with `anchors/` and `keys/` beside it. Settles what can be settled
/// without anybody's choice: an append that a crash cut short is dropped, a database that does not open, is behind or disagrees is
/// built anew from the leaf log. Where a checkpoint says that every entry of a whole log is finished, entries are read while the database is being opened.
public final class DuckLedgerOpener implements LedgerOpener {
    /// What an opening reads of the log at most.
    private static final long SEGMENT_BYTES = 4L << 20;
    private static final long PACK_BYTES = 256L << 20;

    private final Path data;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final long segmentBytes;
    private final long packBytes;
    private final Keyring keyring;

    /// For signing keys in files alone.
    ///
    /// @param data Countersign's data folder
    public DuckLedgerOpener(Path data, InstantSource clock, RandomGenerator random) {
        this(data, clock, random, NoKeyring.HERE);
    }

    /// @param data    Countersign's data folder
    /// @param keyring where a signing key can be moved to
    public DuckLedgerOpener(Path data, InstantSource clock, RandomGenerator random, Keyring keyring) {
        this(data, clock, random, keyring, SEGMENT_BYTES, PACK_BYTES);
    }

    /// With other sizes than those that suit people; ledgers made so are opened by any other.
    ///
    /// @param segmentBytes from which a new segment of the leaf log is begun
    /// @param packBytes    from which a new pack of the vault is begun
    public DuckLedgerOpener(Path data, InstantSource clock, RandomGenerator random, long segmentBytes, long packBytes) {
        this(data, clock, random, NoKeyring.HERE, segmentBytes, packBytes);
    }

    private DuckLedgerOpener(Path data, InstantSource clock, RandomGenerator random, Keyring keyring, long segmentBytes, long packBytes) {
        this.keyring = keyring;
        this.data = data.toAbsolutePath();
        this.clock = clock;
        this.random = random;
        this.segmentBytes = segmentBytes;
        this.packBytes = packBytes;
    }

    @Override
    public Ledger open(Workspace workspace) throws IOException {
        return open(workspace.id());
    }

    Ledger open(String workspace) throws IOException {
        var folder = new LedgerFolder(data, workspace);
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        return guarded(folder, opened, () -> {
            Base base = base(folder, opened);
            return base.certain() ? new EarlyLedger(base.id(), base.log(), base.vault(), () -> guarded(folder, opened, () -> whole(folder, base, opened)))
                    : whole(folder, base, opened);
        });
    }

    private interface Step<T> {
        T take() throws IOException, SQLException;
    }

    /// Closes what was opened where a step fails.
    private static <T> T guarded(LedgerFolder folder, Deque<AutoCloseable> opened, Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (ProblemException e) {
            close(opened, e);
            throw e;
        } catch (IOException | SQLException | RuntimeException e) {
            close(opened, e);
            throw new EnvironmentException(Problems.unreadable(folder.root(), String.valueOf(e.getMessage())), e);
        }
    }

    private static void close(Deque<AutoCloseable> opened, Exception cause) {
        for (AutoCloseable part : opened) {
            try {
                part.close();
            } catch (Exception e) {
                cause.addSuppressed(e);
            }
        }
    }

    private static <T extends AutoCloseable> T kept(Deque<AutoCloseable> opened, T part) {
        opened.push(part);
        return part;
    }

    /// What needs no database.
    private record Base(LedgerLock lock, LeafLog.Opened leaves, Vault vault, LedgerId id, AnchorLog anchors, SigningKeys keys, List<String> notices) {
        LeafLog log() {
            return leaves.log();
        }

        /// Entries that were signed for.
        long signed() {
            return anchors.newest().map(Checkpoint::size).orElse(0L);
        }

        /// Whether the database can add nothing to which entries there are: the log is whole, and a checkpoint says that each of them is finished. No change
        /// of key is to be settled either.
        boolean certain() {
            return leaves.tail().isEmpty() && log().count() > 0 && signed() == log().count() && keys.isSettled();
        }
    }

    private Base base(LedgerFolder folder, Deque<AutoCloseable> opened) throws IOException {
        OwnerOnly.folder(folder.root());
        LedgerLock lock = kept(opened, LedgerLock.acquire(folder.lock()));
        LeafLog.Opened leaves = LeafLog.open(folder.leaves(), segmentBytes);
        LeafLog log = kept(opened, leaves.log());
        var notices = new ArrayList<String>();
        LedgerId id = identity(folder, log, leaves.tail().isPresent(), notices);
        AnchorLog anchors = kept(opened, AnchorLog.open(folder.anchors(id.hex()), Checkpoint.origin(id)));
        free(folder.database());
        var keys = new SigningKeys(new KeyFile(folder.keys(), id.hex()), keyring, Checkpoint.origin(id));
        return new Base(lock, leaves, kept(opened, Vault.open(folder.vault(), packBytes)), id, anchors, keys, notices);
    }

    private DuckLedger whole(LedgerFolder folder, Base base, Deque<AutoCloseable> opened) throws IOException, SQLException {
        LeafLog.Opened leaves = base.leaves();
        LeafLog log = base.log();
        AnchorLog anchors = base.anchors();
        var notices = new ArrayList<>(base.notices());
        SigningKeys keys = base.keys();
        Signing signing = signing(keys, leaves);

        long signed = base.signed();
        Optional<Existing> existing = existing(folder.database(), opened);
        Optional<Database> usable = existing.map(Existing::database);
        Optional<RowReader.Tip> tip = existing.flatMap(Existing::tip);
        long rows = tip.map(RowReader.Tip::size).orElse(0L);
        // Rows with gaps that go further than the leaf log are no witness that its end was deleted.
        long witnessed = Math.max(signed, tip.filter(RowReader.Tip::whole).map(RowReader.Tip::size).orElse(0L));
        Optional<Problem> refusal = settleTail(leaves, witnessed).or(() -> missing(log, signed, witnessed));
        boolean whole = refusal.isEmpty();

        boolean settled = whole && log.count() > 0 && (signed >= log.count() || decode(log.last().orElseThrow()).what().changes().isEmpty());
        long finished = !whole || settled || log.count() == 0 ? log.count() : log.count() - 1;
        Optional<CompactRange> known = witnessed == rows && rows > log.count() ? tip.map(RowReader.Tip::range)
                : usable.isPresent() ? agreeing(usable.get(), tip, log, finished, whole) : Optional.empty();
        Database database;
        CompactRange range;
        if (known.isPresent()) {
            database = usable.orElseThrow();
            range = known.get();
        } else {
            if (usable.isPresent()) {
                opened.remove(usable.get());
                usable.get().close();
            }
            if (Files.exists(folder.database()) || log.count() > 0) {
                notices.add(rebuilt(folder.database(), log.count()));
            }
            Database.create(folder.database(), new Rebuild(log, anchors.anchors(), finished));
            database = kept(opened, Database.open(folder.database()));
            range = database.read(RowReader::tip).map(RowReader.Tip::range).orElse(CompactRange.EMPTY);
            if (whole && range.size() < finished) {
                refusal = log.read(finished, _ -> { }).map(DuckLedgerOpener::damaged);
            }
        }
        Optional<byte[]> waiting = whole && range.size() == log.count() - 1 ? log.last() : Optional.empty();
        var parts = new LedgerParts(base.id(), folder.database(), base.lock(), log, base.vault(), database, anchors, keys,
                signing.signer(), refusal.or(signing::problem), range, waiting, folder, notices);
        return new DuckLedger(parts, clock, new TransactionIds(random));
    }

    private static String rebuilt(Path database, long entries) {
        return Files.exists(database)
                ? "The ledger's database did not open, or did not agree with the leaf log. It was built anew from " + entries
                        + " entries; no entry was lost. The file as it was is kept as " + database.getFileName() + ".replaced."
                : "The ledger's database was missing. It was built anew from " + entries + " entries; no entry was lost.";
    }

    /// The ledger's id; draws one, with a key, for a new ledger. A damaged file stays as it is, for the audit to find.
    private LedgerId identity(LedgerFolder folder, LeafLog log, boolean damaged, List<String> notices) throws IOException {
        Optional<Genesis> genesis = Genesis.read(folder.genesis());
        if (genesis.isPresent()) {
            return genesis.get().id();
        }
        Optional<byte[]> leaf = log.last();
        boolean there = Files.exists(folder.genesis());
        if (leaf.isEmpty() && (damaged || there)) {
            throw new IOException(folder.genesis() + (there ? " is damaged" : " is missing") + " and no leaf can be read");
        }
        if (leaf.isEmpty()) {
            LedgerId id = LedgerId.random(random);
            NoteSigner first = new KeyFile(folder.keys(), id.hex()).create(Checkpoint.origin(id));
            new Genesis(id, clock.millis(), Optional.of(first.verifier())).write(folder.genesis());
            return id;
        }
        EntryCodec.Leaf last = EntryCodec.decode(leaf.get(), _ -> 0);
        if (!there) {
            new Genesis(last.ledger(), last.entry().time(), Optional.empty()).write(folder.genesis());
            notices.add("The file that names this ledger was missing. It was written anew from the entries, without its first key.");
        }
        return last.ledger();
    }

    /// The key as far as it can be read. @param problem why there is no signer
    private record Signing(Optional<NoteSigner> signer, Optional<Problem> problem) {}

    private static Signing signing(SigningKeys keys, LeafLog.Opened leaves) {
        try {
            if (leaves.tail().isEmpty() || leaves.unfinished()) {
                keys.settle(newestRotation(leaves.log()));
            }
            return new Signing(Optional.of(keys.signer()), Optional.empty());
        } catch (IOException | IllegalArgumentException e) {
            return new Signing(Optional.empty(), Optional.of(Problems.keyMissing(whereKey(keys), String.valueOf(e.getMessage()))));
        }
    }

    private static String whereKey(SigningKeys keys) {
        try {
            return keys.whereSecret(keys.settings().place());
        } catch (IOException | IllegalArgumentException _) {
            return keys.settingsFile().toString();
        }
    }

    /// The note of a change of key in the newest leaf: a crash can have left it half done there, and nowhere else.
    private static Optional<Sha256> newestRotation(LeafLog log) throws IOException {
        if (log.last().isEmpty()) {
            return Optional.empty();
        }
        return decode(log.last().get()).what().evidence().stream().filter(e -> e.kind().equals(KeyChain.EVIDENCE))
                .map(EntryDraft.Evidence::content).findFirst();
    }

    /// @param tip its newest row
    private record Existing(Database database, Optional<RowReader.Tip> tip) {}

    /// A program that has the database open is no reason to build it anew.
    private static void free(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = OwnerOnly.open(file); FileLock free = channel.tryLock()) {
            if (free == null) {
                throw new EnvironmentException(Problems.inUse(file, " or another program"));
            }
        } catch (OverlappingFileLockException e) {
            throw new EnvironmentException(Problems.inUse(file, ""), e);
        }
    }

    /// The database where it opens.
    private static Optional<Existing> existing(Path file, Deque<AutoCloseable> opened) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Database database = Database.open(file);
            try {
                Optional<RowReader.Tip> tip = database.read(RowReader::tip);
                database.restrict();
                return Optional.of(new Existing(kept(opened, database), tip));
            } catch (IOException e) {
                database.close();
                throw new SQLException(e);
            }
        } catch (SQLException e) {
            log().log(System.Logger.Level.DEBUG, "The ledger's database does not open", e);
            return Optional.empty();
        }
    }

    /// Drops what a crash left behind the last whole record. Anything else is damage: nobody may have known of the record.
    private static Optional<Problem> settleTail(LeafLog.Opened leaves, long known) throws IOException {
        if (leaves.tail().isEmpty()) {
            return Optional.empty();
        }
        LeafLog.Damage tail = leaves.tail().get();
        if (leaves.unfinished() && known <= tail.seq()) {
            log().log(System.Logger.Level.DEBUG, "Dropping " + tail.bytes() + " bytes of an unfinished append at the end of " + tail.file());
            leaves.log().dropTail();
            return Optional.empty();
        }
        return Optional.of(damaged(tail));
    }

    private static Problem damaged(LeafLog.Damage at) {
        return Problems.damaged(at.file() + " at byte " + at.offset() + " (entry " + at.seq() + ")", at.why());
    }

    private static Optional<Problem> missing(LeafLog log, long signed, long witnessed) {
        return witnessed > log.count()
                ? Optional.of(Problems.truncated(log.count(), witnessed, signed == witnessed ? "the anchor log" : "the database"))
                : Optional.empty();
    }

    /// The tree of the rows, where they end on the tree of the leaf log's beginning. Rows that are behind are added where the log is whole.
    private static Optional<CompactRange> agreeing(Database database, Optional<RowReader.Tip> tip, LeafLog log, long finished, boolean whole)
            throws SQLException, IOException {
        CompactRange range;
        try {
            range = tip.map(RowReader.Tip::range).orElse(CompactRange.EMPTY);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (range.size() > log.count() || tip.isPresent() && !Arrays.equals(range.root().bytes(), tip.get().root())) {
            return Optional.empty();
        }
        if (range.size() == log.count()) {
            return tip.isEmpty() || Arrays.equals(tip.get().leafHash(), MerkleTree.leaf(log.last().orElseThrow()).bytes())
                    ? Optional.of(range) : Optional.empty();
        }
        if (!tip.map(RowReader.Tip::whole).orElse(true)) {
            return Optional.empty();
        }
        if (range.size() == log.count() - 1 && (range.size() == finished || !whole)) {
            return decode(log.last().orElseThrow()).baseRoot().equals(range.root()) ? Optional.of(range) : Optional.empty();
        }
        try {
            return whole ? Rebuild.catchUp(database.writer(), log, range, finished) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Entry decode(byte[] leaf) throws IOException {
        return EntryCodec.decode(leaf, _ -> 0).entry();
    }

    /// Not kept: to make the first of a process takes longer than all else of opening a ledger, and as a rule nothing is said.
    private static System.Logger log() {
        return System.getLogger(DuckLedgerOpener.class.getName());
    }
}
