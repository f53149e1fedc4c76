package dev.countersign.changeset;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Gives equal lines of two files equal numbers, so that comparing them costs nothing and never errs.
final class LineNumbers {
    private final Map<Object, Integer> numbers = new HashMap<>();
    private final List<Integer> before;
    private final List<Integer> after;

    LineNumbers(TextFile before, TextFile after, Differ.Options options) {
        boolean sameCharset = before.charset().equals(after.charset());
        boolean sameMark = before.byteOrderMark() == after.byteOrderMark();
        // Lines of UTF-16 and of another charset cannot stand in one file, so no line of one equals a line of the other.
        boolean apart = !sameCharset && (before.isWide() || after.isWide());
        this.before = number(before, options, sameCharset, !sameMark && before.byteOrderMark(), apart ? "before" : "");
        this.after = number(after, options, sameCharset, !sameMark && after.byteOrderMark(), apart ? "after" : "");
    }

    List<Integer> before() {
        return before;
    }

    List<Integer> after() {
        return after;
    }

    private List<Integer> number(TextFile file, Differ.Options options, boolean sameCharset, boolean marked, String side) {
        boolean exact = options.whitespace() == Whitespace.EXACT;
        var result = new ArrayList<Integer>(file.lines().size());
        for (int i = 0; i < file.lines().size(); i++) {
            Object key;
            if (!exact) {
                key = options.whitespace().normal(file.lines().get(i));
            } else if (sameCharset) {
                key = file.lines().get(i) + file.ends().get(i);
            } else {
                key = ByteBuffer.wrap(file.lineBytes(i, i + 1));
            }
            if (exact && (!side.isEmpty() || marked && i == 0)) {
                key = List.of("mark", side, key);
            }
            result.add(numbers.computeIfAbsent(key, _ -> numbers.size()));
        }
        return result;
    }
}
