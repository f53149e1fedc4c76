package dev.countersign.ui.review;

import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// Where the reviewer is: a file, and one hunk of it.
final class ReviewCursor {
    private final List<ReviewFile> files;
    private List<ReviewFile> arranged = List.of();
    private final ObjectProperty<@Nullable ReviewFile> file = new SimpleObjectProperty<>(this, "file");
    private final IntegerProperty hunk = new SimpleIntegerProperty(this, "hunk", -1);

    /// @param files in the order in which they are gone through; may change
    ReviewCursor(List<ReviewFile> files) {
        this.files = files;
    }

    /// The same files in another order, to be gone through from now on; forgotten when the files change.
    void arrange(List<ReviewFile> order) {
        arranged = List.copyOf(order);
    }

    private List<ReviewFile> order() {
        return arranged.size() == files.size() && (files.isEmpty() || arranged.contains(files.getFirst())) ? arranged : files;
    }

    ObjectProperty<@Nullable ReviewFile> fileProperty() {
        return file;
    }

    @Nullable ReviewFile file() {
        return file.get();
    }

    IntegerProperty hunkProperty() {
        return hunk;
    }

    int hunk() {
        return hunk.get();
    }

    /// Goes to the next undecided unit behind the current one, from the start again at the end; stays where nothing is open.
    void nextUndecided() {
        List<ReviewFile> files = order();
        ReviewFile now = file.get();
        int at = now == null ? 0 : files.indexOf(now);
        for (int i = 0; i <= files.size() && at >= 0; i++) {
            ReviewFile candidate = files.get((at + i) % files.size());
            if (candidate.marks().edited().isPresent()) {
                continue;
            }
            for (int unit = i == 0 ? hunk.get() + 1 : 0; unit < candidate.units(); unit++) {
                if (candidate.marks().hunks().get(unit) == HunkDecision.UNDECIDED) {
                    goTo(candidate, unit);
                    return;
                }
            }
        }
    }

    /// The next (1) or previous (-1) hunk, over the borders of files.
    void step(int by) {
        ReviewFile now = file.get();
        if (now == null) {
            return;
        }
        int unit = hunk.get() + by;
        if (unit >= 0 && unit < now.units()) {
            hunk.set(unit);
        } else {
            List<ReviewFile> files = order();
            int at = files.indexOf(now) + by;
            if (at >= 0 && at < files.size()) {
                goTo(files.get(at), by > 0 ? 0 : files.get(at).units() - 1);
            }
        }
    }

    void stepFile(int by) {
        List<ReviewFile> files = order();
        int at = files.indexOf(file.get()) + by;
        if (at >= 0 && at < files.size()) {
            goTo(files.get(at), 0);
        }
    }

    /// Shows a file that changed where something of it is open; stays where nothing is.
    void show(ReviewFile where) {
        int open = where.marks().hunks().indexOf(HunkDecision.UNDECIDED);
        goTo(where, where.equals(file.get()) && open < 0 ? hunk.get() : Math.max(0, open));
    }

    /// Shows a hunk of a file.
    void goTo(@Nullable ReviewFile where, int unit) {
        hunk.set(where == null ? -1 : unit);
        file.set(where);
    }
}
