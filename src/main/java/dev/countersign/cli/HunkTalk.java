package dev.countersign.cli;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.cli.ReviewChoices.Taken;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Goes through all hunks, and asks about each: take it, leave it, take some of its lines, comment on it; back by one.
final class HunkTalk {
    private static final int CONTEXT = 3;

    /// @param hunk empty for a file that is answered as one
    private record Unit(FileChange change, Optional<Hunk> hunk) {}

    private final Terminal terminal;
    private final ReviewChoices choices;
    private final CommentTalk comments;
    private final DiffPrinter printer;
    private final List<Unit> units = new ArrayList<>();
    private final Map<WorkspacePath, FileDiff> diffs;

    HunkTalk(Terminal terminal, Changeset changeset, Map<WorkspacePath, FileDiff> diffs, ReviewChoices choices, CommentTalk comments,
             DiffPrinter printer) {
        this.terminal = terminal;
        this.choices = choices;
        this.comments = comments;
        this.printer = printer;
        this.diffs = diffs;
        for (FileChange change : changeset.changes()) {
            if (choices.isEdited(change.path())) {
                continue;
            }
            if (diffs.get(change.path()) instanceof FileDiff.Text text && !text.hunks().isEmpty()) {
                text.hunks().forEach(hunk -> units.add(new Unit(change, Optional.of(hunk))));
            } else {
                units.add(new Unit(change, Optional.empty()));
            }
        }
    }

    /// Whether all were answered; false where the person went back to the menu, with what was answered kept.
    boolean ask() {
        int at = 0;
        while (at < units.size()) {
            Unit unit = units.get(at);
            show(unit);
            Optional<String> answer = terminal.ask(unit.hunk.isPresent() ? "Accept this hunk? l lines, c comment, p preview, u back [y/n/q] "
                    : "Accept this file? u back [y/n/q] ").map(String::strip);
            if (answer.isEmpty() || answer.get().equals("q")) {
                return false;
            }
            switch (answer.get()) {
                case "y", "n" -> {
                    boolean yes = answer.get().equals("y");
                    unit.hunk.ifPresentOrElse(hunk -> choices.hunk(unit.change.path(), hunk, Taken.of(hunk, yes)),
                            () -> choices.file(unit.change.path(), yes));
                    at++;
                }
                case "l" -> at += lines(unit) ? 1 : 0;
                case "c" -> unit.hunk.ifPresent(hunk -> comments.add(unit.change.path(), hunk));
                case "p" -> printer.preview(unit.change, choices);
                case "u" -> {
                    if (at > 0 && choices.undo()) {
                        at--;
                    }
                }
                default -> terminal.say("Answer with one of the letters.");
            }
        }
        return true;
    }

    private void show(Unit unit) {
        WorkspacePath path = unit.change.path();
        if (unit.hunk.isPresent() && diffs.get(path) instanceof FileDiff.Text text) {
            terminal.say(terminal.tint(Terminal.Tone.STRONG, Words.letter(unit.change) + " " + path + "  hunk " + (unit.hunk.get().index() + 1)
                    + " of " + text.hunks().size()));
            HunkText.lines(text, unit.hunk.get(), CONTEXT).forEach(printer::line);
        } else {
            printer.diff(unit.change);
        }
    }

    /// Asks for some lines of a hunk by the numbers that are shown. @return whether it was answered
    private boolean lines(Unit unit) {
        if (unit.hunk.isEmpty() || !(diffs.get(unit.change.path()) instanceof FileDiff.Text text)) {
            terminal.say("This can be taken whole or not at all.");
            return false;
        }
        if (!text.hasLinesToChoose()) {
            terminal.say("The file changes its character set: its hunks can be taken whole or not at all.");
            return false;
        }
        Hunk hunk = unit.hunk.get();
        int number = 0;
        for (int line = hunk.beforeStart(); line < hunk.beforeEnd(); line++) {
            printer.line("-" + String.format("%4d  ", ++number) + text.before().lines().get(line));
        }
        for (int line = hunk.afterStart(); line < hunk.afterEnd(); line++) {
            printer.line("+" + String.format("%4d  ", ++number) + text.after().lines().get(line));
        }
        while (true) {
            Optional<String> answer = terminal.ask("Which of these lines to take, as 1,3-5 (Enter: none, q: back)? ").map(String::strip);
            if (answer.isEmpty() || answer.get().equals("q")) {
                return false;
            }
            Optional<TreeSet<Integer>> numbers = LineNumbers.parse(answer.get(), number);
            if (numbers.isPresent()) {
                var removed = new TreeSet<Integer>();
                var added = new TreeSet<Integer>();
                numbers.get().forEach(n -> {
                    if (n <= hunk.beforeCount()) {
                        removed.add(hunk.beforeStart() + n - 1);
                    } else {
                        added.add(hunk.afterStart() + n - 1 - hunk.beforeCount());
                    }
                });
                choices.hunk(unit.change.path(), hunk, new Taken(removed, added));
                return true;
            }
            terminal.say("Answer with numbers from 1 to " + number + ", as 1,3-5.");
        }
    }
}
