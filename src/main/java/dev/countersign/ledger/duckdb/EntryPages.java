package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Walk;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.PathPattern;
import dev.countersign.ledger.store.LeafLog;
import dev.countersign.ledger.store.Vault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// Finished entries, read from the log where it knows their places, from the database else. Any thread.
final class EntryPages {
    private final LeafLog log;
    private final Vault vault;
    private final Database rows;

    EntryPages(LeafLog log, Vault vault, Database rows) {
        this.log = log;
        this.vault = vault;
        this.rows = rows;
    }

    Entry decode(byte[] leaf) throws IOException {
        return EntryCodec.decode(leaf, content -> vault.length(content).orElse(0)).entry();
    }

    /// One leaf, where there is a row of it.
    Optional<byte[]> leaf(long seq) throws IOException {
        byte[] leaf = log.leaves(List.of(seq)).get(seq);
        return leaf != null ? Optional.of(leaf) : rows.read(c -> RowReader.leaf(c, seq));
    }

    /// @param size finished entries; what is not below it is left out
    List<Entry> of(List<Long> seqs, long size) throws IOException {
        List<Long> finished = seqs.stream().filter(seq -> seq >= 0 && seq < size).toList();
        // The database unpacks blocks of rows for each; the log is read where they lie.
        Map<Long, byte[]> leaves = log.leaves(finished);
        List<Long> rest = finished.stream().filter(seq -> !leaves.containsKey(seq)).toList();
        Map<Long, byte[]> found = rest.isEmpty() ? Map.of() : rows.read(c -> RowReader.leaves(c, rest));
        var entries = new ArrayList<Entry>(seqs.size());
        for (long seq : finished) {
            byte[] leaf = leaves.containsKey(seq) ? leaves.get(seq) : found.get(seq);
            if (leaf != null) {
                entries.add(decode(leaf));
            }
        }
        return entries;
    }

    /// @param ledger whose entries they are; walked where no row answers the question
    List<Entry> page(EntryQuery query, Ledger ledger) throws IOException {
        long size = ledger.size();
        if (query.isOpen()) {
            return List.copyOf(of(newest(query, size), size));
        }
        limited(query);
        if (query.needsEvidence() || query.model().isPresent() || !query.path().map(p -> PathPattern.of(p).isExact()).orElse(true)) {
            return new Walk(ledger).page(query);
        }
        var entries = new ArrayList<Entry>();
        for (byte[] leaf : rows.read(c -> RowReader.page(c, query, size))) {
            entries.add(decode(leaf));
        }
        return List.copyOf(entries);
    }

    private static void limited(EntryQuery query) {
        if (query.limit() < 1 || query.limit() > 1_000) {
            throw new IllegalArgumentException("a page has 1 to 1,000 entries, not " + query.limit());
        }
    }

    /// The numbers of a page that nothing but `below` restricts.
    static List<Long> newest(EntryQuery query, long size) {
        limited(query);
        long high = Math.min(size, query.below().orElse(Long.MAX_VALUE));
        return LongStream.range(Math.max(0, high - query.limit()), Math.max(0, high)).boxed().toList().reversed();
    }
}
