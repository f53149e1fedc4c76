package dev.countersign.ui.review;

import dev.countersign.changeset.Selection;
import dev.countersign.ui.review.ReviewDrafts.Draft;
import dev.countersign.ui.review.ReviewFile.Marks;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What was decided of all files so far, and the way back from each step.
final class ReviewDecisions {
    private record Step(Map<ReviewFile, Marks> before) {}

    private final List<ReviewFile> files;
    private final Deque<Step> done = new ArrayDeque<>();

    ReviewDecisions(List<ReviewFile> files) {
        this.files = files;
    }

    void decide(ReviewFile file, int unit, HunkDecision decision) {
        var hunks = new ArrayList<>(file.marks().hunks());
        hunks.set(unit, decision);
        mark(Map.of(file, new Marks(hunks, Optional.empty())));
    }

    /// Every unit of these files that `only` asks for, in one step.
    void decideAll(List<ReviewFile> some, HunkDecision decision, boolean undecidedOnly) {
        var marks = new HashMap<ReviewFile, Marks>();
        for (ReviewFile file : some) {
            if (undecidedOnly) {
                var hunks = new ArrayList<>(file.marks().hunks());
                hunks.replaceAll(now -> now == HunkDecision.UNDECIDED ? decision : now);
                marks.put(file, new Marks(hunks, file.marks().edited()));
            } else {
                marks.put(file, new Marks(Collections.nCopies(file.units(), decision), Optional.empty()));
            }
        }
        mark(marks);
    }

    void edit(ReviewFile file, Optional<String> text) {
        mark(Map.of(file, new Marks(file.marks().hunks(), text)));
    }

    private void mark(Map<ReviewFile, Marks> next) {
        var before = new HashMap<ReviewFile, Marks>();
        next.forEach((file, marks) -> {
            if (!marks.equals(file.marks())) {
                before.put(file, file.marks());
                file.marks(marks);
            }
        });
        if (!before.isEmpty()) {
            done.push(new Step(before));
        }
    }

    /// Takes the last step back. @return one of the files it was about, empty where there was none
    Optional<ReviewFile> undo() {
        if (done.isEmpty()) {
            return Optional.empty();
        }
        Step step = done.pop();
        step.before.forEach(ReviewFile::marks);
        return step.before.keySet().stream().min(java.util.Comparator.comparing(ReviewFile::path));
    }

    boolean canUndo() {
        return !done.isEmpty();
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
        return edited() == 0 && count(HunkDecision.ACCEPTED) == 0;
    }

    Selection selection() {
        var chosen = new TreeMap<WorkspacePath, Selection.FileSelection>();
        files.forEach(file -> chosen.put(file.path(), file.selection()));
        return new Selection(chosen);
    }

    Draft draft(String feedback) {
        var decisions = new HashMap<String, HunkDecision>();
        var edits = new HashMap<String, String>();
        for (ReviewFile file : files) {
            for (int i = 0; i < file.keys().size(); i++) {
                if (file.marks().hunks().get(i) != HunkDecision.UNDECIDED) {
                    decisions.put(file.keys().get(i).hex(), file.marks().hunks().get(i));
                }
            }
            file.marks().edited().ifPresent(text -> edits.put(editKey(file), text));
        }
        return new Draft(decisions, edits, feedback);
    }

    /// Gives a file that was just read the decisions of a draft, as far as they are about the same content.
    static void restore(ReviewFile file, Draft draft) {
        List<HunkDecision> hunks = file.keys().stream()
                .map(key -> draft.decisions().getOrDefault(key.hex(), HunkDecision.UNDECIDED)).toList();
        file.marks(new Marks(hunks, Optional.ofNullable(draft.edits().get(editKey(file)))));
    }

    private static String editKey(ReviewFile file) {
        return file.path() + "@" + file.change().afterState().map(s -> s.content().hex()).orElse("");
    }
}
