package dev.countersign.changeset;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import dev.countersign.changeset.Differ.Range;
import dev.countersign.changeset.Differ.WordDiff;
import java.util.ArrayList;
import java.util.List;

/// Character differences of changed words, by java-diff-utils. Works where both sides have as many changed ranges; each is
/// compared with its opposite.
final class Characters {
    private static final int LONGEST = 200;

    private Characters() {}

    static WordDiff refine(String before, String after, WordDiff words) {
        if (words.before().size() != words.after().size()) {
            return words;
        }
        var fineBefore = new ArrayList<Range>();
        var fineAfter = new ArrayList<Range>();
        for (int i = 0; i < words.before().size(); i++) {
            Range a = words.before().get(i);
            Range b = words.after().get(i);
            if (!refine(before, a, after, b, fineBefore, fineAfter)) {
                fineBefore.add(a);
                fineAfter.add(b);
            }
        }
        return new WordDiff(fineBefore, fineAfter);
    }

    private static boolean refine(String before, Range a, String after, Range b, List<Range> fineBefore, List<Range> fineAfter) {
        int longer = Math.max(a.end() - a.start(), b.end() - b.start());
        if (longer > LONGEST) {
            return false;
        }
        List<String> from = characters(before, a);
        List<String> to = characters(after, b);
        List<AbstractDelta<String>> deltas = DiffUtils.diff(from, to).getDeltas();
        int gone = deltas.stream().mapToInt(d -> d.getSource().size()).sum();
        int came = deltas.stream().mapToInt(d -> d.getTarget().size()).sum();
        if (2 * (from.size() - gone) < Math.max(from.size(), to.size())) {
            return false;
        }
        for (AbstractDelta<String> delta : deltas) {
            add(fineBefore, from, a.start(), delta.getSource());
            add(fineAfter, to, b.start(), delta.getTarget());
        }
        return gone + came > 0;
    }

    private static List<String> characters(String line, Range range) {
        return line.substring(range.start(), range.end()).codePoints().mapToObj(Character::toString).toList();
    }

    private static void add(List<Range> ranges, List<String> characters, int column, Chunk<String> chunk) {
        if (chunk.size() > 0) {
            int start = column + length(characters, 0, chunk.getPosition());
            ranges.add(new Range(start, start + length(characters, chunk.getPosition(), chunk.getPosition() + chunk.size())));
        }
    }

    private static int length(List<String> characters, int from, int to) {
        return characters.subList(from, to).stream().mapToInt(String::length).sum();
    }
}
