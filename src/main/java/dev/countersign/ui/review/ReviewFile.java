package dev.countersign.ui.review;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.changeset.TextFile;
import dev.countersign.review.GeneratedFiles;
import dev.countersign.run.OutsideChange;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/// One changed file under review: its diff once read, and what the reviewer decided. A text file has one decision per hunk;
/// what can only be taken whole (binary, link, rename without edit, mode, empty file) has exactly one.
public final class ReviewFile {
    /// Decisions and the reviewer's own text, as one value to go back to.
    ///
    /// @param edited the reviewer's text in place of the agent's
    /// @param lines  of hunks that are decided line by line
    record Marks(List<HunkDecision> hunks, Optional<String> edited, LineMarks lines) {
        Marks {
            hunks = List.copyOf(hunks);
        }

        Marks(List<HunkDecision> hunks, Optional<String> edited) {
            this(hunks, edited, LineMarks.NONE);
        }

        Marks withEdited(Optional<String> text) {
            return new Marks(hunks, text, lines);
        }

        static Marks undecided(int units) {
            return new Marks(Collections.nCopies(units, HunkDecision.UNDECIDED), Optional.empty());
        }
    }

    private final FileChange change;
    private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper(this, "version");
    private Optional<FileDiff> diff = Optional.empty();
    private Optional<String> fault = Optional.empty();
    private List<Sha256> keys = List.of();
    private Marks marks = Marks.undecided(1);
    /// How many of its units are decided so, by the place of the decision.
    private int[] counts = counts(marks);
    private List<BlockMark> blocks = List.of();
    private List<OutsideChange> outside = List.of();
    private boolean outsideOpen;

    ReviewFile(FileChange change) {
        this.change = change;
    }

    public FileChange change() {
        return change;
    }

    public WorkspacePath path() {
        return change.path();
    }

    /// A, M, D, R or T (permissions or kind only).
    public String letter() {
        return switch (change) {
            case FileChange.Added _ -> "A";
            case FileChange.Deleted _ -> "D";
            case FileChange.Modified _ -> "M";
            case FileChange.Renamed _ -> "R";
            case FileChange.ModeChanged _ -> "T";
        };
    }

    /// The agent's change; empty until it is read.
    public Optional<FileDiff> diff() {
        return diff;
    }

    /// Why the content could not be read.
    public Optional<String> fault() {
        return fault;
    }

    /// Counts up with everything that changes here: its diff was read, a decision was taken.
    public ReadOnlyIntegerProperty versionProperty() {
        return version.getReadOnlyProperty();
    }

    Marks marks() {
        return marks;
    }

    /// How its lines are decided; empty where it can only be taken by hunks or whole.
    Optional<LineDecisions> lineDecisions() {
        return diff.filter(FileDiff.Text.class::isInstance).map(FileDiff.Text.class::cast)
                .filter(text -> !text.hunks().isEmpty() && text.hasLinesToChoose()).map(LineDecisions::new);
    }

    /// Names of its lines for drafts.
    Optional<LineKeys> lineKeys() {
        return diff.filter(FileDiff.Text.class::isInstance).map(FileDiff.Text.class::cast).map(text -> new LineKeys(path(), text));
    }

    public boolean isText() {
        return diff.filter(FileDiff.Text.class::isInstance).isPresent();
    }

    /// How many decisions it takes.
    public int units() {
        return marks.hunks().size();
    }

    public int decided() {
        return marks.edited().isPresent() ? units() : units() - count(HunkDecision.UNDECIDED);
    }

    public int count(HunkDecision decision) {
        return counts[decision.ordinal()];
    }

    private static int[] counts(Marks of) {
        var counts = new int[HunkDecision.values().length];
        of.hunks().forEach(decision -> counts[decision.ordinal()]++);
        return counts;
    }

    public boolean isWhollyAccepted() {
        return marks.edited().isEmpty() && count(HunkDecision.ACCEPTED) == units();
    }

    public boolean isWhollyRejected() {
        return marks.edited().isEmpty() && count(HunkDecision.REJECTED) == units();
    }

    /// Written by a tool, not by hand, as far as its name and its old first lines tell.
    public boolean isGenerated() {
        return GeneratedFiles.BY_NAME.why(change, diff).isPresent();
    }

    /// What of this file goes into the approved tree. Undecided hunks are left out.
    FileSelection selection() {
        return selection(marks);
    }

    /// The same with what is undecided taken: what would be approved if the rest were accepted.
    FileSelection wanted() {
        return selection(new Marks(marks.hunks().stream().map(h -> h == HunkDecision.UNDECIDED ? HunkDecision.ACCEPTED : h).toList(),
                marks.edited(), marks.lines()));
    }

    /// The same for other decisions.
    FileSelection selection(Marks of) {
        if (of.edited().isPresent()) {
            return new FileSelection.Edited(of.edited().get());
        }
        if (of.hunks().stream().allMatch(HunkDecision.ACCEPTED::equals)) {
            return new FileSelection.Whole();
        }
        if (of.hunks().contains(HunkDecision.PARTLY)) {
            return lineDecisions().orElseThrow().selection(of);
        }
        var accepted = new TreeSet<Integer>();
        for (int i = 0; i < units(); i++) {
            if (of.hunks().get(i) == HunkDecision.ACCEPTED) {
                accepted.add(i);
            }
        }
        return accepted.isEmpty() ? new FileSelection.None() : new FileSelection.Hunks(accepted);
    }

    /// What would be written now, against what was there: the file as the decisions so far make it. Empty where it has no text.
    Optional<FileDiff> written() {
        return diff.filter(FileDiff.Text.class::isInstance).map(FileDiff.Text.class::cast).map(text -> {
            TextFile result = text.taking(selection());
            return new Differ().diff(text.before(), result, Differ.Options.EXACT);
        });
    }

    /// The text that an edit starts from and is written like: the agent's, or the old one where the agent deleted it.
    Optional<TextFile> editable() {
        return diff.filter(FileDiff.Text.class::isInstance).map(FileDiff.Text.class::cast)
                .filter(_ -> !(change instanceof FileChange.Deleted)).map(FileDiff.Text::after);
    }

    void read(FileDiff found) {
        diff = Optional.of(found);
        keys = keys(found);
        marks = Marks.undecided(keys.size());
        counts = counts(marks);
        changed();
    }

    /// Lines that were moved or copied; none until all files were read.
    List<BlockMark> blocks() {
        return blocks;
    }

    void blocks(List<BlockMark> found) {
        blocks = List.copyOf(found);
        changed();
    }

    /// What of it changed on disk since the agent read it.
    List<OutsideChange> outside() {
        return outside;
    }

    /// Whether such a change waits for an answer.
    boolean isOutsideOpen() {
        return outsideOpen;
    }

    void outside(List<OutsideChange> met, boolean open) {
        if (!met.equals(outside) || !met.isEmpty()) {
            outside = List.copyOf(met);
            outsideOpen = open;
            changed();
        }
    }

    void failed(String why) {
        fault = Optional.of(why);
        changed();
    }

    void marks(Marks next) {
        if (next.hunks().size() != units()) {
            throw new IllegalArgumentException(path() + " takes " + units() + " decisions, not " + next.hunks().size());
        }
        marks = next;
        counts = counts(next);
        changed();
    }

    /// Content digests of what each decision is about: a later candidate with the same hunk needs no second answer.
    List<Sha256> keys() {
        return keys;
    }

    private List<Sha256> keys(FileDiff found) {
        var seen = new HashMap<String, Integer>();
        var all = new ArrayList<Sha256>();
        if (found instanceof FileDiff.Text text && !text.hunks().isEmpty()) {
            for (Hunk hunk : text.hunks()) {
                all.add(key(text.before().lines().subList(hunk.beforeStart(), hunk.beforeEnd()) + "\n"
                        + text.before().ends().subList(hunk.beforeStart(), hunk.beforeEnd()) + "\n"
                        + text.after().lines().subList(hunk.afterStart(), hunk.afterEnd()) + "\n"
                        + text.after().ends().subList(hunk.afterStart(), hunk.afterEnd()), seen));
            }
        } else {
            all.add(key(change.beforeState() + "\n" + change.afterState(), seen));
        }
        return List.copyOf(all);
    }

    private Sha256 key(String content, Map<String, Integer> seen) {
        int nth = seen.merge(content, 1, Integer::sum);
        String whole = letter() + "\n" + path() + "\n" + nth + "\n" + content;
        return Sha256.of(whole.getBytes(StandardCharsets.UTF_8));
    }

    private void changed() {
        version.set(version.get() + 1);
    }
}
