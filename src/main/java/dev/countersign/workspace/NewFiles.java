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
            Together.share(edits, some -> new Stretch(unsynced).write(some));
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

    /// Neighbours, written one after the other by one thread: what is found of one of them holds for those in the same folder.
    private final class Stretch {
        private final Unsynced unsynced;
        private Optional<Like> before = Optional.empty();

        /// What a new file was like.
        ///
        /// @param name   of the folder of its path
        /// @param folder where it was made
        /// @param owner  its own, unless it was given away
        private record Like(String name, Path folder, Optional<Replacement.Owner> owner) {}

        private record Made(Path name, FileChannel channel) {}

        Stretch(Unsynced unsynced) {
            this.unsynced = unsynced;
        }

        void write(List<PathEdit> edits) throws IOException {
            for (PathEdit edit : edits) {
                try {
                    write(edit);
                } catch (IOException | RuntimeException e) {
                    failed(edit.path().in(root));
                    throw e;
                }
            }
        }

        private void write(PathEdit edit) throws IOException {
            WorkspacePath path = edit.path();
            FileState after = edit.after().get();
            Optional<Like> like = before.filter(one -> one.name().equals(path.folder()));
            Path folder = like.isPresent() ? like.get().folder() : standing.realFolderAbove(path);
            Path made;
            if (after.kind() == FileState.Kind.LINK) {
                byte[] target = Replacement.target(after, contents);
                made = leftovers.make(folder, path, "new", needed, name -> Replacement.link(name, target));
                reversal.temporary(made);
            } else {
                Made open = leftovers.make(folder, path, "new", needed, name -> new Made(name, Replacement.create(name)));
                made = open.name();
                reversal.temporary(made);
                try {
                    Replacement.fill(open.channel(), after, contents);
                    Optional<Replacement.Owner> owner = like.isPresent() ? like.get().owner() : Replacement.Owner.of(made);
                    before = Optional.of(new Like(path.folder(), folder, owner));
                    if (edit.before().filter(state -> state.kind() == FileState.Kind.FILE).isPresent()) {
                        keepOwner(path.in(root), made, owner);
                    }
                    // Last: giving a file away may take permissions off it. And before the sync, which must cover them.
                    Stamp.permit(made, after.permissions());
                } catch (IOException | RuntimeException e) {
                    open.channel().close();
                    throw e;
                }
                unsynced.add(path.in(root), open.channel());
            }
            if (written.isEmpty()) {
                standing.clock(Stamp.of(made).orElseThrow());
            }
            written.put(path, made);
        }

        private static void keepOwner(Path replaced, Path made, Optional<Replacement.Owner> owner) {
            Optional<Replacement.Owner> wanted = owner.flatMap(_ -> Replacement.Owner.of(replaced));
            wanted.ifPresent(of -> of.take(made, owner.orElseThrow()));
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
