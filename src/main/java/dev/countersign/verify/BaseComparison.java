package dev.countersign.verify;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells residuals that a change brought from those that were there before. Two are the same where sensor and message are, and
/// the line of the one, carried through the diff, is that of the other: an unchanged line by itself, a changed one by any line of
/// its hunk. Each residual of the base answers for one of the checked tree at most.
public final class BaseComparison {
    private final Map<WorkspacePath, FileChange> byBefore = new HashMap<>();
    private final Map<WorkspacePath, List<Hunk>> hunks = new HashMap<>();
    private final Contents contents;
    private final Differ differ = new Differ();

    /// @param contents has both sides of `changeset`
    public BaseComparison(Changeset changeset, Contents contents) {
        this.contents = contents;
        for (FileChange change : changeset.changes()) {
            switch (change) {
                case FileChange.Renamed renamed -> byBefore.put(renamed.from(), change);
                case FileChange.Deleted _, FileChange.Modified _, FileChange.ModeChanged _ -> byBefore.put(change.path(), change);
                case FileChange.Added _ -> { }
            }
        }
    }

    /// @param fresh  of the checked tree only: what the change broke
    /// @param before in both, at their places in the checked tree
    /// @param mended of the base only, at their places there
    public record Compared(List<Residual> fresh, List<Residual> before, List<Residual> mended) {
        public SensorResult.Baseline baseline() {
            return new SensorResult.Baseline(true, before, mended);
        }
    }

    public Compared compare(List<Residual> base, List<Residual> checked) throws IOException {
        var fresh = new ArrayList<>(checked);
        var before = new ArrayList<Residual>();
        var mended = new ArrayList<Residual>();
        // What stands on an unchanged line is paired first, so that it is not taken by another of the same words.
        var open = new ArrayList<Residual>();
        for (Residual was : base) {
            if (!pair(was, fresh, before, true)) {
                open.add(was);
            }
        }
        for (Residual was : open) {
            if (!pair(was, fresh, before, false)) {
                mended.add(was);
            }
        }
        return new Compared(List.copyOf(fresh), List.copyOf(before), List.copyOf(mended));
    }

    private boolean pair(Residual was, List<Residual> fresh, List<Residual> before, boolean exact) throws IOException {
        for (Residual is : fresh) {
            if (is.sensor().equals(was.sensor()) && is.message().equals(was.message()) && stands(was, is, exact)) {
                fresh.remove(is);
                before.add(is);
                return true;
            }
        }
        return false;
    }

    private boolean stands(Residual was, Residual is, boolean exact) throws IOException {
        if (was.path().isEmpty() || is.path().isEmpty()) {
            return was.path().equals(is.path()) && was.line() == is.line();
        }
        Optional<WorkspacePath> now = pathAfter(was.path().get());
        if (!now.equals(is.path())) {
            return false;
        }
        if (was.line() == 0 || is.line() == 0) {
            return was.line() == is.line();
        }
        int line = was.line() - 1;
        int shift = 0;
        for (Hunk hunk : hunks(was.path().get())) {
            if (line < hunk.beforeStart()) {
                break;
            }
            if (line < hunk.beforeEnd()) {
                return !exact && is.line() - 1 >= hunk.afterStart() && is.line() - 1 < hunk.afterEnd();
            }
            shift = hunk.afterEnd() - hunk.beforeEnd();
        }
        return is.line() - 1 == line + shift;
    }

    private Optional<WorkspacePath> pathAfter(WorkspacePath path) {
        FileChange change = byBefore.get(path);
        return change instanceof FileChange.Deleted ? Optional.empty() : Optional.of(change == null ? path : change.path());
    }

    private List<Hunk> hunks(WorkspacePath path) throws IOException {
        List<Hunk> known = hunks.get(path);
        if (known == null) {
            FileChange change = byBefore.get(path);
            known = change != null && differ.diff(change, contents, Differ.Options.EXACT) instanceof FileDiff.Text text
                    ? text.hunks() : List.of();
            hunks.put(path, known);
        }
        return known;
    }
}
