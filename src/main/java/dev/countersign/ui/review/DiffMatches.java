package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;

/// What a search found in the diff in front, and which match is the current one.
final class DiffMatches {
    private DiffFind find = DiffFind.NONE;
    private int current = -1;

    void clear() {
        find = DiffFind.NONE;
        current = -1;
    }

    /// The first match at or behind row `top` becomes the current one; behind the last it is the first.
    void search(FileDiff.Text diff, String wanted, DiffRows rows, int top) {
        find = DiffFind.in(diff, wanted);
        current = find.matches().isEmpty() ? -1 : 0;
        for (int i = 0; i < find.matches().size(); i++) {
            if (rows.rowOf(find.matches().get(i).side(), find.matches().get(i).line()) >= top) {
                current = i;
                return;
            }
        }
    }

    /// @return whether there is a match to show
    boolean step(int by) {
        if (current < 0) {
            return false;
        }
        current = Math.floorMod(current + by, find.matches().size());
        return true;
    }

    /// The first match (1) or the last (-1).
    boolean end(int by) {
        if (current < 0) {
            return false;
        }
        current = by > 0 ? 0 : find.matches().size() - 1;
        return true;
    }

    /// Whether a step would run over the end.
    boolean isLast(int by) {
        return by > 0 ? current == find.matches().size() - 1 : current <= 0;
    }

    DiffFind find() {
        return find;
    }

    int current() {
        return current;
    }
}
