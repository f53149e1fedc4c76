package dev.countersign.ledger.lucene;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.Undoing;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Which entries were taken back by later ones, known before the entries themselves are looked at: an index that is built from the
/// newest entry down needs no second pass. Safe from any thread.
final class Undoings {
    private static final int PAGE = 1_000;

    /// Of one entry, by that entry.
    private final Map<Long, List<Undoing>> single = new HashMap<>();
    /// Of a range, by path.
    private final Map<WorkspacePath, List<Undoing>> wide = new HashMap<>();
    private final Set<Long> redone = new HashSet<>();

    /// All that the entries `from` to `until - 1` say, in order.
    static List<Undoing> read(Ledger ledger, long from, long until) throws IOException {
        var undoings = new ArrayList<Undoing>();
        for (EntryKind kind : List.of(EntryKind.ROLLBACK, EntryKind.REDO)) {
            long below = until;
            while (below > from) {
                List<Entry> entries = ledger.page(EntryQuery.recent(PAGE).kind(kind).below(OptionalLong.of(below)));
                long oldest = from;
                List<Entry> wanted = entries.stream().filter(entry -> entry.seq() >= oldest && entry.what().rolledBackTo().isPresent()).toList();
                Map<Long, Entry> targets = ledger.entries(wanted.stream().map(entry -> entry.what().rolledBackTo().getAsLong()).distinct().toList())
                        .stream().collect(Collectors.toMap(Entry::seq, entry -> entry));
                for (Entry entry : wanted) {
                    Undoing.of(entry, java.util.Optional.ofNullable(targets.get(entry.what().rolledBackTo().getAsLong()))).ifPresent(undoings::add);
                }
                below = entries.size() < PAGE ? from : entries.getLast().seq();
            }
        }
        undoings.sort(Comparator.comparingLong(Undoing::by));
        return undoings;
    }

    synchronized void add(Undoing undoing) {
        if (undoing.redo()) {
            redone.add(undoing.from());
        } else if (undoing.until() == undoing.from() + 1) {
            single.computeIfAbsent(undoing.from(), _ -> new ArrayList<>(1)).add(undoing);
        } else {
            undoing.paths().forEach(path -> wide.computeIfAbsent(path, _ -> new ArrayList<>(1)).add(undoing));
        }
    }

    /// The last that took it back, or empty where none did or that one was taken back itself.
    synchronized OptionalLong by(Entry entry) {
        long last = -1;
        for (Undoing undoing : single.getOrDefault(entry.seq(), List.of())) {
            last = undoing.by() > last && undoing.concerns(entry) ? undoing.by() : last;
        }
        for (var edit : entry.what().changes()) {
            for (Undoing undoing : wide.getOrDefault(edit.path(), List.of())) {
                last = undoing.by() > last && undoing.concerns(entry) ? undoing.by() : last;
            }
        }
        return last < 0 || redone.contains(last) ? OptionalLong.empty() : OptionalLong.of(last);
    }
}
