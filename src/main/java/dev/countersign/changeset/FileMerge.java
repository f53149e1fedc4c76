package dev.countersign.changeset;

import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// What becomes of one path that two sides took from one base to different states.
public sealed interface FileMerge {

    /// Nobody needs to be asked.
    ///
    /// @param state  what shall lie there; empty for nothing
    /// @param merged where lines of both sides were brought together; empty where one side's state could be taken as it is
    record Settled(Optional<FileState> state, Optional<Merge> merged) implements FileMerge {}

    /// A text with at least one conflict.
    ///
    /// @param permissions of the result
    record Lines(Merge merge, int permissions) implements FileMerge {

        /// The file with each conflict settled; its content goes to `store`.
        ///
        /// @param resolutions by [Merge.Conflict#index]
        /// @throws IllegalStateException where a conflict has none
        /// @throws dev.countersign.fault.UserException `CHANGESET-001` where own text has a character the file's encoding lacks
        public FileState resolved(Map<Integer, Merge.Resolution> resolutions, ContentStore store) throws IOException {
            return file(merge.text(resolutions), permissions, store);
        }
    }

    /// Only one side or the other can be taken, whole.
    record Whole(Reason reason) implements FileMerge {}

    /// Why nothing but a whole side can be taken.
    enum Reason {
        /// One side changed it, the other deleted it.
        CHANGED_AND_DELETED,
        /// Content that is no text on at least one side.
        BINARY,
        /// Two link targets.
        LINK,
        /// A file on one side, a link or an empty folder on the other.
        KIND,
        /// Texts in encodings that cannot stand in one file.
        ENCODING,
        /// Too large to be compared; see [Differ#MAX_BYTES] and [Differ#MAX_LINES].
        TOO_LARGE
    }

    /// Merges one path. A side that is as the base was yields to the other. Permissions are merged bit by bit, so they never
    /// conflict; where there is no base, a bit is set that both sides set.
    ///
    /// @param contents has the content of all three
    /// @param store    where merged content goes
    static FileMerge of(Optional<FileState> base, Optional<FileState> ours, Optional<FileState> theirs, Contents contents,
                        ContentStore store) throws IOException {
        if (ours.equals(theirs) || theirs.equals(base)) {
            return new Settled(ours, Optional.empty());
        }
        if (ours.equals(base)) {
            return new Settled(theirs, Optional.empty());
        }
        if (ours.isEmpty() || theirs.isEmpty()) {
            return new Whole(Reason.CHANGED_AND_DELETED);
        }
        return both(base, ours.get(), theirs.get(), contents, store);
    }

    private static FileMerge both(Optional<FileState> base, FileState ours, FileState theirs, Contents contents,
                                  ContentStore store) throws IOException {
        boolean link = ours.kind() == FileState.Kind.LINK && theirs.kind() == FileState.Kind.LINK;
        if (ours.kind() != theirs.kind() || base.filter(b -> b.kind() != ours.kind()).isPresent() && !link) {
            return new Whole(Reason.KIND);
        }
        int permissions = base.map(b -> bits(b.permissions(), ours.permissions(), theirs.permissions()))
                .orElse(ours.permissions() & theirs.permissions());
        Optional<Sha256> before = base.filter(b -> b.kind() == ours.kind()).map(FileState::content);
        if (ours.content().equals(theirs.content()) || before.filter(theirs.content()::equals).isPresent()) {
            return new Settled(Optional.of(with(ours, permissions)), Optional.empty());
        }
        if (before.filter(ours.content()::equals).isPresent()) {
            return new Settled(Optional.of(with(theirs, permissions)), Optional.empty());
        }
        return ours.kind() == FileState.Kind.FILE ? texts(base, ours, theirs, permissions, contents, store)
                : new Whole(link ? Reason.LINK : Reason.KIND);
    }

    private static FileMerge texts(Optional<FileState> base, FileState ours, FileState theirs, int permissions, Contents contents,
                                   ContentStore store) throws IOException {
        if (Math.max(base.map(FileState::size).orElse(0L), Math.max(ours.size(), theirs.size())) > Differ.MAX_BYTES) {
            return new Whole(Reason.TOO_LARGE);
        }
        Optional<TextFile> before = TextFile.read(Differ.content(base, contents));
        Optional<TextFile> mine = TextFile.read(Differ.content(Optional.of(ours), contents));
        Optional<TextFile> other = TextFile.read(Differ.content(Optional.of(theirs), contents));
        if (before.isEmpty() || mine.isEmpty() || other.isEmpty()) {
            return new Whole(Reason.BINARY);
        }
        if (Math.max(before.get().lines().size(), Math.max(mine.get().lines().size(), other.get().lines().size()))
                > Differ.MAX_LINES) {
            return new Whole(Reason.TOO_LARGE);
        }
        Optional<Merge> merge = Merge.of(before.get(), mine.get(), other.get());
        if (merge.isEmpty()) {
            return new Whole(Reason.ENCODING);
        }
        return merge.get().isClean() ? new Settled(Optional.of(file(merge.get().text(), permissions, store)), merge)
                : new Lines(merge.get(), permissions);
    }

    private static int bits(int base, int ours, int theirs) {
        // A bit has two values: where ours has left the base's, that is the only other one.
        return ours ^ theirs ^ base ^ ((ours ^ base) & (theirs ^ base));
    }

    private static FileState with(FileState state, int permissions) {
        return new FileState(state.kind(), permissions, state.content(), state.size());
    }

    private static FileState file(TextFile text, int permissions, ContentStore store) throws IOException {
        byte[] content = text.bytes();
        return new FileState(FileState.Kind.FILE, permissions, store.put(content), content.length);
    }
}
