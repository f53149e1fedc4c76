package dev.countersign.changeset;

/// Which differences in white space do not count when a diff is looked at. They count always in what is decided: a [Selection]
/// names hunks of [#EXACT].
public enum Whitespace {
    /// Every byte counts.
    EXACT,
    /// Line ends do not count: `\n`, `\r\n`, `\r`, or none.
    LINE_ENDS,
    /// Nor does white space before them.
    TRAILING,
    /// Nor does how much white space stands between words or before the first.
    AMOUNT,
    /// No white space counts at all.
    ALL;

    /// A line without its end, as far as it counts. Lines that are equal in this are shown as equal.
    String normal(String line) {
        return switch (this) {
            case EXACT, LINE_ENDS -> line;
            case TRAILING -> line.substring(0, trimmed(line));
            case AMOUNT -> squeeze(line.substring(0, trimmed(line)), " ");
            case ALL -> squeeze(line, "");
        };
    }

    /// Whether two lines without their ends differ in nothing that counts.
    public boolean isSame(String before, String after) {
        return normal(before).equals(normal(after));
    }

    /// Whether a hunk changes only what does not count; under [#ALL] also where it breaks its lines otherwise.
    public boolean hides(FileDiff.Text diff, Hunk hunk) {
        if (this == EXACT) {
            return false;
        }
        if (this == ALL) {
            return joined(diff.before(), hunk.beforeStart(), hunk.beforeEnd())
                    .compareTo(joined(diff.after(), hunk.afterStart(), hunk.afterEnd())) == 0;
        }
        if (hunk.beforeCount() != hunk.afterCount()) {
            return false;
        }
        for (int i = 0; i < hunk.beforeCount(); i++) {
            if (!normal(diff.before().lines().get(hunk.beforeStart() + i))
                    .equals(normal(diff.after().lines().get(hunk.afterStart() + i)))) {
                return false;
            }
        }
        return true;
    }

    private StringBuilder joined(TextFile file, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(normal(file.lines().get(i)));
        }
        return text;
    }

    private static int trimmed(String line) {
        int end = line.length();
        while (end > 0 && isBlank(line.codePointBefore(end))) {
            end -= Character.charCount(line.codePointBefore(end));
        }
        return end;
    }

    private static String squeeze(String line, String blank) {
        var kept = new StringBuilder(line.length());
        boolean after = false;
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            int ch = line.codePointAt(i);
            if (!isBlank(ch)) {
                kept.appendCodePoint(ch);
            } else if (!after) {
                kept.append(blank);
            }
            after = isBlank(ch);
        }
        return kept.toString();
    }

    private static boolean isBlank(int ch) {
        return Character.isWhitespace(ch) || Character.isSpaceChar(ch);
    }
}
