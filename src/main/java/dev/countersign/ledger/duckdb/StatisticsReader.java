package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.insight.Statistics;
import dev.countersign.ledger.insight.StatisticsQuery;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Counts, by DuckDB, over the rows that [Facts] made.
final class StatisticsReader {
    private static final String CHOSEN = """
            WITH chosen AS (SELECT e.seq, e.ts, e.kind, f.* EXCLUDE (seq) FROM entry e JOIN fact f ON f.seq = e.seq
                            WHERE e.ts >= ? AND e.ts < ? AND (? IS NULL OR f.agent = ?)),
            """;
    private static final String ROWS = CHOSEN + """
            redone AS (SELECT r.of, sum(r.lines) AS lines FROM rework_lines r JOIN entry o ON o.seq = r.of JOIN entry b ON b.seq = r.by
                       WHERE b.ts - o.ts <= ? GROUP BY r.of)
            SELECT agent, model, grouping(agent) AS whole,
              count(*) FILTER (decided IN ('whole', 'part', 'edited')), count(*) FILTER (decided = 'rejected'),
              coalesce(sum(hunks_accepted) FILTER (decided IS NOT NULL), 0),
              coalesce(sum(hunks_proposed - hunks_accepted) FILTER (decided IS NOT NULL), 0),
              coalesce(sum(added) FILTER (decided IN ('whole', 'part', 'edited')), 0),
              coalesce(sum(added) FILTER (decided = 'rejected'), 0),
              sum(cost), count(*) FILTER (cost IS NULL),
              coalesce(sum(added) FILTER (cost IS NOT NULL AND decided IN ('whole', 'part', 'edited')), 0),
              coalesce(sum(redone.lines) FILTER (decided IN ('whole', 'part', 'edited')), 0),
              count(*) FILTER (verdict = 'overridden'), quantile_disc(waited, 0.5), quantile_disc(waited, 0.9)
            FROM chosen LEFT JOIN redone ON redone.of = chosen.seq WHERE decided IS NOT NULL
            GROUP BY GROUPING SETS ((agent, model), ()) ORDER BY whole, 8 DESC, agent, model""";
    private static final String DAYS = CHOSEN + """
            hours AS (SELECT ts // 900000 AS quarter, kind, count(*) AS entries FROM chosen GROUP BY ALL)
            SELECT quarter, kind, entries FROM hours ORDER BY quarter""";
    private static final long QUARTER_MILLIS = 900_000;
    private static final Statistics.Row NOTHING = new Statistics.Row("", "", 0, 0, 0, 0, 0, 0, Optional.empty(), 0, Optional.empty(), 0,
            0, OptionalLong.empty(), OptionalLong.empty());

    private StatisticsReader() {}

    static Statistics read(Connection connection, StatisticsQuery query) throws SQLException {
        var rows = new ArrayList<Statistics.Row>();
        Statistics.Row total = NOTHING;
        try (PreparedStatement ask = connection.prepareStatement(ROWS)) {
            choose(ask, query);
            ask.setLong(5, query.reworkDays() * 86_400_000L);
            try (ResultSet found = ask.executeQuery()) {
                while (found.next()) {
                    if (found.getInt(3) == 0) {
                        rows.add(row(found, found.getString(1), found.getString(2)));
                    } else {
                        total = row(found, "", "");
                    }
                }
            }
        }
        List<Statistics.Day> days = days(connection, query);
        return new Statistics(days.stream().mapToLong(Statistics.Day::entries).sum(), rows, total, days);
    }

    private static void choose(PreparedStatement ask, StatisticsQuery query) throws SQLException {
        ask.setLong(1, query.since().orElse(0));
        ask.setLong(2, query.until().orElse(Long.MAX_VALUE));
        ask.setString(3, query.agent().orElse(null));
        ask.setString(4, query.agent().orElse(null));
    }

    private static Statistics.Row row(ResultSet found, String agent, String model) throws SQLException {
        Optional<BigDecimal> cost = Optional.ofNullable(found.getBigDecimal(10));
        long paidLines = found.getLong(12);
        Optional<BigDecimal> perLine = cost.filter(_ -> paidLines > 0)
                .map(c -> c.divide(BigDecimal.valueOf(paidLines), 6, RoundingMode.HALF_EVEN));
        return new Statistics.Row(agent, model, found.getLong(4), found.getLong(5), found.getLong(6), found.getLong(7), found.getLong(8),
                found.getLong(9), cost, found.getLong(11), perLine, found.getLong(13), found.getLong(14), optional(found, 15),
                optional(found, 16));
    }

    private static OptionalLong optional(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /// By quarters of an hour first: every zone's days are made of whole ones.
    private static List<Statistics.Day> days(Connection connection, StatisticsQuery query) throws SQLException {
        var days = new TreeMap<LocalDate, Map<EntryKind, Long>>();
        ZoneId zone = ZoneId.of(query.zone());
        try (PreparedStatement ask = connection.prepareStatement(DAYS)) {
            choose(ask, query);
            try (ResultSet found = ask.executeQuery()) {
                while (found.next()) {
                    LocalDate day = java.time.Instant.ofEpochMilli(found.getLong(1) * QUARTER_MILLIS).atZone(zone).toLocalDate();
                    EntryKind kind = EntryKind.values()[found.getInt(2) - 1];
                    days.computeIfAbsent(day, _ -> new EnumMap<>(EntryKind.class)).merge(kind, found.getLong(3), Long::sum);
                }
            }
        }
        return days.entrySet().stream().map(day -> new Statistics.Day(day.getKey(), day.getValue())).toList();
    }
}
