package dev.countersign.bench;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.TransactionIds;
import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.ledger.seal.NoteSigner;
import dev.countersign.ledger.store.AnchorLog;
import dev.countersign.ledger.store.Genesis;
import dev.countersign.ledger.store.KeyFile;
import dev.countersign.ledger.store.LeafLog;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.ledger.store.Vault;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Writes a made-up ledger of many entries through the real formats: leaf log, vault, anchor log, and the database built from them.
/// `MillionEntries DIR COUNT [SEED]` makes `DIR/project`, the workspace, and `DIR/home`, the data folder. Leaves and contents are the same for
/// the same count and seed; keys are not.
///
/// Three things are unlike a ledger that grew: leaves are synced many at a time, a checkpoint is signed once a day of its two years and
/// at the end, and no run journals exist.
public final class MillionEntries {
    private static final long SEGMENT_BYTES = 4L << 20;
    private static final long PACK_BYTES = 256L << 20;
    private static final long DAY = 86_400_000;
    private static final int AT_ONCE = 1_000;

    private final Path project;
    private final Path home;
    private final int count;
    private final long seed;

    private MillionEntries(Path folder, int count, long seed) {
        this.project = folder.resolve("project");
        this.home = folder.resolve("home");
        this.count = count;
        this.seed = seed;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("MillionEntries DIR COUNT [SEED]");
        }
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
        write(folder, Integer.parseInt(arguments[1].replace("_", "")), seed, System.out);
        System.out.println("COUNTERSIGN_HOME=" + folder.resolve("home") + " countersign " + folder.resolve("project"));
        System.exit(0);
    }

    /// @param folder must not hold either folder yet
    /// @param says   hears how far it is
    public static void write(Path folder, int count, long seed, PrintStream says) throws IOException {
        new MillionEntries(folder.toAbsolutePath(), count, seed).write(says);
    }

    private void write(PrintStream says) throws IOException {
        Files.createDirectories(project.getParent());
        Files.createDirectory(project);
        Files.createDirectory(home);
        Workspace workspace = Workspace.open(project);
        long start = System.nanoTime();
        files(new LedgerFolder(home, workspace.id()), says);
        says.printf("%,d leaves with their content in %.1f s%n", count, (System.nanoTime() - start) / 1e9);
        long files = System.nanoTime();
        try (Ledger ledger = new DuckLedgerOpener(home, InstantSource.system(), new java.security.SecureRandom()).open(workspace)) {
            says.printf("the database from them in %.1f s; %,d entries, the newest: %s%n", (System.nanoTime() - files) / 1e9, ledger.size(),
                    ledger.page(EntryQuery.recent(1)).getFirst().what().summary());
        }
    }

    private void files(LedgerFolder folder, PrintStream says) throws IOException {
        var random = new Random(seed);
        long[] times = MadeUpTimes.of(count, random);
        LedgerId id = LedgerId.random(random);
        NoteSigner signer = new KeyFile(folder.keys(), id.hex()).create(Checkpoint.origin(id));
        new Genesis(id, times[0], Optional.of(signer.verifier())).write(made(folder).genesis());
        try (LeafLog log = LeafLog.open(folder.leaves(), SEGMENT_BYTES).log();
             Vault vault = Vault.open(folder.vault(), PACK_BYTES);
             AnchorLog anchors = AnchorLog.open(folder.anchors(id.hex()), Checkpoint.origin(id))) {
            var history = new MadeUpHistory(random, vault::put);
            var transactions = new TransactionIds(random);
            var leaves = new ArrayList<byte[]>();
            CompactRange range = CompactRange.EMPTY;
            for (int seq = 0; seq < count; seq++) {
                EntryDraft draft = history.draw(seq, times[seq]);
                byte[] leaf = EntryCodec.encode(id, seq, transactions.next(times[seq]), times[seq], range.root(), draft);
                range = range.append(MerkleTree.leaf(leaf));
                leaves.add(leaf);
                boolean dayEnds = seq + 1 == count || times[seq + 1] / DAY != times[seq] / DAY;
                if (leaves.size() == AT_ONCE || dayEnds) {
                    vault.sync();
                    log.append(leaves);
                    leaves.clear();
                }
                if (dayEnds) {
                    anchors.append(Checkpoint.sign(range.size(), range.root(), signer));
                }
                if ((seq + 1) % 50_000 == 0) {
                    says.printf("%,d%n", seq + 1);
                }
            }
            history.tree().write(project);
        }
    }

    private static LedgerFolder made(LedgerFolder folder) throws IOException {
        Files.createDirectories(folder.root());
        return folder;
    }
}
