package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.Whitespace;
import dev.countersign.ui.review.DiffRows.Row;

/// Which hunks and rows of a diff change only white space that does not count. Told when it is asked for: most hunks of a large
/// file are never looked at.
final class WhitespaceView {
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final FileDiff.Text diff;
    private Whitespace mode = Whitespace.EXACT;
    private byte[] known;

    WhitespaceView(FileDiff.Text diff) {
        this.diff = diff;
        known = new byte[diff.hunks().size()];
    }

    void mode(Whitespace next) {
        mode = next;
        known = new byte[known.length];
    }

    boolean isHidden(int hunk) {
        if (mode == Whitespace.EXACT || hunk < 0) {
            return false;
        }
        if (known[hunk] == 0) {
            known[hunk] = mode.hides(diff, diff.hunks().get(hunk)) ? YES : NO;
        }
        return known[hunk] == YES;
    }

    int hidden() {
        return mode == Whitespace.EXACT ? 0 : (int) diff.hunks().stream().map(Hunk::index).filter(this::isHidden).count();
    }

    boolean isQuiet(Row row) {
        if (mode == Whitespace.EXACT || row.hunk() < 0) {
            return false;
        }
        if (isHidden(row.hunk())) {
            return true;
        }
        int before = row.before() >= 0 ? row.before() : row.partner();
        int after = row.after() >= 0 ? row.after() : row.partner();
        return row.partner() >= 0 && before >= 0 && after >= 0
                && mode.isSame(diff.before().lines().get(before), diff.after().lines().get(after));
    }
}
