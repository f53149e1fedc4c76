package dev.countersign.changeset;

import dev.countersign.workspace.Contents;
import java.io.IOException;

/// How much of a changeset was chosen, in hunks. What has no hunks (a binary, a link, a change of mode alone) counts as one.
///
/// @param hunks  all there are
/// @param whole  those taken as they are, and those of edited files
/// @param partly those of which some lines are taken
/// @param edited files with the reviewer's own text
public record SelectionCount(int hunks, int whole, int partly, int edited) {

    public static SelectionCount of(Changeset changeset, Selection selection, Contents contents) throws IOException {
        int hunks = 0;
        int whole = 0;
        int partly = 0;
        int edited = 0;
        for (FileChange change : changeset.changes()) {
            FileDiff diff = new Differ().diff(change, contents, Differ.Options.EXACT);
            int here = switch (diff) {
                case FileDiff.Text text -> Math.max(1, text.hunks().size());
                case FileDiff.Binary _, FileDiff.TooLarge _, FileDiff.Link _ -> 1;
            };
            hunks += here;
            switch (selection.files().get(change.path())) {
                case null -> { }
                case Selection.FileSelection.None _ -> { }
                case Selection.FileSelection.Whole _ -> whole += here;
                case Selection.FileSelection.Hunks some -> whole += Math.min(here, some.accepted().size());
                case Selection.FileSelection.Lines lines -> {
                    if (diff instanceof FileDiff.Text text) {
                        whole += (int) text.hunks().stream().filter(lines::isWhole).count();
                        partly += (int) text.hunks().stream().filter(h -> !lines.isWhole(h) && !lines.isNone(h)).count();
                    }
                }
                case Selection.FileSelection.Edited _ -> {
                    whole += here;
                    edited++;
                }
            }
        }
        return new SelectionCount(hunks, whole, partly, edited);
    }

    /// "12 of 14 hunks, 1 in part, 1 file edited"
    public String words() {
        return whole + " of " + hunks + (hunks == 1 ? " hunk" : " hunks") + (partly == 0 ? "" : ", " + partly + " in part")
                + (edited == 0 ? "" : ", " + edited + (edited == 1 ? " file edited" : " files edited"));
    }
}
