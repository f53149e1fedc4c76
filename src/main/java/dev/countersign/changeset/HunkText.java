package dev.countersign.changeset;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.patch.HunkHeader;

/// The lines of one hunk of a patch, each with its `\n` where it has one.
final class HunkText {
    private final HunkHeader header;
    private final List<String> before = new ArrayList<>();
    private final List<String> after = new ArrayList<>();
    /// For each line before: its line within the hunk, from 1 (0 is the header).
    private final List<Integer> places = new ArrayList<>();
    private int leading;
    private int trailing;

    HunkText(HunkHeader header) {
        this.header = header;
        List<String> lines = GitLines.split(header.getBuffer(), header.getStartOffset(), header.getEndOffset());
        boolean changed = false;
        char last = ' ';
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            char mark = line.charAt(0);
            if (mark == '\\') {
                unfinish(last);
                continue;
            }
            if (isComplete()) {
                break;
            }
            // Mailers strip the blank of an empty context line.
            String text = mark == '\n' || mark == '\r' ? line : line.substring(1);
            last = mark == '-' || mark == '+' ? mark : ' ';
            if (last != '+') {
                before.add(text);
                places.add(i);
            }
            if (last != '-') {
                after.add(text);
            }
            changed |= last != ' ';
            trailing = last == ' ' ? trailing + 1 : 0;
            leading += changed ? 0 : 1;
        }
    }

    /// Whether it has as many lines as its header says.
    boolean isComplete() {
        return before.size() == header.getOldImage().getLineCount() && after.size() == header.getNewLineCount();
    }

    List<String> before() {
        return before;
    }

    List<String> after() {
        return after;
    }

    int place(int line) {
        return places.get(line);
    }

    int leading() {
        return leading;
    }

    int trailing() {
        return trailing;
    }

    /// Index of the line where it says it belongs.
    int stated() {
        int start = header.getOldImage().getStartLine();
        return before.isEmpty() ? start : start - 1;
    }

    private void unfinish(char last) {
        if (last != '+') {
            chomp(before);
        }
        if (last != '-') {
            chomp(after);
        }
    }

    private static void chomp(List<String> lines) {
        if (!lines.isEmpty() && lines.getLast().endsWith("\n")) {
            lines.add(lines.removeLast().replaceFirst("\n$", ""));
        }
    }
}
