package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.LedgerStats;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.Projection;
import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Span;
import dev.countersign.ledger.store.Vault;
import dev.countersign.workspace.Sha256;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Questions to the tables, all by prepared statements. Each call takes the connection it is to use.
final class RowReader {
    /// What a filtered page looks through first; each further window is four times as large.
    private static final long FIRST_WINDOW = 4_096;

    private RowReader() {}

    /// The newest row.
    ///
    /// @param size  entries, by its number
    /// @param whole whether there are as many rows as that, and the table change goes no further
    record Tip(long size, byte[] leafHash, byte[] root, byte[] edge, boolean whole) {
        /// @throws IllegalArgumentException where the edge is none of a tree of this size
        CompactRange range() {
            return CompactRange.of(size, edge);
        }
    }

    /// Empty where there is no row.
    static Optional<Tip> tip(Connection connection) throws SQLException {
        try (var max = connection.prepareStatement("SELECT max(seq), count(*), (SELECT max(seq) FROM change) FROM entry"); ResultSet newest = max.executeQuery()) {
            newest.next();
            long seq = newest.getLong(1);
            if (newest.wasNull()) {
                return Optional.empty();
            }
            boolean whole = newest.getLong(2) == seq + 1 && newest.getLong(3) <= seq;
            try (var find = connection.prepareStatement("SELECT leaf_hash, root, edge FROM entry WHERE seq = ?")) {
                find.setLong(1, seq);
                try (ResultSet row = find.executeQuery()) {
                    row.next();
                    return Optional.of(new Tip(seq + 1, row.getBytes(1), row.getBytes(2), row.getBytes(3), whole));
                }
            }
        }
    }

    static Optional<byte[]> leaf(Connection connection, long seq) throws SQLException {
        try (var find = connection.prepareStatement("SELECT leaf FROM entry WHERE seq = ?")) {
            find.setLong(1, seq);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    /// Leaves of these entries, as far as there are rows.
    static Map<Long, byte[]> leaves(Connection connection, List<Long> seqs) throws SQLException {
        var leaves = new LinkedHashMap<Long, byte[]>();
        if (seqs.isEmpty()) {
            return leaves;
        }
        String marks = "?,".repeat(seqs.size() - 1) + "?";
        // The range lets the database pass over blocks of rows without looking at them.
        try (var find = connection.prepareStatement("SELECT seq, leaf FROM entry WHERE seq >= ? AND seq <= ? AND seq IN (" + marks + ")")) {
            find.setLong(1, Collections.min(seqs));
            find.setLong(2, Collections.max(seqs));
            for (int i = 0; i < seqs.size(); i++) {
                find.setLong(i + 3, seqs.get(i));
            }
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    leaves.put(rows.getLong(1), rows.getBytes(2));
                }
            }
        }
        return leaves;
    }

    /// The leaves of a page, newest first, looked for in windows of `seq` that grow until the page is full.
    static List<byte[]> page(Connection connection, EntryQuery query, long size) throws SQLException {
        var where = new StringBuilder("SELECT leaf FROM entry WHERE seq >= ? AND seq < ?");
        var values = new ArrayList<Object>();
        query.text().ifPresent(text -> add(where, values, " AND contains(summary_lc, ?)", Projection.lower(text)));
        query.path().ifPresent(path -> add(where, values, " AND list_contains(string_split(paths, chr(10)), ?)", path));
        query.actor().ifPresent(actor -> add(where, values, " AND actor = ?", actor));
        query.kind().ifPresent(kind -> add(where, values, " AND kind = ?", kind.code()));
        query.run().ifPresent(run -> add(where, values, " AND session = ?", run));
        query.since().ifPresent(since -> add(where, values, " AND ts >= ?", since));
        query.until().ifPresent(until -> add(where, values, " AND ts < ?", until));
        boolean filtered = !values.isEmpty();
        where.append(" ORDER BY seq DESC LIMIT ?");
        var leaves = new ArrayList<byte[]>();
        long high = Math.min(size, query.below().orElse(size));
        long window = filtered ? Math.max(FIRST_WINDOW, query.limit()) : query.limit();
        try (PreparedStatement find = connection.prepareStatement(where.toString())) {
            while (high > 0 && leaves.size() < query.limit()) {
                long low = Math.max(0, high - window);
                int at = 1;
                find.setLong(at++, low);
                find.setLong(at++, high);
                for (Object value : values) {
                    find.setObject(at++, value);
                }
                find.setLong(at, query.limit() - leaves.size());
                try (ResultSet rows = find.executeQuery()) {
                    while (rows.next()) {
                        leaves.add(rows.getBytes(1));
                    }
                }
                high = low;
                window *= 4;
            }
        }
        return leaves;
    }

    /// See [dev.countersign.ledger.Ledger#spans].
    static List<Span> spans(Connection connection, long size) throws SQLException {
        try (var find = connection.prepareStatement("SELECT ts // ?, min(seq), max(seq), count(*), arg_max(ts, seq) FROM entry WHERE seq < ? "
                + "GROUP BY 1 ORDER BY 3 DESC")) {
            find.setLong(1, Span.MILLIS);
            find.setLong(2, size);
            var spans = new ArrayList<Span>();
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    spans.add(new Span(rows.getLong(1) * Span.MILLIS, rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)));
                }
            }
            return spans;
        }
    }

    private static void add(StringBuilder where, List<Object> values, String condition, Object value) {
        where.append(condition);
        values.add(value);
    }

    static List<Sha256> leafHashes(Connection connection, long from, long to) throws SQLException {
        try (var find = connection.prepareStatement("SELECT leaf_hash FROM entry WHERE seq >= ? AND seq < ? ORDER BY seq")) {
            find.setLong(1, from);
            find.setLong(2, to);
            return hashes(find);
        }
    }

    /// The data of full tiles, `from` to `to - 1`.
    static List<byte[]> tiles(Connection connection, int level, long from, long to) throws SQLException {
        try (var find = connection.prepareStatement("SELECT data FROM tile WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx")) {
            find.setInt(1, level);
            find.setLong(2, from);
            find.setLong(3, to);
            var tiles = new ArrayList<byte[]>();
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    tiles.add(rows.getBytes(1));
                }
            }
            return tiles;
        }
    }

    static LedgerStats stats(Connection connection, long size, Vault.Sums content, long bytes) throws SQLException {
        Times times = times(connection);
        return new LedgerStats(size, kinds(connection), actors(connection), content.contents(), content.bytes(), bytes, times.first(), times.last());
    }

    private static Map<EntryKind, Long> kinds(Connection connection) throws SQLException {
        try (var count = connection.prepareStatement("SELECT kind, count(*) FROM entry GROUP BY kind"); ResultSet rows = count.executeQuery()) {
            var kinds = new java.util.EnumMap<EntryKind, Long>(EntryKind.class);
            while (rows.next()) {
                for (EntryKind kind : EntryKind.values()) {
                    if (kind.code() == rows.getInt(1)) {
                        kinds.put(kind, rows.getLong(2));
                    }
                }
            }
            return kinds;
        }
    }

    private static Map<String, Long> actors(Connection connection) throws SQLException {
        try (var count = connection.prepareStatement("SELECT actor, count(*) FROM entry GROUP BY actor ORDER BY 2 DESC, 1");
                ResultSet rows = count.executeQuery()) {
            var actors = new LinkedHashMap<String, Long>();
            while (rows.next()) {
                actors.put(rows.getString(1), rows.getLong(2));
            }
            return actors;
        }
    }

    /// Times of the first and the last entry.
    private record Times(OptionalLong first, OptionalLong last) {}

    private static Times times(Connection connection) throws SQLException {
        try (var sum = connection.prepareStatement("SELECT min(ts), max(ts) FROM entry"); ResultSet row = sum.executeQuery()) {
            row.next();
            return new Times(optional(row, 1), optional(row, 2));
        }
    }

    private static OptionalLong optional(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static List<Sha256> hashes(PreparedStatement find) throws SQLException {
        try (ResultSet rows = find.executeQuery()) {
            var hashes = new ArrayList<Sha256>();
            while (rows.next()) {
                var words = ByteBuffer.wrap(rows.getBytes(1));
                hashes.add(new Sha256(words.getLong(), words.getLong(), words.getLong(), words.getLong()));
            }
            return hashes;
        }
    }
}
