package dev.countersign.ui.ledger;

import dev.countersign.ledger.query.Found;
import dev.countersign.ledger.query.Outline;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntConsumer;
import javafx.collections.ObservableListBase;

/// The rows of an outline as a list of its full length, of which only what is looked at is read. JavaFX thread.
final class TimelineRows extends ObservableListBase<TimelineRow> {
    /// Entries that are read at once.
    static final int BLOCK = 100;
    private static final int KEPT = 60;

    private final IntConsumer wanted;
    private Function<Outline.Group, String> labels = Outline.Group::key;
    private Outline outline = new Outline(0, 0, 0, List.of());
    private final Map<Integer, List<Found>> blocks = new LinkedHashMap<>(16, 0.75f, true);
    private final BitSet asked = new BitSet();

    /// @param wanted told a block that must be read; the answer is given to [#put]
    TimelineRows(IntConsumer wanted) {
        this.wanted = wanted;
    }

    /// Shows another outline, whose first block is known.
    void show(Outline next, List<Found> first, Function<Outline.Group, String> labels) {
        int before = size();
        this.outline = next;
        this.labels = labels;
        blocks.clear();
        asked.clear();
        if (next.count() > 0) {
            blocks.put(0, first);
        }
        beginChange();
        if (before == size()) {
            for (int i = 0; i < before; i++) {
                nextUpdate(i);
            }
        } else {
            nextReplace(0, size(), java.util.Collections.nCopies(before, new TimelineRow.Pending(-1)));
        }
        endChange();
    }

    /// A block was read.
    void put(int block, List<Found> rows) {
        asked.clear(block);
        blocks.put(block, rows);
        while (blocks.size() > KEPT) {
            blocks.remove(blocks.keySet().iterator().next());
        }
        beginChange();
        int last = Math.min(outline.count(), (block + 1) * BLOCK);
        for (int place = block * BLOCK; place < last; place++) {
            int row = rowOf(place);
            nextUpdate(row);
            if (row > 0 && outline.groups().get(groupAt(place)).first() == place) {
                nextUpdate(row - 1);
            }
        }
        endChange();
    }

    Outline outline() {
        return outline;
    }

    @Override
    public int size() {
        return outline.count() + outline.groups().size();
    }

    @Override
    public TimelineRow get(int row) {
        int group = groupOfRow(row);
        Outline.Group head = outline.groups().get(group);
        int place = row - group - 1;
        if (place < head.first()) {
            return new TimelineRow.Group(labels.apply(head), head.count());
        }
        Optional<Found> found = loaded(place);
        if (found.isPresent()) {
            return new TimelineRow.Item(found.get());
        }
        int block = place / BLOCK;
        if (!asked.get(block)) {
            asked.set(block);
            wanted.accept(block);
        }
        // Whoever reads on this very thread has answered already.
        return loaded(place).<TimelineRow>map(TimelineRow.Item::new).orElseGet(() -> new TimelineRow.Pending(place));
    }

    /// The entry at a place, where it was read already.
    Optional<Found> loaded(int place) {
        List<Found> rows = blocks.get(place / BLOCK);
        return rows == null || place % BLOCK >= rows.size() ? Optional.empty() : Optional.of(rows.get(place % BLOCK));
    }

    /// The row of an entry that was read already.
    OptionalInt rowOf(long seq) {
        for (Map.Entry<Integer, List<Found>> block : Map.copyOf(blocks).entrySet()) {
            for (int i = 0; i < block.getValue().size(); i++) {
                if (block.getValue().get(i).entry().seq() == seq) {
                    return OptionalInt.of(rowOf(block.getKey() * BLOCK + i));
                }
            }
        }
        return OptionalInt.empty();
    }

    /// The row of a group's head.
    int rowOfGroup(int group) {
        return outline.groups().get(group).first() + group;
    }

    private int rowOf(int place) {
        return place + groupAt(place) + 1;
    }

    private int groupAt(int place) {
        int low = 0;
        int high = outline.groups().size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (outline.groups().get(middle).first() <= place) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private int groupOfRow(int row) {
        if (row < 0 || row >= size()) {
            throw new IndexOutOfBoundsException(row);
        }
        int low = 0;
        int high = outline.groups().size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (rowOfGroup(middle) <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
