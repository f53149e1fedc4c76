package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.Selection;
import dev.countersign.changeset.TextFile;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.review.ReviewDrafts.Draft;
import dev.countersign.ui.review.ReviewDrafts.DraftComment;
import dev.countersign.ui.review.ReviewFile.Marks;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What was decided of all files so far.
final class ReviewDecisions {
    private static final Texts TEXTS = Texts.of(ReviewDecisions.class);

    private final List<ReviewFile> files;
    private final ReviewHistory history;

    /// @param history gets each step
    ReviewDecisions(List<ReviewFile> files, ReviewHistory history) {
        this.files = files;
        this.history = history;
    }

    void decide(ReviewFile file, int unit, HunkDecision decision) {
        mark(Map.of(file, hunks(file, List.of(unit), decision)));
    }

    private static Marks hunks(ReviewFile file, List<Integer> units, HunkDecision decision) {
        return file.lineDecisions().map(lines -> lines.hunks(file.marks(), units, decision)).orElseGet(() -> {
            var hunks = new ArrayList<>(file.marks().hunks());
            units.forEach(unit -> hunks.set(unit, decision));
            return new Marks(hunks, Optional.empty());
        });
    }

    /// Some lines of a file. Does nothing where it has no lines to choose, or none of these changes.
    void decideLines(ReviewFile file, ChosenLines lines, HunkDecision decision) {
        file.lineDecisions().ifPresent(of -> mark(Map.of(file, of.lines(file.marks(), lines, decision))));
    }

    /// Accepted, then rejected, then open again.
    void cycle(ReviewFile file, int unit) {
        decide(file, unit, switch (file.marks().hunks().get(unit)) {
            case UNDECIDED -> HunkDecision.ACCEPTED;
            case ACCEPTED -> HunkDecision.REJECTED;
            case REJECTED, PARTLY -> HunkDecision.UNDECIDED;
        });
    }

    /// Whether each of these lines that changes is taken.
    boolean takesAll(ReviewFile file, ChosenLines lines) {
        return file.diff().orElse(null) instanceof FileDiff.Text text && text.hunks().stream().allMatch(hunk ->
                lines.before().subSet(hunk.beforeStart(), hunk.beforeEnd()).stream().allMatch(line ->
                        LineDecisions.of(file.marks(), hunk.index(), Side.BEFORE, line) == HunkDecision.ACCEPTED)
                && lines.after().subSet(hunk.afterStart(), hunk.afterEnd()).stream().allMatch(line ->
                        LineDecisions.of(file.marks(), hunk.index(), Side.AFTER, line) == HunkDecision.ACCEPTED));
    }

    /// Every unit of these files that `only` asks for, in one step.
    void decideAll(List<ReviewFile> some, HunkDecision decision, boolean undecidedOnly) {
        var marks = new HashMap<ReviewFile, Marks>();
        for (ReviewFile file : some) {
            if (undecidedOnly) {
                marks.put(file, rest(file, decision));
            } else {
                marks.put(file, new Marks(Collections.nCopies(file.units(), decision), Optional.empty()));
            }
        }
        mark(marks);
    }

    private static Marks rest(ReviewFile file, HunkDecision decision) {
        return file.lineDecisions().map(lines -> lines.rest(file.marks(), decision)).orElseGet(() -> {
            var hunks = new ArrayList<>(file.marks().hunks());
            hunks.replaceAll(now -> now == HunkDecision.UNDECIDED ? decision : now);
            return new Marks(hunks, file.marks().edited());
        });
    }

    /// Puts the reviewer's text in place of the agent's.
    ///
    /// @return why it cannot be: a character that the file's charset does not have; nothing changes then
    Optional<String> edit(ReviewFile file, String typed) {
        Optional<TextFile> base = file.editable();
        if (base.isEmpty()) {
            return Optional.of(TEXTS.text("edit.none"));
        }
        Optional<String> bad = EditedText.unencodable(base.get(), typed);
        if (bad.isPresent()) {
            return Optional.of(TEXTS.text("edit.charset", bad.get(), base.get().charset().name()));
        }
        String text = EditedText.of(base.get(), typed);
        mark(Map.of(file, file.marks().withEdited(text.equals(base.get().text()) ? Optional.empty() : Optional.of(text))));
        return Optional.empty();
    }

    /// Back to the agent's text, its hunks decided as they were.
    void revert(ReviewFile file) {
        mark(Map.of(file, file.marks().withEdited(Optional.empty())));
    }

    private void mark(Map<ReviewFile, Marks> next) {
        var before = new HashMap<ReviewFile, Marks>();
        var after = new HashMap<ReviewFile, Marks>();
        next.forEach((file, marks) -> {
            if (!marks.equals(file.marks())) {
                before.put(file, file.marks());
                after.put(file, marks);
                file.marks(marks);
            }
        });
        if (!before.isEmpty()) {
            history.add(new ReviewHistory.Step(() -> before.forEach(ReviewFile::marks), () -> after.forEach(ReviewFile::marks),
                    before.keySet().stream().min(Comparator.comparing(ReviewFile::path))));
        }
    }

    int units() {
        return files.stream().mapToInt(ReviewFile::units).sum();
    }

    int decided() {
        return files.stream().mapToInt(ReviewFile::decided).sum();
    }

    int count(HunkDecision decision) {
        return files.stream().filter(f -> f.marks().edited().isEmpty()).mapToInt(f -> f.count(decision)).sum();
    }

    int edited() {
        return (int) files.stream().filter(f -> f.marks().edited().isPresent()).count();
    }

    boolean isWhole() {
        return files.stream().allMatch(ReviewFile::isWhollyAccepted);
    }

    boolean takesNothing() {
        return edited() == 0 && count(HunkDecision.ACCEPTED) == 0 && count(HunkDecision.PARTLY) == 0;
    }

    Selection selection() {
        var chosen = new TreeMap<WorkspacePath, Selection.FileSelection>();
        files.forEach(file -> chosen.put(file.path(), file.selection()));
        return new Selection(chosen);
    }

    /// A file and what is decided of it, as it was at one moment.
    private record Decided(ReviewFile file, List<Sha256> keys, Marks marks, Optional<LineKeys> lines) {}

    /// What is decided now, with what else a draft keeps. It is put together when asked for, on any thread, and doesn't change with what
    /// is decided later.
    Supplier<Draft> draft(String feedback, List<DraftComment> comments, Map<String, KeptAnswer> outside) {
        List<Decided> now = files.stream().map(file -> new Decided(file, file.keys(), file.marks(),
                file.marks().lines().isEmpty() ? Optional.empty() : file.lineKeys())).toList();
        return () -> draft(now, feedback, comments, outside);
    }

    private static Draft draft(List<Decided> all, String feedback, List<DraftComment> comments, Map<String, KeptAnswer> outside) {
        var lines = new HashMap<String, Boolean>();
        var decisions = new HashMap<String, HunkDecision>();
        var edits = new HashMap<String, String>();
        for (Decided one : all) {
            for (int i = 0; i < one.keys.size(); i++) {
                HunkDecision decision = one.marks.hunks().get(i);
                if (decision == HunkDecision.ACCEPTED || decision == HunkDecision.REJECTED) {
                    decisions.put(one.keys.get(i).hex(), decision);
                }
            }
            one.marks.edited().ifPresent(text -> edits.put(editKey(one.file), text));
            one.lines.ifPresent(keys -> {
                for (Side side : Side.values()) {
                    one.marks.lines().of(side).forEach((line, taken) -> lines.put(keys.key(side, line), taken));
                }
            });
        }
        return new Draft(decisions, lines, edits, feedback, comments, outside);
    }

    /// Gives a file that was just read the decisions of a draft, as far as they are about the same content.
    static void restore(ReviewFile file, Draft draft) {
        List<HunkDecision> hunks = file.keys().stream()
                .map(key -> draft.decisions().getOrDefault(key.hex(), HunkDecision.UNDECIDED)).toList();
        var marks = new Marks(hunks, Optional.ofNullable(draft.edits().get(editKey(file))), lines(file, draft));
        file.marks(file.lineDecisions().map(lines -> lines.settled(marks)).orElse(marks));
    }

    private static LineMarks lines(ReviewFile file, Draft draft) {
        if (draft.lines().isEmpty() || file.lineDecisions().isEmpty() || !(file.diff().orElse(null) instanceof FileDiff.Text text)) {
            return LineMarks.NONE;
        }
        LineKeys keys = file.lineKeys().orElseThrow();
        var removed = new TreeMap<Integer, Boolean>();
        var added = new TreeMap<Integer, Boolean>();
        for (Hunk hunk : text.hunks()) {
            for (int line = hunk.beforeStart(); line < hunk.beforeEnd(); line++) {
                restore(keys.key(Side.BEFORE, line), line, draft, removed);
            }
            for (int line = hunk.afterStart(); line < hunk.afterEnd(); line++) {
                restore(keys.key(Side.AFTER, line), line, draft, added);
            }
        }
        return new LineMarks(removed, added);
    }

    private static void restore(String key, int line, Draft draft, Map<Integer, Boolean> marks) {
        Boolean taken = draft.lines().get(key);
        if (taken != null) {
            marks.put(line, taken);
        }
    }

    private static String editKey(ReviewFile file) {
        return file.path() + "@" + file.change().afterState().map(s -> s.content().hex()).orElse("");
    }
}
