package dev.countersign.ui.review;

import java.util.Arrays;

/// One line's characters laid out in cells of equal width: tabs run to the next stop, wide characters take two cells, marks that
/// combine take none, and characters that would be invisible or turn the text around are spelled out.
final class LineCells {
    /// Cells of a spelled-out character: `U+202E` and a margin on either side.
    private static final int SPELLED = 8;

    private final String text;
    private final int[] cells;

    private LineCells(String text, int[] cells) {
        this.text = text;
        this.cells = cells;
    }

    static LineCells of(String text, int tab) {
        for (int i = 0; i < text.length(); i++) {
            char ch = text.charAt(i);
            if (ch < ' ' || ch > '~') {
                return laidOut(text, tab);
            }
        }
        return new LineCells(text, new int[0]);
    }

    private static LineCells laidOut(String text, int tab) {
        var cells = new int[text.length() + 1];
        int cell = 0;
        for (int i = 0; i < text.length(); ) {
            int cp = text.codePointAt(i);
            int chars = Character.charCount(cp);
            Arrays.fill(cells, i, i + chars, cell);
            cell += cp == '\t' ? tab - cell % tab : width(cp);
            i += chars;
        }
        cells[text.length()] = cell;
        return new LineCells(text, cells);
    }

    String text() {
        return text;
    }

    /// Whether every character is one visible cell, so that whole runs can be drawn at once.
    boolean isPlain() {
        return cells.length == 0;
    }

    int cells() {
        return isPlain() ? text.length() : cells[text.length()];
    }

    /// Cell at which the character starts; for the length of the text the number of cells.
    int cellOf(int character) {
        int at = Math.clamp(character, 0, text.length());
        return isPlain() ? at : cells[at];
    }

    /// The character boundary nearest to a place measured in cells.
    int characterAt(double cell) {
        if (isPlain()) {
            return (int) Math.clamp(Math.round(cell), 0L, text.length());
        }
        for (int i = 0; i < text.length(); i = next(i)) {
            int end = next(i);
            if (cell < (cells[i] + cells[end]) / 2.0) {
                return i;
            }
        }
        return text.length();
    }

    /// The first character boundary whose cell is at or behind `cell`.
    int firstAt(int cell) {
        if (isPlain()) {
            return Math.clamp(cell, 0, text.length());
        }
        int i = 0;
        while (i < text.length() && cells[i] < cell) {
            i = next(i);
        }
        return i;
    }

    /// End of the cluster that starts at `character`: a base with what combines with it.
    int next(int character) {
        int i = character + Character.charCount(text.codePointAt(character));
        while (!isPlain() && i < text.length() && cells[i + Character.charCount(text.codePointAt(i))] == cells[i]) {
            i += Character.charCount(text.codePointAt(i));
        }
        return Math.min(i, text.length());
    }

    /// Whether a character is spelled out instead of drawn: controls, bidirectional marks, other invisible ones.
    static boolean isSpelled(int cp) {
        int type = Character.getType(cp);
        return cp != '\t' && (type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR || type == Character.PRIVATE_USE || type == Character.SURROGATE
                || cp == 0x3164 || cp == 0x115F || cp == 0xFFA0 || cp == 0x00A0 || cp >= 0x2000 && cp <= 0x200A || cp == 0x3000);
    }

    static String spelled(int cp) {
        return cp > 0xFFFF ? "%X".formatted(cp) : "U+%04X".formatted(cp);
    }

    private static int width(int cp) {
        if (isSpelled(cp)) {
            return SPELLED;
        }
        int type = Character.getType(cp);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = cp >= 0x1100 && cp <= 0x115F || cp >= 0x2E80 && cp <= 0xA4CF || cp >= 0xAC00 && cp <= 0xD7A3
                || cp >= 0xF900 && cp <= 0xFAFF || cp >= 0xFE30 && cp <= 0xFE4F || cp >= 0xFF00 && cp <= 0xFF60
                || cp >= 0xFFE0 && cp <= 0xFFE6 || cp >= 0x1F300 && cp <= 0x1F64F || cp >= 0x1F680 && cp <= 0x1F9FF
                || cp >= 0x20000 && cp <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
