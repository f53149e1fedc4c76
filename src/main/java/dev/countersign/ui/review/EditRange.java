package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.TextFile;
import java.util.List;
import java.util.stream.IntStream;

/// The lines of a file that an editor shows: all of them, or those of one hunk. Texts of an editor know `\n` only.
///
/// @param file what stands around the range, and in it at first
/// @param from first line, 0-based
/// @param to   behind the last line
record EditRange(TextFile file, int from, int to) {
    EditRange {
        if (from < 0 || to < from || to > file.lines().size()) {
            throw new IllegalArgumentException("no lines " + from + " to " + to + " of " + file.lines().size());
        }
    }

    static EditRange whole(TextFile file) {
        return new EditRange(file, 0, file.lines().size());
    }

    /// One hunk as the agent wrote it, in a file whose other hunks are as they were decided; those still open are taken. The whole
    /// file where its hunks cannot be told apart like that.
    static EditRange hunk(ReviewFile file, FileDiff.Text diff, int hunk) {
        return file.lineDecisions().map(lines -> {
            ReviewFile.Marks taken = lines.rest(lines.hunks(file.marks(), List.of(hunk), HunkDecision.ACCEPTED), HunkDecision.ACCEPTED);
            List<Integer> fromHere = IntStream.range(hunk, diff.hunks().size()).boxed().toList();
            int before = diff.taking(file.selection(lines.hunks(taken, fromHere, HunkDecision.REJECTED))).lines().size();
            int from = diff.hunks().get(hunk).beforeStart() + before - diff.before().lines().size();
            return new EditRange(diff.taking(file.selection(taken)), from, from + diff.hunks().get(hunk).afterCount());
        }).orElseGet(() -> whole(diff.after()));
    }

    boolean isWhole() {
        return from == 0 && to == file.lines().size();
    }

    /// What the editor starts with.
    String shown() {
        return text(from, to);
    }

    /// The whole file with `typed` in the place of the range.
    String whole(String typed) {
        String head = text(0, from);
        String tail = text(to, file.lines().size());
        String joint = !head.isEmpty() && !head.endsWith("\n") && !typed.isEmpty() ? "\n" : "";
        String end = !tail.isEmpty() && !typed.isEmpty() && !typed.endsWith("\n") ? "\n" : "";
        return head + joint + typed + end + tail;
    }

    private String text(int first, int last) {
        List<String> lines = file.lines();
        var text = new StringBuilder();
        for (int i = first; i < last; i++) {
            text.append(lines.get(i)).append(file.ends().get(i).isEmpty() ? "" : "\n");
        }
        return text.toString();
    }
}
