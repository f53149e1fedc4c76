package dev.countersign.cli;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.workspace.WorkspacePath;
import java.util.Map;
import java.util.Optional;

/// Changes of files as lines on the terminal.
final class DiffPrinter {
    private static final int CONTEXT = 3;

    private final Terminal terminal;
    private final Map<WorkspacePath, FileDiff> diffs;

    DiffPrinter(Terminal terminal, Map<WorkspacePath, FileDiff> diffs) {
        this.terminal = terminal;
        this.diffs = diffs;
    }

    /// "+3 −1  2 hunks"
    static String size(FileDiff diff) {
        return switch (diff) {
            case FileDiff.Text text -> "+" + text.added() + " \u2212" + text.removed()
                    + (text.hunks().size() > 1 ? "  " + text.hunks().size() + " hunks" : "");
            case FileDiff.Binary _ -> "binary";
            case FileDiff.TooLarge _ -> "too large to show";
            case FileDiff.Link link -> "link to " + link.after();
        };
    }

    void diff(FileChange change) {
        terminal.say(terminal.tint(Terminal.Tone.STRONG, Words.letter(change) + " " + change.path()));
        FileDiff diff = diffs.get(change.path());
        if (diff instanceof FileDiff.Text text) {
            text.hunks().forEach(hunk -> HunkText.lines(text, hunk, CONTEXT).forEach(this::line));
        } else {
            terminal.say("  " + size(diff));
        }
    }

    /// One line that starts with `@`, a space, `-` or `+`.
    void line(String line) {
        terminal.say(switch (line.charAt(0)) {
            case '+' -> terminal.tint(Terminal.Tone.GOOD, line);
            case '-' -> terminal.tint(Terminal.Tone.BAD, line);
            case '@' -> terminal.tint(Terminal.Tone.ACCENT, line);
            default -> line;
        });
    }

    /// What would be written of a file with the answers so far, against what is there.
    void preview(FileChange change, ReviewChoices choices) {
        Optional<FileSelection> chosen = choices.of(change.path());
        if (chosen.isEmpty()) {
            terminal.say("Nothing of " + change.path() + " is answered yet.");
        } else if (diffs.get(change.path()) instanceof FileDiff.Text text) {
            FileDiff.Text written = new Differ().diff(text.before(), text.taking(chosen.get()), Differ.Options.EXACT);
            terminal.say(terminal.tint(Terminal.Tone.STRONG, "Will be written: " + change.path() + "  " + size(written)));
            written.hunks().forEach(hunk -> HunkText.lines(written, hunk, CONTEXT).forEach(this::line));
        } else {
            terminal.say("Will be " + (chosen.get() instanceof FileSelection.None ? "left as it is: "
                    : "taken whole: ") + change.path());
        }
    }
}
