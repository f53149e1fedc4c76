package dev.countersign.workspace;

import dev.countersign.workspace.ApplyOutcome.Conflict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// One application of edits to the live tree.
///
/// In this order: every target is compared; every new content is written beside its target, and all are synced; then targets are
/// flipped by renames, each compared once more just before ([Flips]); folders are synced; what was set aside is deleted.
/// Until the last step everything can be put back.
final class Applier {

    enum Mode {
        /// Every path must stand at its before.
        FRESH,
        /// Paths at their after count as done.
        RESUMED
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
    private final Flips flips;

    Applier(Path root, Leftovers leftovers, List<PathEdit> edits, Contents contents, Mode mode) {
        this.root = root;
        this.leftovers = leftovers;
        this.contents = contents;
        this.mode = mode;
        this.edits = new EditSet(edits, root);
        this.standing = new Standing(root, this.edits);
        this.prepared = new NewFiles(root, leftovers, standing, contents, reversal);
        this.flips = new Flips(root, this.edits, standing, prepared, reversal, this::conflict);
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
            flips.run(todo);
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
        List<Conflict> run() throws IOException;
    }

    private List<Conflict> guarded(Part part) throws IOException {
        try {
            return part.run();
        } catch (Flips.Moved moved) {
            putBack(moved);
            return List.of(moved.conflict());
        } catch (MissingContentException | RuntimeException | Error e) {
            putBack(e);
            throw e;
        } catch (IOException e) {
            // Told apart before putting back, which frees room again.
            var told = Faults.unwritten(prepared.failed().or(flips::failed).orElse(root), missingBytes(), e, "Everything that had been written was put back.");
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

    private void syncFolders() throws IOException {
        Set<Path> touched = flips.touched();
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
