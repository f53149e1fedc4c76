package dev.countersign.changeset;

import java.io.ByteArrayOutputStream;
import java.util.SortedSet;

/// The bytes of a file with some of its hunks. Each line is written as the side it comes from had it, whatever its charset, so
/// that no line changes which nobody chose.
final class Composition {
    private Composition() {}

    static byte[] of(FileDiff.Text diff, SortedSet<Integer> accepted) {
        var out = new ByteArrayOutputStream();
        // Where only one side has a mark, the lines at the top differ, and so the first hunk begins there and carries it.
        out.writeBytes(accepted.contains(0) ? diff.after().markBytes() : diff.before().markBytes());
        int line = 0;
        for (Hunk hunk : diff.hunks()) {
            write(out, diff.before(), line, hunk.beforeStart());
            if (accepted.contains(hunk.index())) {
                write(out, diff.after(), hunk.afterStart(), hunk.afterEnd());
            } else {
                write(out, diff.before(), hunk.beforeStart(), hunk.beforeEnd());
            }
            line = hunk.beforeEnd();
        }
        write(out, diff.before(), line, diff.before().lines().size());
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, TextFile file, int from, int to) {
        out.writeBytes(file.lineBytes(from, to));
    }
}
