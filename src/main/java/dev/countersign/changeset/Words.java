package dev.countersign.changeset;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.util.ArrayList;
import java.util.List;

/// Word differences of two lines, by java-diff-utils.
///
/// A token is a run of letters, digits and underscores, a run of blanks, or any other single character.
final class Words {
    private static final int MAX_WORDS = 2000;
    private static final long MAX_PAIRS = 1_000_000;

    private Words() {}

    static Differ.WordDiff diff(String before, String after) {
        int prefix = 0;
        int shorter = Math.min(before.length(), after.length());
        while (prefix < shorter && before.charAt(prefix) == after.charAt(prefix)) {
            prefix++;
        }
        if (prefix == before.length() && prefix == after.length()) {
            return new Differ.WordDiff(List.of(), List.of());
        }
        int suffix = 0;
        while (suffix < shorter - prefix
                && before.charAt(before.length() - 1 - suffix) == after.charAt(after.length() - 1 - suffix)) {
            suffix++;
        }
        int start = wordStart(before, after, prefix);
        int tail = wordTail(before, after, start, suffix);
        String a = before.substring(start, before.length() - tail);
        String b = after.substring(start, after.length() - tail);
        List<String> aWords = split(a);
        List<String> bWords = split(b);
        if (aWords.size() > MAX_WORDS || bWords.size() > MAX_WORDS || (long) aWords.size() * bWords.size() > MAX_PAIRS) {
            return new Differ.WordDiff(whole(start, a), whole(start, b));
        }
        int[] aColumns = columns(start, aWords);
        int[] bColumns = columns(start, bWords);
        var aRanges = new ArrayList<Differ.Range>();
        var bRanges = new ArrayList<Differ.Range>();
        for (AbstractDelta<String> delta : DiffUtils.diff(aWords, bWords).getDeltas()) {
            add(aRanges, aColumns, delta.getSource());
            add(bRanges, bColumns, delta.getTarget());
        }
        return new Differ.WordDiff(aRanges, bRanges);
    }

    /// The common start, cut back so that it splits no word of either line.
    private static int wordStart(String a, String b, int prefix) {
        int start = prefix;
        while (start > 0 && (joins(a, start) || joins(b, start))) {
            start--;
        }
        return start;
    }

    private static int wordTail(String a, String b, int start, int suffix) {
        int tail = Math.min(suffix, Math.min(a.length(), b.length()) - start);
        while (tail > 0 && (joins(a, a.length() - tail) || joins(b, b.length() - tail))) {
            tail--;
        }
        return tail;
    }

    private static boolean joins(String text, int at) {
        return at > 0 && at < text.length() && (Character.isLowSurrogate(text.charAt(at)) && Character.isHighSurrogate(text.charAt(at - 1))
                || kind(text.codePointBefore(at)) != 0 && kind(text.codePointBefore(at)) == kind(text.codePointAt(at)));
    }

    /// 1 for what words are made of, 2 for blanks, 0 for what stands alone.
    private static int kind(int ch) {
        return Character.isLetterOrDigit(ch) || ch == '_' ? 1 : Character.isWhitespace(ch) ? 2 : 0;
    }

    private static List<String> split(String text) {
        var words = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < text.length(); ) {
            i += Character.charCount(text.codePointAt(i));
            if (i == text.length() || !joins(text, i)) {
                words.add(text.substring(start, i));
                start = i;
            }
        }
        return words;
    }

    private static int[] columns(int start, List<String> words) {
        int[] columns = new int[words.size() + 1];
        columns[0] = start;
        for (int i = 0; i < words.size(); i++) {
            columns[i + 1] = columns[i] + words.get(i).length();
        }
        return columns;
    }

    private static void add(List<Differ.Range> ranges, int[] columns, Chunk<String> chunk) {
        if (chunk.size() > 0) {
            ranges.add(new Differ.Range(columns[chunk.getPosition()], columns[chunk.getPosition() + chunk.size()]));
        }
    }

    private static List<Differ.Range> whole(int start, String text) {
        return text.isEmpty() ? List.of() : List.of(new Differ.Range(start, start + text.length()));
    }
}
