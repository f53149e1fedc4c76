package dev.countersign.cli;

import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.insight.Statistics;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Statistics as text and as JSON.
final class StatisticsPrinter {
    private static final List<String> HEAD = List.of("agent", "model", "accepted", "rejected", "hunks +", "hunks \u2212", "lines +", "lines \u2212",
            "cost", "per line", "rework", "overridden", "wait p50", "wait p90");

    private StatisticsPrinter() {}

    static List<List<String>> table(Statistics statistics) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        statistics.byAgent().forEach(row -> rows.add(cells(row, row.agent())));
        rows.add(cells(statistics.total(), "all"));
        return rows;
    }

    private static List<String> cells(Statistics.Row row, String name) {
        return List.of(name, row.model(), Long.toString(row.accepted()), Long.toString(row.rejected()), Long.toString(row.hunksAccepted()),
                Long.toString(row.hunksRejected()), Long.toString(row.linesAccepted()), Long.toString(row.linesRejected()),
                cost(row), row.costPerLine().map(c -> "$" + c.toPlainString()).orElse("unknown"), Long.toString(row.reworked()),
                Long.toString(row.overridden()), wait(row.medianWait()), wait(row.p90Wait()));
    }

    private static String cost(Statistics.Row row) {
        Optional<BigDecimal> cost = row.costUsd();
        if (cost.isEmpty()) {
            return "unknown";
        }
        return "$" + cost.get().stripTrailingZeros().toPlainString() + (row.costUnknown() == 0 ? "" : " + " + row.costUnknown() + " unknown");
    }

    private static String wait(OptionalLong millis) {
        if (millis.isEmpty()) {
            return "unknown";
        }
        Duration wait = Duration.ofMillis(millis.getAsLong());
        return wait.toHours() > 0 ? "%d:%02d h".formatted(wait.toHours(), wait.toMinutesPart())
                : "%d:%02d".formatted(wait.toMinutes(), wait.toSecondsPart());
    }

    static Map<String, @Nullable Object> document(Statistics statistics) {
        return Json.object("entries", statistics.entries(), "byAgent", statistics.byAgent().stream().map(StatisticsPrinter::row).toList(),
                "total", row(statistics.total()), "days", statistics.days().stream()
                        .map(day -> Json.object("day", day.day().toString(), "entries", day.entries(), "byKind", kinds(day.kinds()))).toList());
    }

    private static Map<String, @Nullable Object> row(Statistics.Row row) {
        return Json.object("agent", row.agent(), "model", row.model(), "accepted", row.accepted(), "rejected", row.rejected(),
                "hunksAccepted", row.hunksAccepted(), "hunksRejected", row.hunksRejected(), "linesAccepted", row.linesAccepted(),
                "linesRejected", row.linesRejected(), "costUsd", row.costUsd(), "costUnknown", row.costUnknown(),
                "costPerLine", row.costPerLine(), "reworked", row.reworked(), "overridden", row.overridden(),
                "medianWaitMillis", row.medianWait(), "p90WaitMillis", row.p90Wait());
    }

    private static Map<String, Long> kinds(Map<EntryKind, Long> counts) {
        var kinds = new TreeMap<String, Long>();
        counts.forEach((kind, count) -> kinds.put(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
        return kinds;
    }
}
