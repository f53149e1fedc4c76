package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.TextTraits;
import dev.countersign.ui.fx.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// How a file is written, in words: encoding, byte order mark, line ends, last line; what changed of it as "before → after".
final class Written {
    private static final Texts TEXTS = Texts.of(Written.class);

    private Written() {}

    /// "UTF-8, CRLF → LF, no line end at the end of the file"
    static String says(FileDiff.Text diff) {
        boolean onlyAfter = diff.before().lines().isEmpty();
        boolean onlyBefore = diff.after().lines().isEmpty();
        TextTraits after = TextTraits.of(onlyBefore ? diff.before() : diff.after());
        TextTraits before = onlyAfter || onlyBefore ? after : TextTraits.of(diff.before());
        var parts = new ArrayList<String>();
        parts.add(both(before.charset().name(), after.charset().name()));
        String mark = before.byteOrderMark() == after.byteOrderMark() ? after.byteOrderMark() ? "written.mark" : ""
                : after.byteOrderMark() ? "written.mark.added" : "written.mark.removed";
        String last = before.finished() == after.finished() ? after.finished() ? "" : "written.unfinished"
                : after.finished() ? "written.finished.now" : "written.unfinished.now";
        if (!mark.isEmpty()) {
            parts.add(TEXTS.text(mark));
        }
        String ends = both(ends(before.ends()), ends(after.ends()));
        if (!ends.isEmpty()) {
            parts.add(ends);
        }
        if (!last.isEmpty()) {
            parts.add(TEXTS.text(last));
        }
        return String.join(", ", parts);
    }

    /// What of it changed, in short: nothing for most files.
    static List<String> changes(FileDiff.Text diff) {
        TextTraits before = TextTraits.of(diff.before());
        TextTraits after = TextTraits.of(diff.after());
        return TextTraits.changes(diff).stream().map(trait -> switch (trait) {
            case CHARSET -> both(before.charset().name(), after.charset().name());
            case BYTE_ORDER_MARK -> TEXTS.text(after.byteOrderMark() ? "written.mark.added" : "written.mark.removed");
            case LINE_ENDS -> both(ends(before.ends()), ends(after.ends()));
            case LAST_LINE -> TEXTS.text(after.finished() ? "written.finished.now" : "written.unfinished.now");
        }).toList();
    }

    private static String both(String before, String after) {
        return before.equals(after) ? after : before.isEmpty() ? after : after.isEmpty() ? before : before + " \u2192 " + after;
    }

    private static String ends(Set<String> ends) {
        return new TreeSet<>(ends).stream().map(DiffPage::nameOf).sorted().collect(Collectors.joining(" + "));
    }
}
