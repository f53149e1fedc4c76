package dev.countersign.ui.review;

import java.util.ArrayList;
import java.util.List;

/// The blocks that lines stand in, told by indentation alone: right for code as people write it, cheap, and wrong at worst about
/// what is shown, never about what changed.
final class Blocks {
    /// Further up than this nobody looks, and a frame must not wait for it.
    private static final int FARTHEST = 20_000;
    private static final int TAB = 4;

    private Blocks() {}

    /// The line that opens the block around `line`; -1 where it stands in none.
    static int opening(List<String> lines, int line) {
        int at = filled(lines, line);
        if (at < 0) {
            return -1;
        }
        int indent = indent(lines.get(at));
        for (int i = at - 1; i >= Math.max(0, at - FARTHEST) && indent > 0; i--) {
            String text = lines.get(i);
            if (!text.isBlank() && indent(text) < indent && !isCloser(text)) {
                return i;
            }
        }
        return -1;
    }

    /// The last line of the block around `line`: the one that closes it, or the last one indented; the last of all where it
    /// stands in none.
    static int closing(List<String> lines, int line) {
        int at = filled(lines, line);
        int indent = at < 0 ? 0 : indent(lines.get(at));
        int last = lines.size() - 1;
        if (indent == 0) {
            return last;
        }
        int end = at;
        for (int i = at + 1; i <= Math.min(last, at + FARTHEST); i++) {
            String text = lines.get(i);
            if (!text.isBlank() && indent(text) < indent) {
                return isCloser(text) ? i : end;
            }
            end = text.isBlank() ? end : i;
        }
        return end;
    }

    /// What the line stands in, outermost first: the lines that open its blocks, at most `most` of the innermost.
    static List<String> around(List<String> lines, int line, int most) {
        var found = new ArrayList<String>();
        for (int at = opening(lines, line); at >= 0 && found.size() < most; at = opening(lines, at)) {
            found.addFirst(title(lines, at));
        }
        return List.copyOf(found);
    }

    /// A brace on a line of its own says nothing: the line above it does.
    private static String title(List<String> lines, int at) {
        String text = lines.get(at).strip();
        if (text.equals("{") && at > 0) {
            text = lines.get(at - 1).strip();
        }
        String bare = text.endsWith("{") || text.endsWith(":") ? text.substring(0, text.length() - 1).strip() : text;
        return bare.isEmpty() ? text : bare;
    }

    private static int filled(List<String> lines, int line) {
        int at = Math.min(line, lines.size() - 1);
        while (at >= 0 && lines.get(at).isBlank()) {
            at--;
        }
        return at;
    }

    private static boolean isCloser(String text) {
        char first = text.strip().charAt(0);
        return first == '}' || first == ')' || first == ']' || text.strip().equals("end") || text.strip().startsWith("</");
    }

    private static int indent(String text) {
        int cells = 0;
        for (int i = 0; i < text.length(); i++) {
            char ch = text.charAt(i);
            if (ch == '\t') {
                cells += TAB - cells % TAB;
            } else if (ch == ' ') {
                cells++;
            } else {
                break;
            }
        }
        return cells;
    }
}
