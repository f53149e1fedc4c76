package dev.countersign.changeset;

import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.util.QuotedString;
import org.eclipse.jgit.util.io.BinaryHunkOutputStream;

/// Writes changes in git's patch format (`git help diff-generate-patch`).
final class PatchWriter {
    private static final long MAX_CARRIED = 1 << 20;
    private static final String NOTHING = "/dev/null";

    private final Contents contents;
    private final int context;
    private final StringBuilder out = new StringBuilder();

    PatchWriter(Contents contents, int context) {
        this.contents = contents;
        this.context = context;
    }

    String text() {
        return out.toString();
    }

    void write(FileChange change) throws IOException {
        Optional<FileState> before = change.beforeState();
        Optional<FileState> after = change.afterState();
        WorkspacePath from = change instanceof FileChange.Renamed renamed ? renamed.from() : change.path();
        if (before.isPresent() && after.isPresent() && before.get().kind() != after.get().kind()) {
            write(from, before, change.path(), Optional.empty());
            write(from, Optional.empty(), change.path(), after);
        } else {
            write(from, before, change.path(), after);
        }
    }

    private void write(WorkspacePath from, Optional<FileState> before, WorkspacePath to, Optional<FileState> after)
            throws IOException {
        if (before.or(() -> after).filter(s -> s.kind() == FileState.Kind.FOLDER).isPresent()
                || from.equals(to) && before.map(PatchWriter::mode).equals(after.map(PatchWriter::mode))
                && before.map(FileState::content).equals(after.map(FileState::content))) {
            return;
        }
        boolean same = before.map(FileState::content).equals(after.map(FileState::content));
        if (!same && (size(before) > MAX_CARRIED || size(after) > MAX_CARRIED) && !(isText(before) && isText(after))) {
            // Without a header of its own, git reads this line as a remark between two patches.
            out.append("Binary files %s and %s differ\n".formatted(
                    before.isPresent() ? name("a/", from) : NOTHING, after.isPresent() ? name("b/", to) : NOTHING));
            return;
        }
        out.append("diff --git ").append(name("a/", from)).append(' ').append(name("b/", to)).append('\n');
        header(from, before, to, after);
        if (same && before.isPresent()) {
            return;
        }
        byte[] a = bytes(before);
        byte[] b = bytes(after);
        boolean text = isText(a) && isText(b);
        String mode = before.isPresent() && before.map(PatchWriter::mode).equals(after.map(PatchWriter::mode))
                ? " " + mode(before.get()) : "";
        out.append("index ").append(id(before, a)).append("..").append(id(after, b)).append(mode).append('\n');
        if (!text) {
            binary(b);
        } else if (a.length > 0 || b.length > 0) {
            out.append("--- ").append(before.isPresent() ? fileLine("a/", from) : NOTHING).append('\n');
            out.append("+++ ").append(after.isPresent() ? fileLine("b/", to) : NOTHING).append('\n');
            hunks(GitLines.split(a), GitLines.split(b));
        }
    }

    private void header(WorkspacePath from, Optional<FileState> before, WorkspacePath to, Optional<FileState> after) {
        if (before.isEmpty()) {
            out.append("new file mode ").append(mode(after.orElseThrow())).append('\n');
        } else if (after.isEmpty()) {
            out.append("deleted file mode ").append(mode(before.get())).append('\n');
        } else {
            if (!mode(before.get()).equals(mode(after.get()))) {
                out.append("old mode ").append(mode(before.get())).append('\n');
                out.append("new mode ").append(mode(after.get())).append('\n');
            }
            if (!from.equals(to)) {
                boolean same = before.get().content().equals(after.get().content());
                out.append("similarity index ").append(same ? "100%" : "50%").append('\n');
                out.append("rename from ").append(name("", from)).append('\n');
                out.append("rename to ").append(name("", to)).append('\n');
            }
        }
    }

    private void hunks(List<String> a, List<String> b) {
        List<Hunk> hunks = new Differ().diff(GitLines.text(a), GitLines.text(b), Differ.Options.EXACT).hunks();
        for (int i = 0; i < hunks.size(); ) {
            int last = i;
            while (last + 1 < hunks.size()
                    && hunks.get(last + 1).beforeStart() - hunks.get(last).beforeEnd() <= 2 * context) {
                last++;
            }
            group(a, b, hunks.subList(i, last + 1));
            i = last + 1;
        }
    }

    private void group(List<String> a, List<String> b, List<Hunk> hunks) {
        int lead = Math.min(context, hunks.getFirst().beforeStart());
        int aFrom = hunks.getFirst().beforeStart() - lead;
        int bFrom = hunks.getFirst().afterStart() - lead;
        int tail = Math.min(context, a.size() - hunks.getLast().beforeEnd());
        int aTo = hunks.getLast().beforeEnd() + tail;
        int bTo = hunks.getLast().afterEnd() + tail;
        out.append("@@ -").append(range(aFrom, aTo)).append(" +").append(range(bFrom, bTo)).append(" @@\n");
        int line = aFrom;
        for (Hunk hunk : hunks) {
            lines(' ', a.subList(line, hunk.beforeStart()));
            lines('-', a.subList(hunk.beforeStart(), hunk.beforeEnd()));
            lines('+', b.subList(hunk.afterStart(), hunk.afterEnd()));
            line = hunk.beforeEnd();
        }
        lines(' ', a.subList(line, aTo));
    }

    private static String range(int from, int to) {
        return (from == to ? from : from + 1) + (to - from == 1 ? "" : "," + (to - from));
    }

    private void lines(char mark, List<String> lines) {
        for (String line : lines) {
            out.append(mark).append(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            if (!line.endsWith("\n")) {
                out.append("\n\\ No newline at end of file\n");
            }
        }
    }

    private void binary(byte[] content) throws IOException {
        var data = new ByteArrayOutputStream();
        try (var encoded = new DeflaterOutputStream(new BinaryHunkOutputStream(data))) {
            encoded.write(content);
        }
        out.append("GIT binary patch\nliteral ").append(content.length).append('\n')
                .append(data.toString(StandardCharsets.US_ASCII)).append('\n');
    }

    private static String id(Optional<FileState> state, byte[] content) {
        ObjectId id = state.isEmpty() ? ObjectId.zeroId() : blobId(content);
        return id.name();
    }

    static ObjectId blobId(byte[] content) {
        try (var formatter = new ObjectInserter.Formatter()) {
            return formatter.idFor(Constants.OBJ_BLOB, content);
        }
    }

    private static String mode(FileState state) {
        return state.kind() == FileState.Kind.LINK ? "120000" : state.executable() ? "100755" : "100644";
    }

    private static String name(String prefix, WorkspacePath path) {
        return QuotedString.GIT_PATH.quote(prefix + path.value());
    }

    /// Git ends a name with a blank in it by a tab, so that readers find where it ends.
    private static String fileLine(String prefix, WorkspacePath path) {
        String name = name(prefix, path);
        return path.value().indexOf(' ') >= 0 && !name.startsWith("\"") ? name + "\t" : name;
    }

    private static long size(Optional<FileState> state) {
        return state.map(FileState::size).orElse(0L);
    }

    private byte[] bytes(Optional<FileState> state) throws IOException {
        return state.isPresent() && state.get().size() > 0 ? contents.read(state.get().content()) : new byte[0];
    }

    private boolean isText(Optional<FileState> state) throws IOException {
        return size(state) <= Differ.MAX_BYTES && isText(bytes(state));
    }

    private static boolean isText(byte[] content) {
        return !RawText.isBinary(content, content.length, true)
                && TextFile.read(content).filter(t -> t.charset().equals(StandardCharsets.UTF_8)).isPresent();
    }
}
