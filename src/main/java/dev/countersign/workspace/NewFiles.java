package dev.countersign.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// New contents written beside their targets, and brought to disk together: nothing of the tree has changed by that.
final class NewFiles {
    private final Path root;
    private final Leftovers leftovers;
    private final Standing standing;
    private final Contents contents;
    private final Reversal reversal;
    private final Map<WorkspacePath, Path> written = new ConcurrentHashMap<>();
    private final Set<Path> needed = ConcurrentHashMap.newKeySet();
    private volatile Optional<Path> failed = Optional.empty();

    /// @param leftovers is told what is no leftover until [#release]
    /// @param reversal  takes away what was written
    NewFiles(Path root, Leftovers leftovers, Standing standing, Contents contents, Reversal reversal) {
        this.root = root;
        this.leftovers = leftovers;
        this.standing = standing;
        this.contents = contents;
        this.reversal = reversal;
    }

    /// Writes what each of `edits` puts at its path, by several threads where there are many; all of it is on disk when this returns.
    ///
    /// @param beside what else waits for the disk, done while this waits for it
    void write(List<PathEdit> edits, Together.Step beside) throws IOException {
        Optional<WholeSync> whole = edits.size() < WholeSync.WORTH ? Optional.empty() : WholeSync.of(folders(edits));
        try (var unsynced = new Unsynced(this::failed, whole)) {
            Together.share(edits, edit -> write(edit, unsynced));
            unsynced.sync(beside);
        } finally {
            whole.ifPresent(WholeSync::close);
        }
    }

    private Collection<Path> folders(List<PathEdit> edits) throws IOException {
        var names = new HashSet<String>();
        var folders = new HashSet<Path>();
        for (PathEdit edit : edits) {
            if (names.add(edit.path().folder())) {
                folders.add(standing.realFolderAbove(edit.path()));
            }
        }
        return folders;
    }

    private void write(PathEdit edit, Unsynced unsynced) throws IOException {
        WorkspacePath path = edit.path();
        Path target = path.in(root);
        try {
            Path temporary = Leftovers.free(standing.realFolderAbove(path), path, "new");
            leftovers.need(temporary);
            needed.add(temporary);
            reversal.temporary(temporary);
            FileState after = edit.after().get();
            if (after.kind() == FileState.Kind.LINK) {
                Replacement.link(temporary, after, contents);
            } else {
                Optional<Path> replaced = edit.before().filter(state -> state.kind() == FileState.Kind.FILE).map(_ -> target);
                FileChannel channel = Replacement.file(temporary, after, contents, replaced);
                unsynced.add(target, channel);
            }
            if (written.isEmpty()) {
                standing.clock(Stamp.of(temporary).orElseThrow());
            }
            written.put(path, temporary);
        } catch (IOException | RuntimeException e) {
            failed(target);
            throw e;
        }
    }

    private synchronized void failed(Path target) {
        if (failed.isEmpty()) {
            failed = Optional.of(target);
        }
    }

    /// The target whose new content could not be written, or not be brought to disk.
    Optional<Path> failed() {
        return failed;
    }

    boolean has(WorkspacePath path) {
        return written.containsKey(path);
    }

    /// Where the content for `path` lies, beside it.
    Path of(WorkspacePath path) {
        return written.get(path);
    }

    /// From here on, what of it is still there is a leftover.
    void release() {
        leftovers.release(needed);
    }
}
