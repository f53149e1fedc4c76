package dev.countersign.ledger.blame;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The entries that changed one path, newest first, read page by page as they are asked for. For one question.
final class History {
    private static final int FIRST = 32;
    private static final int MOST = 1_000;

    private final Ledger ledger;
    private final WorkspacePath path;
    private final List<Step> steps = new ArrayList<>();
    private OptionalLong below = OptionalLong.empty();
    private int page = FIRST;
    private boolean whole;

    History(Ledger ledger, WorkspacePath path) {
        this.ledger = ledger;
        this.path = path;
    }

    /// What one entry did to the path.
    record Step(Entry entry, PathEdit edit) {
        long seq() {
            return entry.seq();
        }

        Optional<FileState> before() {
            return edit.before().filter(Step::isFile);
        }

        Optional<FileState> after() {
            return edit.after().filter(Step::isFile);
        }

        private static boolean isFile(FileState state) {
            return state.kind() == FileState.Kind.FILE;
        }
    }

    WorkspacePath path() {
        return path;
    }

    /// Step `index` counted from the newest; empty behind the oldest.
    Optional<Step> step(int index) throws IOException {
        while (steps.size() <= index && !whole) {
            read();
        }
        return index < steps.size() ? Optional.of(steps.get(index)) : Optional.empty();
    }

    /// The newest step of an entry before `seq`.
    int firstBelow(long seq) throws IOException {
        int index = 0;
        for (Optional<Step> step = step(index); step.isPresent() && step.get().seq() >= seq; step = step(index)) {
            index++;
        }
        return index;
    }

    private void read() throws IOException {
        List<Entry> entries = ledger.page(new EntryQuery(below, page, Optional.empty(), Optional.of(path.value()), Optional.empty(),
                Optional.empty()));
        for (Entry entry : entries) {
            entry.what().changes().stream().filter(edit -> edit.path().equals(path)).findFirst()
                    .ifPresent(edit -> steps.add(new Step(entry, edit)));
        }
        whole = entries.size() < page;
        page = Math.min(MOST, page * 4);
        if (!entries.isEmpty()) {
            below = OptionalLong.of(entries.getLast().seq());
        }
    }
}
