package dev.countersign.changeset;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;

/// Gives an edited text the line ends of its file. Editors show every end as `\n`; without this, saving an edit of one line
/// would change all lines of a CRLF file.
final class LineEnds {
    private LineEnds() {}

    /// `text` in the file's charset. Lines that the file has keep their ends, new ones get the file's usual end. A text that
    /// brings carriage returns of its own is taken as it is.
    static TextFile keep(TextFile file, String text) {
        TextFile edited = file.withText(text);
        if (text.indexOf('\r') >= 0 || file.ends().stream().allMatch(end -> end.equals("\n") || end.isEmpty())) {
            return edited;
        }
        var ends = new ArrayList<>(Collections.nCopies(edited.lines().size(), file.usualEnd()));
        int line = 0;
        int own = 0;
        for (AbstractDelta<Integer> delta : DiffUtils.diff(number(file, edited, true), number(file, edited, false), new Histogram())
                .getDeltas()) {
            for (; line < delta.getTarget().getPosition(); line++, own++) {
                ends.set(line, file.ends().get(own));
            }
            line = delta.getTarget().getPosition() + delta.getTarget().size();
            own = delta.getSource().getPosition() + delta.getSource().size();
        }
        for (; line < ends.size(); line++, own++) {
            ends.set(line, file.ends().get(own));
        }
        for (int i = 0; i < ends.size(); i++) {
            if (edited.ends().get(i).isEmpty()) {
                ends.set(i, "");
            } else if (ends.get(i).isEmpty()) {
                ends.set(i, file.usualEnd());
            }
        }
        return new TextFile(edited.lines(), ends, file.charset(), file.byteOrderMark());
    }

    private static List<Integer> number(TextFile file, TextFile edited, boolean first) {
        var numbers = new HashMap<String, Integer>();
        List<Integer> a = file.lines().stream().map(l -> numbers.computeIfAbsent(l, _ -> numbers.size())).toList();
        List<Integer> b = edited.lines().stream().map(l -> numbers.computeIfAbsent(l, _ -> numbers.size())).toList();
        return first ? a : b;
    }
}
