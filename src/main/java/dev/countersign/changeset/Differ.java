package dev.countersign.changeset;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds hunks: JGit's histogram algorithm through java-diff-utils, without its quadratic fallback. Safe for use by several
/// threads.
///
/// A line counts with its end, and the first one with a byte order mark that only one side has: files that differ in any byte
/// never look the same under [Options#EXACT]. The same two files always have the same hunks.
public final class Differ {
    /// Larger content is not diffed. 64 MiB.
    public static final long MAX_BYTES = 64L << 20;

    /// Content of more lines is not diffed: two million.
    public static final int MAX_LINES = 2_000_000;

    /// @param whitespace what counts as equal. For looking only: a [Selection] names hunks of [#EXACT]
    public record Options(Whitespace whitespace) {
        public static final Options EXACT = new Options(Whitespace.EXACT);
    }

    /// The diff of one change. Where a file became a link or the other way round, the side that is no link has empty text.
    public FileDiff diff(FileChange change, Contents contents, Options options) throws IOException {
        Optional<FileState> before = change.beforeState();
        Optional<FileState> after = change.afterState();
        if (is(before, FileState.Kind.LINK) || is(after, FileState.Kind.LINK)) {
            return new FileDiff.Link(target(before, contents), target(after, contents));
        }
        long beforeSize = size(before);
        long afterSize = size(after);
        if (Math.max(beforeSize, afterSize) > MAX_BYTES) {
            return new FileDiff.TooLarge(beforeSize, afterSize);
        }
        byte[] beforeBytes = content(before, contents);
        byte[] afterBytes = content(after, contents);
        if (Math.max(count(beforeBytes), count(afterBytes)) > MAX_LINES) {
            return new FileDiff.TooLarge(beforeSize, afterSize);
        }
        Optional<TextFile> beforeText = TextFile.read(beforeBytes);
        Optional<TextFile> afterText = TextFile.read(afterBytes);
        if (beforeText.isEmpty() || afterText.isEmpty()) {
            return new FileDiff.Binary(beforeSize, afterSize);
        }
        FileDiff.Text diff = diff(beforeText.get(), afterText.get(), options);
        // Where nothing but the mark of an empty file changed, no line can show it.
        boolean invisible = beforeText.get().lines().isEmpty() && afterText.get().lines().isEmpty()
                && !Arrays.equals(beforeBytes, afterBytes);
        return invisible ? new FileDiff.Binary(beforeSize, afterSize) : diff;
    }

    /// Hunks between two texts.
    public FileDiff.Text diff(TextFile before, TextFile after, Options options) {
        var numbers = new LineNumbers(before, after, options);
        var algorithm = new Histogram();
        var hunks = new ArrayList<Hunk>();
        for (AbstractDelta<Integer> delta : DiffUtils.diff(numbers.before(), numbers.after(), algorithm).getDeltas()) {
            add(hunks, delta.getSource().getPosition(), delta.getSource().size(),
                    delta.getTarget().getPosition(), delta.getTarget().size());
        }
        return new FileDiff.Text(before, after, hunks, algorithm.coarse());
    }

    /// Where, inside a changed pair of lines, words differ: half-open UTF-16 column ranges of each side. Lines of more than a
    /// few thousand words are compared by their common start and end only.
    public WordDiff words(String before, String after) {
        return Words.diff(before, after);
    }

    /// The same, finer: where a word became a similar one, only the characters that differ. A word of which less than half stays
    /// is given whole.
    public WordDiff characters(String before, String after) {
        return Characters.refine(before, after, words(before, after));
    }

    /// @param before changed ranges of the before line
    /// @param after  changed ranges of the after line
    public record WordDiff(List<Range> before, List<Range> after) {
        public WordDiff {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /// Half-open UTF-16 columns.
    public record Range(int start, int end) {}

    private static void add(List<Hunk> hunks, int beforeStart, int beforeCount, int afterStart, int afterCount) {
        if (!hunks.isEmpty() && hunks.getLast().beforeEnd() == beforeStart && hunks.getLast().afterEnd() == afterStart) {
            Hunk last = hunks.removeLast();
            hunks.add(new Hunk(last.index(), last.beforeStart(), last.beforeCount() + beforeCount,
                    last.afterStart(), last.afterCount() + afterCount));
        } else {
            hunks.add(new Hunk(hunks.size(), beforeStart, beforeCount, afterStart, afterCount));
        }
    }

    private static boolean is(Optional<FileState> state, FileState.Kind kind) {
        return state.filter(s -> s.kind() == kind).isPresent();
    }

    private static String target(Optional<FileState> state, Contents contents) throws IOException {
        return is(state, FileState.Kind.LINK) ? new String(contents.read(state.get().content()), StandardCharsets.UTF_8) : "";
    }

    private static long size(Optional<FileState> state) {
        return state.map(FileState::size).orElse(0L);
    }

    static byte[] content(Optional<FileState> state, Contents contents) throws IOException {
        return is(state, FileState.Kind.FILE) && size(state) > 0 ? contents.read(state.get().content()) : new byte[0];
    }

    private static int count(byte[] content) {
        int lines = 0;
        for (byte b : content) {
            lines += b == '\n' || b == '\r' ? 1 : 0;
        }
        return lines;
    }
}
