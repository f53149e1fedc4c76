package dev.countersign.ledger.store;

import com.github.luben.zstd.ZstdException;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads every record of the vault, checks what it holds against its name, and that everything entries name is there.
final class VaultAudit {
    private static final String LOST = "The content cannot be shown or restored. What was approved is still proved by the entry. "
            + "Restore the file from a backup.";

    private record Place(int segment, long offset) {}

    private final Vault vault;
    private final Map<Sha256, String> references;
    private final Findings findings;
    private final Progress progress;
    private final Map<Place, Sha256> rememberedAt = new HashMap<>();
    private final Map<Sha256, BlobAt> rows = new HashMap<>();
    private final Map<Sha256, BlobAt> good = new HashMap<>();
    private final Set<Sha256> named = new HashSet<>();
    private final List<Sha256> lists = new ArrayList<>();
    private long bytes;

    VaultAudit(Vault vault, Map<Sha256, String> references, Findings findings, Progress progress) {
        this.vault = vault;
        this.references = references;
        this.findings = findings;
        this.progress = progress;
    }

    void run(Rows from, Vault.Moment moment) throws IOException {
        try (var blobs = from.blobs()) {
            for (var row = blobs.next(); row.isPresent(); row = blobs.next()) {
                remember(row.get());
            }
        }
        Map<Integer, PackReader> packs = moment.packs();
        long total = packs.values().stream().mapToLong(PackReader::size).sum();
        for (var pack : packs.entrySet()) {
            for (var next = pack.getValue().next(); next.isPresent(); next = pack.getValue().next()) {
                progress.check();
                progress.step("Checking content", bytes, total);
                switch (next.get()) {
                    case PackReader.Read.Good record -> check(pack.getKey(), pack.getValue().name(), record);
                    case PackReader.Read.Bad bad -> bad(pack.getKey(), pack.getValue().name(), bad);
                }
            }
        }
        for (Sha256 list : lists) {
            progress.check();
            drain(list);
        }
        references.forEach((content, as) -> {
            if (!good.containsKey(content) && named.add(content)) {
                findings.add(blob(content), "it is not in the vault", LOST);
            }
        });
        compare(moment.unrecorded());
    }

    private void remember(Rows.BlobRow row) {
        if (row.content() == null || row.content().length != Sha256.BYTES || row.stored() < 0 || row.stored() > Integer.MAX_VALUE) {
            findings.table("database row of a blob", "it names no content");
            return;
        }
        Sha256 content = Sha256.ofDigest(row.content());
        var at = new BlobAt(content, row.segment(), row.offset(), (int) row.stored(), row.length());
        if (rows.put(content, at) != null) {
            findings.table("database row of " + blob(content), "there are two of them");
        }
        if (row.base() != null || row.depth() != 0) {
            findings.table("database row of " + blob(content), "it names a base, and the vault has none");
        }
        rememberedAt.put(new Place(row.segment(), row.offset()), content);
    }

    private void check(int segment, String file, PackReader.Read.Good record) {
        bytes += Pack.HEAD + record.stored().length;
        Sha256 content = record.head().content();
        String why;
        try {
            why = switch (record.head().kind()) {
                case WHOLE -> Sha256.of(Vault.inflate(record.stored())).equals(content) ? "" : "its bytes have another SHA-256";
                case LIST -> lists.add(content) ? "" : "";
                case DELTA, RESERVED -> "it is of a kind that this version does not know";
            };
        } catch (ZstdException e) {
            why = "it cannot be decompressed";
        }
        if (!why.isEmpty()) {
            named.add(content);
            findings.add(blob(content), why + " (" + Findings.at(file, record.offset()) + ")", LOST);
        } else if (good.containsKey(content)) {
            findings.add(Findings.at(file, record.offset()), "the content " + content.brief() + "… is there a second time",
                    "Somebody added to the vault outside Countersign. No entry is affected.");
        } else {
            good.put(content, new BlobAt(content, segment, record.offset(), record.stored().length,
                    Vault.length(record.head().kind(), record.stored())));
        }
    }

    private void bad(int segment, String file, PackReader.Read.Bad bad) {
        Optional<Sha256> content = Optional.ofNullable(rememberedAt.get(new Place(segment, bad.offset())));
        String where = Findings.at(file, bad.offset());
        content.ifPresent(named::add);
        findings.add(content.map(this::blob).orElse(where), content.isPresent() ? bad.why() + " (" + where + ")" : bad.why(), LOST);
    }

    private void drain(Sha256 list) throws IOException {
        try (InputStream in = vault.open(list)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (MissingContentException e) {
            good.remove(list);
            if (named.add(list)) {
                findings.add(blob(list), "its chunk " + e.content().brief() + "… is missing or damaged", LOST);
            }
        }
    }

    /// Rows against records. A record that came after the last row was written has none yet.
    private void compare(Set<BlobAt> unrecorded) {
        rows.forEach((content, row) -> {
            BlobAt is = good.get(content);
            if (is == null && !named.contains(content)) {
                findings.table("database row of " + blob(content), "the vault has no such content");
            } else if (is != null && !is.equals(row)) {
                findings.table("database row of " + blob(content), "it names another place or length than the vault");
            }
        });
        good.values().forEach(is -> {
            if (!rows.containsKey(is.content()) && !unrecorded.contains(is)) {
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
