package dev.countersign.cli;

import dev.countersign.ledger.LedgerStats;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.insight.Statistics;
import dev.countersign.ledger.insight.StatisticsQuery;
import dev.countersign.ledger.store.Room;
import dev.countersign.run.Session;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// `countersign ledger --stats`: what the ledger holds, and what became of what agents proposed.
///
/// @param since first day
/// @param until last day
record StatisticsReport(CliContext context, WorkspaceOption workspace, Optional<LocalDate> since, Optional<LocalDate> until,
                        Optional<String> agent) {

    void print(Session session) throws IOException {
        LedgerStats numbers = session.ledger().stats();
        ZoneId zone = ZoneId.systemDefault();
        var query = new StatisticsQuery(since.map(day -> start(day, zone)).orElse(OptionalLong.empty()),
                until.map(day -> start(day.plusDays(1), zone)).orElse(OptionalLong.empty()), agent, StatisticsQuery.REWORK_DAYS, zone.getId());
        Statistics statistics = session.ledger().insight().statistics(query, new NotedProgress(context.terminal()));
        Room room = session.past().room();
        room.warning().ifPresent(context.terminal()::note);
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("entries", numbers.entries(), "byKind", kinds(numbers.byKind()),
                    "byActor", numbers.byActor(), "blobs", numbers.blobs(), "contentBytes", numbers.content(),
                    "storedBytes", numbers.stored(), "vaultBytes", room.used(), "budgetBytes", room.budget(), "first", time(numbers.first()), "last", time(numbers.last()),
                    "reworkDays", query.reworkDays(), "proposals", StatisticsPrinter.document(statistics))));
            return;
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("entries", Long.toString(numbers.entries())));
        numbers.byKind().forEach((kind, count) -> rows.add(List.of("  " + LedgerCommand.kind(kind), count.toString())));
        rows.add(List.of("by", ""));
        numbers.byActor().forEach((actor, count) -> rows.add(List.of("  " + actor, count.toString())));
        rows.add(List.of("contents", numbers.blobs() + ", " + numbers.content() + " bytes, stored in " + numbers.stored()));
        rows.add(List.of("content on disk", room.says()));
        context.terminal().table(rows);
        context.terminal().say("");
        context.terminal().say("Proposals" + (query.agent().map(name -> " of " + name).orElse("")) + ", in "
                + Words.counted((int) Math.min(Integer.MAX_VALUE, statistics.entries()), "entry", "entries")
                + "; rework: lines changed again within " + query.reworkDays() + " days");
        context.terminal().table(StatisticsPrinter.table(statistics));
    }

    private static OptionalLong start(LocalDate day, ZoneId zone) {
        return OptionalLong.of(day.atStartOfDay(zone).toInstant().toEpochMilli());
    }

    private static Map<String, Long> kinds(Map<EntryKind, Long> counts) {
        var kinds = new TreeMap<String, Long>();
        counts.forEach((kind, count) -> kinds.put(LedgerCommand.kind(kind), count));
        return kinds;
    }

    private static Optional<String> time(OptionalLong milliseconds) {
        return milliseconds.isPresent() ? Optional.of(Instant.ofEpochMilli(milliseconds.getAsLong()).toString()) : Optional.empty();
    }
}
