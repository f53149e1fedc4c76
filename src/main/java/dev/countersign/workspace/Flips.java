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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// What was written beside its target moved into place, and what is to go taken away: deletions first, then what is made or changes its
/// kind, in path order; then, by several threads where there are many, the files whose content changes, which depend on nothing else. Each is
/// compared once more just before.
final class Flips {

    /// A target that changed between the comparison and the write.
    static final class Moved extends IOException {
        private final transient Conflict conflict;

        Moved(Conflict conflict) {
            super(conflict.why());
            this.conflict = conflict;
        }

        Conflict conflict() {
            return conflict;
        }
    }

    /// Says why an edit cannot be made where this was found.
    interface Check {
        Optional<String> conflict(PathEdit edit, Standing.Found found) throws IOException;
    }

    private final Path root;
    private final EditSet edits;
    private final Standing standing;
    private final NewFiles prepared;
    private final Reversal reversal;
    private final Check check;
    private final Set<Path> touched = ConcurrentHashMap.newKeySet();
    private final Set<String> reached = new HashSet<>();
    private Optional<Path> failed = Optional.empty();

    /// @param reversal hears of each step before or right after it
    Flips(Path root, EditSet edits, Standing standing, NewFiles prepared, Reversal reversal, Check check) {
        this.root = root;
        this.edits = edits;
        this.standing = standing;
        this.prepared = prepared;
        this.reversal = reversal;
        this.check = check;
    }

    /// Folders whose names have changed so far.
    Set<Path> touched() {
        return touched;
    }

    /// Where it stopped, if it did.
    synchronized Optional<Path> failed() {
        return failed;
    }

    private synchronized void failed(PathEdit edit) {
        failed = failed.or(() -> Optional.of(edit.path().in(root)));
    }

    private interface Step {
        void take(PathEdit edit) throws IOException;
    }

    private void take(PathEdit edit, Step step) throws IOException {
        try {
            step.take(edit);
        } catch (IOException | RuntimeException e) {
            failed(edit);
            throw e;
        }
    }

    /// @throws Moved where a target is not what was compared any more
    void run(TreeMap<WorkspacePath, PathEdit> todo) throws IOException {
        for (PathEdit edit : todo.descendingMap().values()) {
            if (edit.after().isEmpty() && !edits.putFileAbove(edit.path())) {
                take(edit, this::delete);
            }
        }
        var contents = new ArrayList<PathEdit>();
        for (PathEdit edit : todo.values()) {
            if (edit.after().isPresent()) {
                if (edit.after().get().kind() == FileState.Kind.FOLDER) {
                    take(edit, this::putFolder);
                } else if (EditSet.onlyPermissions(edit)) {
                    take(edit, this::changePermissions);
                } else if (isFile(edit.before()) && isFile(edit.after())) {
                    contents.add(edit);
                } else {
                    take(edit, this::put);
                }
            }
        }
        Together.share(contents, this::replace);
    }

    private static boolean isFile(Optional<FileState> state) {
        return state.filter(one -> one.kind() == FileState.Kind.FILE).isPresent();
    }

    /// @param some neighbours: the folders above them are looked at once where they are the same
    private void replace(List<PathEdit> some) throws IOException {
        String folder = "";
        Optional<Standing.Found> above = Optional.empty();
        for (PathEdit edit : some) {
            try {
                if (!edit.path().folder().equals(folder)) {
                    folder = edit.path().folder();
                    above = standing.above(edit.path());
                }
                Standing.Found found = above.isPresent() ? above.get() : standing.itself(edit.path());
                refuse(edit, found);
                replace(edit, edit.path().in(root), found);
            } catch (IOException | RuntimeException e) {
                failed(edit);
                throw e;
            }
        }
    }

    private Standing.Found recheck(PathEdit edit) throws IOException {
        Standing.Found found = standing.at(edit.path());
        refuse(edit, found);
        return found;
    }

    private void refuse(PathEdit edit, Standing.Found found) throws IOException {
        Optional<String> why = check.conflict(edit, found);
        if (why.isPresent()) {
            throw new Moved(new Conflict(edit, found.state(), why.get()));
        }
    }

    private void delete(PathEdit edit) throws IOException {
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

    private void setAside(PathEdit edit, Path file, Standing.Found found) throws IOException {
        Path aside = Leftovers.free(file.getParent(), edit.path(), "old");
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        reversal.aside(file, aside, () -> Replacement.moveBack(aside, file));
        refuseIfWritten(edit, aside, found);
    }

    /// Someone who had the old file open may have written to it until the rename; that must not be lost.
    private static void refuseIfWritten(PathEdit edit, Path aside, Standing.Found found) throws IOException {
        Optional<Stamp> now = Stamp.of(aside);
        Stamp then = found.stamp().orElseThrow();
        if (now.isEmpty() || now.get().inode() != then.inode() || now.get().size() != then.size()
                || now.get().modified() != then.modified()) {
            throw new Moved(new Conflict(edit, found.state(), "changed while it was being written"));
        }
    }

    private void put(PathEdit edit) throws IOException {
        Path file = edit.path().in(root);
        Path temporary = prepared.of(edit.path());
        makeFolders(edit);
        Standing.Found found = recheck(edit);
        if (found.stamp().isPresent() && !found.isFolder()) {
            replace(edit, file, found);
            return;
        }
        touched.add(file.getParent());
        touched.add(temporary.getParent());
        if (found.stamp().isPresent()) {
            setAside(edit, file, found);
            Replacement.intoNothing(temporary, file);
        } else {
            try {
                Replacement.intoNothing(temporary, file);
            } catch (FileAlreadyExistsException e) {
                throw new Moved(new Conflict(edit, found.state(), "created while it was being written"));
            }
        }
        reversal.add(file, () -> Files.delete(file));
    }

    /// @param found what is no folder
    private void replace(PathEdit edit, Path file, Standing.Found found) throws IOException {
        Path temporary = prepared.of(edit.path());
        Path folder = file.getParent();
        touched.add(folder);
        touched.add(temporary.getParent());
        boolean written = found.stamp().orElseThrow().type() == Stamp.Type.FILE;
        record Second(Path name, boolean same) {}
        Second second = Leftovers.first(folder, edit.path(), "old", name -> new Second(name, Replacement.second(file, name, !written)));
        reversal.spare(second.name());
        if (written && !second.same()) {
            // A copy does not show what is written to the file after it: a gap of microseconds where there are no hard links.
            refuseIfWritten(edit, file, found);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        reversal.used(temporary);
        reversal.aside(file, second.name(), () -> Files.move(second.name(), file, StandardCopyOption.ATOMIC_MOVE));
        if (written && second.same()) {
            refuseIfWritten(edit, second.name(), found);
        }
    }

    private void changePermissions(PathEdit edit) throws IOException {
        recheck(edit);
        Path file = edit.path().in(root);
        reversal.add(file, () -> Replacement.permit(file, edit.before().orElseThrow().permissions()));
        Replacement.permit(file, edit.after().orElseThrow().permissions());
    }

    private void putFolder(PathEdit edit) throws IOException {
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
    private void makeFolders(PathEdit edit) throws IOException {
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
}
