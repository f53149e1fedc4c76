package dev.countersign.ledger.store;

import com.github.luben.zstd.ZstdException;
import dev.countersign.ledger.AuditReport;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads every record of the vault, checks what it holds against its name, and that everything entries name is there. What entries name
/// need not be known while the records are read, so that both go on at the same time: [#scan] on any thread, then [#finish].
final class VaultAudit {
    private static final String BLOB = "blob ";
    private static final String LOST = "The content cannot be shown or restored. What was approved is still proved by the entry. "
            + "Restore the file from a backup.";

    /// Two contents of the largest size that can be a base: the leaves are read at the same time.
    private static final long RECENT = 2L * Delta.LARGEST;

    private final VaultReader vault;
    private final Frames frames;
    private final Vault.Moment moment;
    private final int workers;
    private final Findings found = new Findings();
    private final RecentContent recent = new RecentContent(RECENT);
    private final DigestSet good = new DigestSet();
    private final ListingAudit listings = new ListingAudit();
    private final Set<Sha256> named = new HashSet<>();
    private final List<Sha256> lists = new ArrayList<>();
    /// Damage of which no index says what it was.
    private final Map<String, String> loose = new LinkedHashMap<>();
    private volatile long bytes;
    private volatile boolean unwanted;

    /// @param workers how many threads unpack; 1 for the one that scans alone
    VaultAudit(Vault vault, Vault.Moment moment, int workers) {
        this.workers = workers;
        this.vault = vault.fresh();
        this.frames = vault.frames();
        this.moment = moment;
    }

    /// Reads all records.
    ///
    /// @throws Progress.CancelledException after [#stop]
    void scan() throws IOException {
        scan(Progress.NONE);
    }

    /// The same with progress, for the thread that waits for it.
    void scan(Progress progress) throws IOException {
        long total = total();
        try (moment) {
            for (Vault.Held held : moment.packs().values()) {
                pack(held.records(), new IndexAudit(held, found), progress, total);
            }
        }
    }

    /// Ends a [#scan] soon, from another thread.
    void stop() {
        unwanted = true;
    }

    /// Bytes of all packs.
    long total() {
        return moment.packs().values().stream().mapToLong(held -> held.records().size()).sum();
    }

    /// What was found, and what is missing.
    ///
    /// @param named every content that entries name
    void finish(References named, Findings findings, Progress progress) throws IOException {
        for (Sha256 list : lists) {
            progress.check();
            drain(list);
        }
        for (AuditReport.Finding one : found.all()) {
            findings.add(one.where().startsWith(BLOB) ? blob(Sha256.parse(one.where().substring(BLOB.length())), named) : one.where(),
                    one.what(), one.means());
        }
        missing(named, findings);
    }

    private void missing(References references, Findings findings) throws IOException {
        List<Sha256> lost = references.allBut(good::contains);
        // A power cut leaves records whose leaf was never written, torn in any order. Where all that leaves name is there, they are that.
        if (!lost.isEmpty()) {
            loose.forEach((where, why) -> findings.add(where, why, LOST));
        }
        for (Sha256 content : lost) {
            if (named.add(content)) {
                findings.add(blob(content, references), "it is not in the vault", LOST);
            }
        }
        listings.missing(references, good, vault).forEach((content, as) -> {
            if (named.add(content)) {
                findings.add(BLOB + content.hex() + " (" + as + ")", "it is not in the vault", "What lay in this folder cannot be shown or exported as it was "
                        + "then. The entry still proves the tree's hash. Restore the vault from a backup.");
            }
        });
    }

    private void pack(PackReader records, IndexAudit index, Progress progress, long total) throws IOException {
        try (var seen = new Pipeline<PackReader.Read, Seen>(workers, this::seen, one -> take(records.name(), one, index))) {
            for (var next = records.next(); next.isPresent(); next = records.next()) {
                if (unwanted) {
                    throw new Progress.CancelledException();
                }
                progress.check();
                progress.step("Checking content", bytes, total);
                switch (next.get()) {
                    case PackReader.Read.Good good -> seen.add(good, good.stored().length);
                    case PackReader.Read.Bad bad -> seen.add(bad, 0);
                }
            }
            seen.finish();
        }
        index.end();
    }

    /// A record, and what can be said of it without those before it.
    private sealed interface Seen {
        /// @param why    what is wrong with it; empty where nothing is
        /// @param length bytes of the content
        /// @param below  listings that it names, where it is one
        record Whole(PackReader.Read.Good record, String why, long length, List<Sha256> below) implements Seen {}

        record Torn(PackReader.Read.Bad bad) implements Seen {}
    }

    private Seen seen(PackReader.Read read) throws IOException {
        return switch (read) {
            case PackReader.Read.Good record -> seen(record);
            case PackReader.Read.Bad bad -> new Seen.Torn(bad);
        };
    }

    private void take(String file, Seen seen, IndexAudit index) {
        switch (seen) {
            case Seen.Whole whole -> check(file, whole, index);
            case Seen.Torn torn -> bad(file, torn.bad(), index);
        }
    }

    private void check(String file, Seen.Whole seen, IndexAudit index) {
        PackReader.Read.Good record = seen.record();
        bytes += Pack.HEAD + record.stored().length;
        Sha256 content = record.head().content();
        Optional<BlobAt> at = index.at(record.offset());
        if (!seen.why().isEmpty()) {
            named.add(content);
            found.add(BLOB + content.hex(), seen.why() + " (" + Findings.at(file, record.offset()) + ")", LOST);
            return;
        }
        if (record.head().kind() == Pack.Kind.LIST) {
            lists.add(content);
        }
        listings.see(seen.below(), good);
        if (good.add(content)) {
            index.compare(record, seen.length(), at);
        } else {
            found.add(Findings.at(file, record.offset()), "the content " + content.brief() + "… is there a second time",
                    "Somebody added to the vault outside Countersign. No entry is affected.");
        }
    }

    /// What is wrong with a record whose checksum fits, if anything is.
    private Seen seen(PackReader.Read.Good record) throws IOException {
        try {
            return switch (record.head().kind()) {
                case WHOLE -> seen(record, frames.unpack(record.stored(), Vault.CHUNK));
                case DELTA -> {
                    Delta delta = Delta.read(record.stored());
                    Optional<byte[]> base = base(delta);
                    yield base.isPresent() ? seen(record, frames.unpack(delta.frame(), base.get(), Delta.LARGEST))
                            : wrong(record, "the content " + delta.base().brief() + "… that it was made from is missing or damaged");
                }
                case LIST -> new Seen.Whole(record, "", VaultReader.length(Pack.Kind.LIST, record.stored()), List.of());
                case RESERVED -> wrong(record, "it is of a kind that this version does not know");
            };
        } catch (ZstdException | BufferUnderflowException e) {
            return wrong(record, "it cannot be decompressed");
        }
    }

    private Seen seen(PackReader.Read.Good record, byte[] plain) {
        if (!Sha256.of(plain).equals(record.head().content())) {
            return wrong(record, "its bytes have another SHA-256");
        }
        recent.add(record.head().content(), plain);
        return new Seen.Whole(record, "", plain.length, ListingAudit.below(plain));
    }

    private static Seen wrong(PackReader.Read.Good record, String why) {
        return new Seen.Whole(record, why, 0, List.of());
    }

    private Optional<byte[]> base(Delta delta) throws IOException {
        try {
            if (vault.front(delta.base()).depth() >= delta.depth()) {
                return Optional.empty();
            }
            Optional<byte[]> known = recent.get(delta.base());
            return known.isPresent() ? known : Optional.of(vault.checked(delta.base()));
        } catch (MissingContentException e) {
            return Optional.empty();
        }
    }

    private void bad(String file, PackReader.Read.Bad bad, IndexAudit index) {
        Optional<Sha256> content = index.at(bad.offset()).map(BlobAt::content);
        String where = Findings.at(file, bad.offset());
        if (content.isPresent()) {
            named.add(content.get());
            found.add(BLOB + content.get().hex(), bad.why() + " (" + where + ")", LOST);
        } else {
            loose.put(where, bad.why());
        }
    }

    private void drain(Sha256 list) throws IOException {
        try (InputStream in = vault.open(list)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (MissingContentException e) {
            if (named.add(list)) {
                found.add(BLOB + list.hex(), "its chunk " + e.content().brief() + "… is missing or damaged", LOST);
            }
        }
    }

    private static String blob(Sha256 content, References references) throws IOException {
        return BLOB + content.hex() + references.as(content).map(as -> " (" + as + ")").orElse("");
    }

    long blobs() {
        return good.size();
    }

    long bytes() {
        return bytes;
    }
}
