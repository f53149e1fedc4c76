package dev.countersign.workspace;

import dev.countersign.workspace.ApplyOutcome.Conflict;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One application of edits to the live tree.
///
/// In this order: every target is compared; every new content is written beside its target, and all are synced; then targets are
/// flipped by renames, deletions first, each compared once more just before; folders are synced; what was set aside is deleted.
/// Until the last step everything can be put back.
final class Applier {

    enum Mode {
        /// Every path must stand at its before.
        FRESH,
        /// Paths at their after count as done.
        RESUMED
    }

    /// What ends an application from within: a target that changed between the comparison and the write.
    private static final class Moved extends Exception {
        private final transient Conflict conflict;

        Moved(Conflict conflict) {
            super(conflict.why(), null, false, false);
            this.conflict = conflict;
        }
    }

    private final Path root;
    private final Leftovers leftovers;
    private final Contents contents;
    private final Mode mode;
    private final EditSet edits;
    private final Standing standing;
    private final TreeMap<WorkspacePath, PathEdit> todo = new TreeMap<>();
    private final Reversal reversal = new Reversal();
    private final NewFiles prepared;
    private final Set<Path> touched = new LinkedHashSet<>();
    private final Set<String> reached = new HashSet<>();
    private Path writing;

    Applier(Path root, Leftovers leftovers, List<PathEdit> edits, Contents contents, Mode mode) {
        this.root = root;
        this.leftovers = leftovers;
        this.contents = contents;
        this.mode = mode;
        this.edits = new EditSet(edits, root);
        this.standing = new Standing(root, this.edits);
        this.prepared = new NewFiles(root, leftovers, standing, contents, reversal);
        this.writing = root;
    }

    ApplyOutcome run() throws IOException {
        List<Conflict> conflicts = begin();
        if (!conflicts.isEmpty()) {
            return new ApplyOutcome.Conflicted(conflicts);
        }
        write(() -> { });
        return carryOut();
    }

    /// Compares. Where there is a conflict, nothing more may be called.
    List<Conflict> begin() throws IOException {
        clearLeftovers();
        return compare();
    }

    /// Writes every new content beside its target, and syncs it.
    ///
    /// @param beside what else waits for the disk, done while this waits for it
    void write(Together.Step beside) throws IOException {
        refuseWhatCannotWork();
        guarded(() -> {
            prepared.write(todo.values().stream().filter(EditSet::needsContent).toList(), beside);
            return List.of();
        });
    }

    /// Moves what was written into place.
    ApplyOutcome carryOut() throws IOException {
        List<Conflict> moved = guarded(() -> {
            flip();
            syncFolders();
            return List.of();
        });
        if (!moved.isEmpty()) {
            return new ApplyOutcome.Conflicted(moved);
        }
        finish();
        return new ApplyOutcome.Applied(edits.all().size());
    }

    /// Takes away what was written and not moved into place.
    void discard() {
        reversal.forget();
        prepared.release();
    }

    private interface Part {
        List<Conflict> run() throws IOException, Moved;
    }

    private List<Conflict> guarded(Part part) throws IOException {
        try {
            return part.run();
        } catch (Moved moved) {
            putBack(moved);
            return List.of(moved.conflict);
        } catch (MissingContentException | RuntimeException | Error e) {
            putBack(e);
            throw e;
        } catch (IOException e) {
            // Told apart before putting back, which frees room again.
            var told = Faults.unwritten(prepared.failed().orElse(writing), missingBytes(), e, "Everything that had been written was put back.");
            putBack(e);
            throw told;
        }
    }

    private void clearLeftovers() throws IOException {
        Set<String> names = new HashSet<>();
        Set<Path> folders = new HashSet<>();
        for (PathEdit edit : edits.all()) {
            if (!names.add(edit.path().folder())) {
                continue;
            }
            Path folder = standing.realFolderAbove(edit.path());
            if (folders.add(folder) && Files.isReadable(folder) && Files.isWritable(folder)) {
                leftovers.clear(folder);
            }
        }
    }

    List<Conflict> compare() throws IOException {
        var conflicts = new ArrayList<Conflict>();
        Map<WorkspacePath, Standing.Found> all = standing.look(edits.all());
        for (PathEdit edit : edits.all()) {
            Standing.Found found = all.get(edit.path());
            if (mode == Mode.RESUMED && standing.done(edit, found)) {
                continue;
            }
            Optional<String> why = conflict(edit, found);
            if (why.isPresent()) {
                conflicts.add(new Conflict(edit, found.state(), why.get()));
            }
            todo.put(edit.path(), edit);
        }
        return conflicts;
    }

    private Optional<String> conflict(PathEdit edit, Standing.Found found) throws IOException {
        boolean fits = standing.fits(edit.path(), edit.before(), found)
                || mode == Mode.RESUMED && standing.interrupted(edit, found);
        if (!fits) {
            return Optional.of(Standing.why(edit, found));
        }
        boolean becomesFile = edit.after().filter(after -> after.kind() != FileState.Kind.FOLDER).isPresent();
        return becomesFile && found.isFolder()
                ? standing.staysBelow(edit.path().in(root), edit.path().value()).map(name -> "its place holds " + name)
                : Optional.empty();
    }

    /// Missing content, closed folders and a full disk are found before anything is written.
    private void refuseWhatCannotWork() throws IOException {
        Set<String> names = new HashSet<>();
        for (PathEdit edit : todo.values()) {
            if (EditSet.needsContent(edit) && !contents.has(edit.after().get().content())) {
                throw new MissingContentException(edit.after().get().content(), "is needed for " + edit.path());
            }
            if (names.add(edit.path().folder())) {
                Path folder = standing.realFolderAbove(edit.path());
                if (!Files.isWritable(folder)) {
                    throw Faults.closed(folder);
                }
            }
        }
        if (Faults.full(root, missingBytes())) {
            throw Faults.diskFull(root, missingBytes(), new IOException("not enough usable space"), "Nothing was written.");
        }
    }

    private long missingBytes() {
        return todo.values().stream().filter(edit -> !prepared.has(edit.path()) && EditSet.needsContent(edit))
                .mapToLong(edit -> edit.after().get().size()).sum();
    }

    private void flip() throws IOException, Moved {
        for (PathEdit edit : todo.descendingMap().values()) {
            if (edit.after().isEmpty() && !edits.putFileAbove(edit.path())) {
                delete(edit);
            }
        }
        for (PathEdit edit : todo.values()) {
            if (edit.after().isPresent()) {
                if (edit.after().get().kind() == FileState.Kind.FOLDER) {
                    putFolder(edit);
                } else if (EditSet.onlyPermissions(edit)) {
                    changePermissions(edit);
                } else {
                    putContent(edit);
                }
            }
        }
    }

    private Standing.Found recheck(PathEdit edit) throws IOException, Moved {
        writing = edit.path().in(root);
        Standing.Found found = standing.at(edit.path());
        Optional<String> why = conflict(edit, found);
        if (why.isPresent()) {
            throw new Moved(new Conflict(edit, found.state(), why.get()));
        }
        return found;
    }

    private void delete(PathEdit edit) throws IOException, Moved {
        Standing.Found found = recheck(edit);
        Path file = edit.path().in(root);
        if (found.stamp().isEmpty()) {
            return;
        }
        touched.add(file.getParent());
        if (!found.isFolder()) {
            setAside(edit, file, found);
            return;
        }
        if (edits.passThrough(edit.path().value()) || found.filled()) {
            return;
        }
        try {
            Files.delete(file);
            reversal.add(file, () -> {
                Files.createDirectory(file);
                Stamp.permit(file, edit.before().orElseThrow().permissions());
            });
        } catch (DirectoryNotEmptyException e) {
            // Somebody put a file there this instant: then it is no empty folder any more, which is all that was asked for.
        }
    }

    private void setAside(PathEdit edit, Path file, Standing.Found found) throws IOException, Moved {
        Path aside = Leftovers.free(file.getParent(), edit.path(), "old");
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        reversal.aside(file, aside, () -> Replacement.moveBack(aside, file));
        refuseIfWritten(edit, aside, found);
    }

    /// Someone who had the old file open may have written to it until the rename; that must not be lost.
    private static void refuseIfWritten(PathEdit edit, Path aside, Standing.Found found) throws IOException, Moved {
        Optional<Stamp> now = Stamp.of(aside);
        Stamp then = found.stamp().orElseThrow();
        if (now.isEmpty() || now.get().inode() != then.inode() || now.get().size() != then.size()
                || now.get().modified() != then.modified()) {
            throw new Moved(new Conflict(edit, found.state(), "changed while it was being written"));
        }
    }

    private void putContent(PathEdit edit) throws IOException, Moved {
        Path file = edit.path().in(root);
        Path temporary = prepared.of(edit.path());
        makeFolders(edit);
        Standing.Found found = recheck(edit);
        touched.add(file.getParent());
        touched.add(temporary.getParent());
        if (found.stamp().isEmpty()) {
            try {
                Replacement.intoNothing(temporary, file);
            } catch (FileAlreadyExistsException e) {
                throw new Moved(new Conflict(edit, found.state(), "created while it was being written"));
            }
            reversal.add(file, () -> Files.delete(file));
            return;
        }
        if (!found.isFolder()) {
            Path aside = Leftovers.free(file.getParent(), edit.path(), "old");
            boolean same = Replacement.second(file, aside);
            reversal.spare(aside);
            boolean written = found.stamp().get().type() == Stamp.Type.FILE;
            if (written && !same) {
                // A copy does not show what is written to the file after it: a gap of microseconds where there are no hard links.
                refuseIfWritten(edit, file, found);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            reversal.used(temporary);
            reversal.aside(file, aside, () -> Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE));
            if (written && same) {
                refuseIfWritten(edit, aside, found);
            }
            return;
        }
        setAside(edit, file, found);
        Replacement.intoNothing(temporary, file);
        reversal.add(file, () -> Files.delete(file));
    }

    private void changePermissions(PathEdit edit) throws IOException, Moved {
        recheck(edit);
        Path file = edit.path().in(root);
        reversal.add(file, () -> Replacement.permit(file, edit.before().orElseThrow().permissions()));
        Replacement.permit(file, edit.after().orElseThrow().permissions());
    }

    private void putFolder(PathEdit edit) throws IOException, Moved {
        Path folder = edit.path().in(root);
        int permissions = edit.after().orElseThrow().permissions();
        makeFolders(edit);
        Standing.Found found = standing.at(edit.path());
        if (!found.isFolder()) {
            recheck(edit);
            if (found.stamp().isPresent()) {
                touched.add(folder.getParent());
                setAside(edit, folder, found);
            }
            makeFolder(folder);
        } else {
            int before = found.stamp().orElseThrow().permissions();
            reversal.add(folder, () -> Stamp.permit(folder, before));
            touched.add(folder);
        }
        Stamp.permit(folder, permissions);
    }

    /// What is made or found here is looked at again just before the path itself is written.
    private void makeFolders(PathEdit edit) throws IOException, Moved {
        if (!reached.add(edit.path().folder())) {
            return;
        }
        Path folder = root;
        List<String> parts = edit.path().parts();
        for (String part : parts.subList(0, parts.size() - 1)) {
            folder = folder.resolve(part);
            Optional<Stamp> stamp = Stamp.of(folder);
            if (stamp.isEmpty()) {
                makeFolder(folder);
            } else if (!stamp.get().isFolder()) {
                throw new Moved(new Conflict(edit, Optional.empty(), Standing.why(edit, standing.at(edit.path()))));
            }
        }
    }

    private void makeFolder(Path folder) throws IOException {
        Files.createDirectory(folder);
        reversal.add(folder, () -> Files.delete(folder));
        touched.add(folder);
        touched.add(folder.getParent());
    }

    private void syncFolders() throws IOException {
        if (touched.size() >= WholeSync.WORTH && WholeSync.done(touched.stream().filter(Files::isDirectory).toList())) {
            return;
        }
        Together.take(touched.stream().<Together.Step>map(folder -> () -> Replacement.sync(folder)).toList());
    }

    private void putBack(Throwable cause) {
        List<String> lost = reversal.run(cause);
        prepared.release();
        try {
            syncFolders();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        if (!lost.isEmpty()) {
            throw Faults.notPutBack(String.join(", ", lost), cause);
        }
    }

    /// From here on nothing is put back: all paths stand at their after, only traces are removed.
    private void finish() throws IOException {
        discard();
        new EmptiedFolders(root, edits).remove();
    }
}
