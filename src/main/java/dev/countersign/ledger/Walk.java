package dev.countersign.ledger;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryReading;
import dev.countersign.ledger.entry.Undoing;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Facet;
import dev.countersign.ledger.query.Found;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.ledger.query.Outline;
import dev.countersign.ledger.query.Span;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Answers by looking at every entry: right for any ledger, and slow on a large one. What an index answers is compared with this.
public final class Walk {
    private static final int PAGE = 1_000;

    private final Ledger ledger;
    private final EntryReading reading;

    public Walk(Ledger ledger) {
        this.ledger = ledger;
        this.reading = new EntryReading(ledger.vault());
    }

    /// What [Ledger#page] answers, text apart.
    public List<Entry> page(EntryQuery query) throws IOException {
        return matches(query, query.below().orElse(Long.MAX_VALUE), query.limit());
    }

    /// What [Ledger#spans] answers.
    List<Span> spans(long size) throws IOException {
        var spans = new LinkedHashMap<Long, Span>();
        for (Entry entry : matches(EntryQuery.recent(PAGE), size, Integer.MAX_VALUE)) {
            long start = Math.floorDiv(entry.time(), Span.MILLIS) * Span.MILLIS;
            spans.merge(start, new Span(start, entry.seq(), entry.seq(), 1, entry.time()),
                    (newer, older) -> new Span(start, older.first(), newer.last(), newer.count() + 1, newer.newest()));
        }
        return List.copyOf(spans.values());
    }

    /// What [Ledger#outline] answers.
    public Outline outline(EntryQuery query, Grouping grouping) throws IOException {
        long size = ledger.size();
        Map<String, List<Entry>> groups = grouped(query, grouping, size);
        var outline = new ArrayList<Outline.Group>();
        int first = 0;
        for (Map.Entry<String, List<Entry>> group : groups.entrySet()) {
            outline.add(new Outline.Group(group.getKey(), first, group.getValue().size(), group.getValue().getFirst().time()));
            first += group.getValue().size();
        }
        return new Outline(size, size, first, outline);
    }

    /// What [Ledger#rows] answers, without passages.
    public List<Found> rows(EntryQuery query, Grouping grouping, long size, int from, int count) throws IOException {
        Map<Long, Long> undone = undone();
        var rows = new ArrayList<Found>();
        for (Entry entry : grouped(query, grouping, size).values().stream().flatMap(List::stream).skip(from).limit(count).toList()) {
            EntryReading.Read read = reading.read(entry);
            rows.add(new Found(entry, read.traits().withRolledBack(undone.containsKey(entry.seq())), read.task(), List.of()));
        }
        return rows;
    }

    /// What [Ledger#values] answers.
    public List<String> values(Facet facet, String prefix, int limit) throws IOException {
        String wanted = prefix.toLowerCase(Locale.ROOT);
        var values = new TreeSet<String>();
        for (Entry entry : matches(EntryQuery.recent(PAGE), Long.MAX_VALUE, Integer.MAX_VALUE)) {
            values.addAll(switch (facet) {
                case FILE -> entry.what().changes().stream().map(edit -> edit.path().value()).toList();
                case AGENT -> List.of(entry.what().actor().id());
                case MODEL -> List.of(entry.what().actor().model());
                case RUN -> List.of(entry.what().session());
            });
        }
        return values.stream().filter(v -> !v.isEmpty() && v.toLowerCase(Locale.ROOT).startsWith(wanted)).limit(limit).toList();
    }

    /// The key of the group that an entry is in.
    public static String group(Grouping grouping, long time, String run) {
        return switch (grouping) {
            case DAY -> Instant.ofEpochMilli(time).atZone(ZoneId.systemDefault()).toLocalDate().toString();
            case TASK -> run;
        };
    }

    private Map<String, List<Entry>> grouped(EntryQuery query, Grouping grouping, long size) throws IOException {
        var groups = new LinkedHashMap<String, List<Entry>>();
        for (Entry entry : matches(query, size, Integer.MAX_VALUE)) {
            groups.computeIfAbsent(group(grouping, entry.time(), entry.what().session()), _ -> new ArrayList<>()).add(entry);
        }
        return groups;
    }

    private List<Entry> matches(EntryQuery query, long below, int limit) throws IOException {
        Map<Long, Long> undone = query.decided().isPresent() ? undone() : Map.of();
        Predicate<Entry> meets = entry -> query.meets(entry) && (!query.needsEvidence()
                || query.meets(reading.read(entry).traits().withRolledBack(undone.containsKey(entry.seq()))));
        var found = new ArrayList<Entry>();
        var page = new EntryQuery(OptionalLong.of(below), PAGE, query.text(), java.util.Optional.empty(), java.util.Optional.empty(),
                java.util.Optional.empty());
        while (found.size() < limit) {
            List<Entry> entries = ledger.page(page);
            entries.stream().filter(meets).limit(limit - found.size()).forEach(found::add);
            if (entries.size() < PAGE) {
                break;
            }
            page = page.below(OptionalLong.of(entries.getLast().seq()));
        }
        return found;
    }

    /// Entries that are taken back, each by which.
    private Map<Long, Long> undone() throws IOException {
        var undone = new HashMap<Long, Long>();
        for (long seq = 0; seq < ledger.size(); seq++) {
            Entry entry = ledger.entry(seq).orElseThrow();
            OptionalLong target = entry.what().rolledBackTo();
            if (target.isPresent()) {
                Undoing undoing = Undoing.of(entry, ledger.entry(target.getAsLong())).orElse(null);
                if (undoing != null && undoing.redo()) {
                    undone.values().removeIf(by -> by == undoing.from());
                } else if (undoing != null) {
                    for (long at = undoing.from(); at < undoing.until(); at++) {
                        if (undoing.concerns(ledger.entry(at).orElseThrow())) {
                            undone.put(at, undoing.by());
                        }
                    }
                }
            }
        }
        return undone;
    }
}
