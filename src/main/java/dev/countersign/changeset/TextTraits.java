package dev.countersign.changeset;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// How a text is written down, apart from what it says.
///
/// @param ends     the kinds of line ends it has: `\n`, `\r\n`, `\r`
/// @param finished whether its last line has an end; true of no lines
public record TextTraits(Charset charset, boolean byteOrderMark, Set<String> ends, boolean finished) {
    public TextTraits {
        ends = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(ends));
    }

    public enum Trait { CHARSET, BYTE_ORDER_MARK, LINE_ENDS, LAST_LINE }

    public static TextTraits of(TextFile file) {
        var ends = new TreeSet<>(file.ends());
        boolean finished = !ends.remove("");
        return new TextTraits(file.charset(), file.byteOrderMark(), ends, finished);
    }

    /// In what the after side of a diff is written otherwise than the before side; nothing for a side without lines.
    public static List<Trait> changes(FileDiff.Text diff) {
        if (diff.before().lines().isEmpty() || diff.after().lines().isEmpty()) {
            return List.of();
        }
        TextTraits before = of(diff.before());
        TextTraits after = of(diff.after());
        var changed = new ArrayList<Trait>();
        if (!before.charset.equals(after.charset)) {
            changed.add(Trait.CHARSET);
        }
        if (before.byteOrderMark != after.byteOrderMark) {
            changed.add(Trait.BYTE_ORDER_MARK);
        }
        if (!before.ends.equals(after.ends)) {
            changed.add(Trait.LINE_ENDS);
        }
        if (before.finished != after.finished) {
            changed.add(Trait.LAST_LINE);
        }
        return changed;
    }
}
