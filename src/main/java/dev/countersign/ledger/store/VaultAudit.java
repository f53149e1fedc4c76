package dev.countersign.ledger.store;

import com.github.luben.zstd.ZstdException;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads every record of the vault, checks what it holds against its name, and that everything entries name is there.
final class VaultAudit {
    private static final String LOST = "The content cannot be shown or restored. What was approved is still proved by the entry. "
            + "Restore the file from a backup.";

    private static final long RECENT = 32L << 20;

    private final Vault vault;
    private final Map<Sha256, String> references;
    private final Findings findings;
    private final Progress progress;
    private final RecentContent recent = new RecentContent(RECENT);
    private final DigestSet good = new DigestSet();
    private final Set<Sha256> named = new HashSet<>();
    private final List<Sha256> lists = new ArrayList<>();
    /// Damage that no row knows of.
    private final Map<String, String> loose = new LinkedHashMap<>();
    private final Map<Sha256, BlobAt> displaced = new HashMap<>();
    private final Map<Sha256, BlobAt> rowless = new HashMap<>();
    private long bytes;

    VaultAudit(Vault vault, Map<Sha256, String> references, Findings findings, Progress progress) {
        this.vault = vault;
        this.references = references;
        this.findings = findings;
        this.progress = progress;
    }

    void run(Rows from, Vault.Moment moment) throws IOException {
        try (moment) {
            packs(from, moment.packs());
        }
        for (Sha256 list : lists) {
            progress.check();
            drain(list);
        }
        // A power cut leaves records whose leaf was never written, torn in any order. Where all that leaves name is there, they are that.
        if (!references.keySet().stream().allMatch(good::contains)) {
            loose.forEach((where, why) -> findings.add(where, why, LOST));
        }
        references.forEach((content, as) -> {
            if (!good.contains(content) && named.add(content)) {
                findings.add(blob(content), "it is not in the vault", LOST);
            }
        });
        compare(moment.unrecorded());
    }

    private void packs(Rows from, Map<Integer, PackReader> packs) throws IOException {
        long total = packs.values().stream().mapToLong(PackReader::size).sum();
        try (var rows = new Peek<>(from.blobs())) {
            for (var pack : packs.entrySet()) {
                for (var next = pack.getValue().next(); next.isPresent(); next = pack.getValue().next()) {
                    progress.check();
                    progress.step("Checking content", bytes, total);
                    switch (next.get()) {
                        case PackReader.Read.Good record -> check(pack.getKey(), pack.getValue().name(), record, rows);
                        case PackReader.Read.Bad bad -> bad(pack.getKey(), pack.getValue().name(), bad, rows);
                    }
                }
            }
            while (rows.peek().isPresent()) {
                row(rows.take()).ifPresent(this::displaced);
            }
        }
    }

    /// The row of what lies at this place, if there is one. Rows before it are of places where nothing begins.
    private Optional<BlobAt> rowAt(int segment, long offset, Peek<Rows.BlobRow> rows) {
        while (rows.peek().isPresent()) {
            Rows.BlobRow next = rows.peek().get();
            int order = next.segment() != segment ? Integer.compare(next.segment(), segment) : Long.compare(next.offset(), offset);
            if (order > 0) {
                return Optional.empty();
            }
            Optional<BlobAt> row = row(rows.take());
            if (order == 0 && row.isPresent()) {
                return row;
            }
            row.ifPresent(this::displaced);
        }
        return Optional.empty();
    }

    private void displaced(BlobAt row) {
        if (displaced.put(row.content(), row) != null) {
            findings.table("database row of " + blob(row.content()), "there are two of them");
        }
    }

    private Optional<BlobAt> row(Rows.BlobRow row) {
        if (row.content() == null || row.content().length != Sha256.BYTES || row.stored() < 0 || row.stored() > Integer.MAX_VALUE) {
            findings.table("database row of a blob", "it names no content");
            return Optional.empty();
        }
        Sha256 content = Sha256.ofDigest(row.content());
        if (row.base() != null || row.depth() != 0) {
            findings.table("database row of " + blob(content), "it names a base, which is for the vault to say");
        }
        return Optional.of(new BlobAt(content, row.segment(), row.offset(), (int) row.stored(), row.length()));
    }

    private void check(int segment, String file, PackReader.Read.Good record, Peek<Rows.BlobRow> rows) throws IOException {
        bytes += Pack.HEAD + record.stored().length;
        Sha256 content = record.head().content();
        Optional<BlobAt> row = rowAt(segment, record.offset(), rows);
        String why = fault(record);
        if (!why.isEmpty()) {
            named.add(content);
            findings.add(blob(content), why + " (" + Findings.at(file, record.offset()) + ")", LOST);
        } else if (!good.add(content)) {
            findings.add(Findings.at(file, record.offset()), "the content " + content.brief() + "… is there a second time",
                    "Somebody added to the vault outside Countersign. No entry is affected.");
            row.ifPresent(this::displaced);
        } else {
            var is = new BlobAt(content, segment, record.offset(), record.stored().length,
                    Vault.length(record.head().kind(), record.stored()));
            if (row.isEmpty() || !row.get().equals(is)) {
                rowless.put(content, is);
                row.ifPresent(this::displaced);
            }
        }
    }

    /// What is wrong with a record whose checksum fits; empty where nothing is.
    private String fault(PackReader.Read.Good record) throws IOException {
        try {
            return switch (record.head().kind()) {
                case WHOLE -> fault(record, Frames.unpack(record.stored(), Vault.CHUNK));
                case DELTA -> {
                    Delta delta = Delta.read(record.stored());
                    Optional<byte[]> base = base(delta);
                    yield base.isPresent() ? fault(record, Frames.unpack(delta.frame(), base.get(), Delta.LARGEST))
                            : "the content " + delta.base().brief() + "… that it was made from is missing or damaged";
                }
                case LIST -> {
                    lists.add(record.head().content());
                    yield "";
                }
                case RESERVED -> "it is of a kind that this version does not know";
            };
        } catch (ZstdException e) {
            return "it cannot be decompressed";
        }
    }

    private String fault(PackReader.Read.Good record, byte[] plain) {
        if (!Sha256.of(plain).equals(record.head().content())) {
            return "its bytes have another SHA-256";
        }
        recent.add(record.head().content(), plain);
        return "";
    }

    private Optional<byte[]> base(Delta delta) throws IOException {
        try {
            if (vault.depth(delta.base()) >= delta.depth()) {
                return Optional.empty();
            }
            Optional<byte[]> known = recent.get(delta.base());
            return known.isPresent() ? known : Optional.of(vault.read(delta.base()));
        } catch (MissingContentException e) {
            return Optional.empty();
        }
    }

    private void bad(int segment, String file, PackReader.Read.Bad bad, Peek<Rows.BlobRow> rows) {
        Optional<Sha256> content = rowAt(segment, bad.offset(), rows).map(BlobAt::content);
        String where = Findings.at(file, bad.offset());
        if (content.isPresent()) {
            named.add(content.get());
            findings.add(blob(content.get()), bad.why() + " (" + where + ")", LOST);
        } else {
            loose.put(where, bad.why());
        }
    }

    private void drain(Sha256 list) throws IOException {
        try (InputStream in = vault.open(list)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (MissingContentException e) {
            if (named.add(list)) {
                findings.add(blob(list), "its chunk " + e.content().brief() + "… is missing or damaged", LOST);
            }
        }
    }

    /// Rows that are of no record at their place, against records that have no row. A record that came after the last row was
    /// written has none yet.
    private void compare(Set<BlobAt> unrecorded) {
        displaced.forEach((content, row) -> {
            if (good.contains(content)) {
                rowless.remove(content);
                findings.table("database row of " + blob(content), "it names another place or length than the vault");
            } else if (!named.contains(content)) {
                findings.table("database row of " + blob(content), "the vault has no such content");
            }
        });
        rowless.values().forEach(is -> {
            if (!unrecorded.contains(is)) {
                findings.table("database row of " + blob(is.content()), "the row is missing");
            }
        });
    }

    private String blob(Sha256 content) {
        String as = references.get(content);
        return "blob " + content.hex() + (as == null ? "" : " (" + as + ")");
    }

    long blobs() {
        return good.size();
    }

    long bytes() {
        return bytes;
    }
}
