package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Makes a [Stage]: looks over the live tree for ignored paths and dependency folders, where whoever read it did not, then writes the copy
/// from stored content, so that it is the base even where the live tree has moved on.
final class Staging {
    private final Path live;
    private final Path folder;
    private final Snapshot base;
    private final ContentStore store;
    private final Progress progress;
    private final Optional<Stage> used;
    private final Optional<Surroundings> seen;

    /// @param used a copy that is not needed any more, to be made into this one
    Staging(Path live, Path folder, Survey base, ContentStore store, Progress progress, Optional<Stage> used) {
        this.live = live;
        this.folder = folder.toAbsolutePath().normalize();
        this.base = base.tree();
        this.seen = base.around();
        this.store = store;
        this.progress = progress;
        this.used = used;
    }

    Stage run() throws IOException {
        Surroundings around = seen.isPresent() ? seen.get() : look();
        Files.createDirectories(folder.getParent());
        KnownStates kept = used.isPresent() ? reuse(used.get()) : new KnownStates();
        Path tree = folder.resolve(Stage.TREE);
        try {
            if (kept.all().isEmpty()) {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw Faults.unwritten(folder, bytes(), e, "Your workspace was not touched.");
        }
        try {
            if (kept.all().isEmpty()) {
                Stamp.permit(folder, 0700);
                Files.createDirectory(tree);
            }
            Map<WorkspacePath, Stamp> written = write(tree, kept.all().keySet());
            copyDependencies(tree, around.dependencies());
            var record = new StageRecord(around.rules().frozen(base, store, around.ignored()), base, kept);
            long now = record.clock(folder);
            written.forEach((path, stamp) -> record.known().know(path, stamp, base.files().get(path), now));
            record.save(folder);
            return new Stage(folder, record, store);
        } catch (IOException | RuntimeException e) {
            // Told apart before the half-made copy is deleted, which frees room again.
            Exception told = e instanceof IOException failed && !(e instanceof MissingContentException)
                    ? Faults.unwritten(folder, bytes(), failed, "Your workspace was not touched.") : e;
            try {
                Deletion.of(folder, folder.getParent());
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            if (told instanceof MissingContentException missing) {
                throw missing;
            }
            throw (RuntimeException) told;
        }
    }

    /// What of a used copy stays in place; nothing, and no copy, where it cannot be made into a new one.
    private KnownStates reuse(Stage stage) throws IOException {
        if (Stamp.of(folder).isPresent()) {
            throw new FileAlreadyExistsException(folder.toString());
        }
        Path place = stage.folder();
        try {
            Stage moved = stage.moveTo(folder);
            place = folder;
            moved.clean(progress);
            KnownStates known = moved.record().known();
            keepWanted(moved, known);
            if (!known.all().isEmpty()) {
                return known;
            }
        } catch (IOException e) {
            // It was only to save time: a new copy is made instead.
        } catch (Progress.CancelledException e) {
            Deletion.of(place, place.getParent());
            throw e;
        }
        Deletion.of(place, place.getParent());
        return new KnownStates();
    }

    /// Deletes of a clean copy what the base has not.
    private void keepWanted(Stage stage, KnownStates known) throws IOException {
        var unwanted = new HashSet<>(known.all().keySet());
        base.files().forEach((path, state) -> {
            if (known.of(path).filter(state::equals).isPresent()) {
                unwanted.remove(path);
            }
        });
        for (WorkspacePath path : unwanted) {
            known.forget(path);
            Path file = path.in(stage.root());
            Deletion.of(file, folder);
            stage.pruneFrom(file.getParent());
        }
    }

    private long bytes() {
        return base.files().values().stream().mapToLong(FileState::size).sum();
    }

    private Surroundings look() throws IOException {
        IgnoreRules rules = IgnoreRules.around(live);
        var around = new Surroundings(rules);
        var visitor = new TreeScan.Visitor() {
            @Override
            public void found(WorkspacePath path, Path file, Stamp stamp) {}

            @Override
            public void ignored(String path, Path file, Stamp stamp) {
                around.ignored(path, file, stamp);
            }
        };
        new TreeScan(live, rules, TreeScan.Tree.LIVE, path -> false, visitor, progress, "Looking over the workspace").run();
        return around;
    }

    private Map<WorkspacePath, Stamp> write(Path tree, Set<WorkspacePath> kept) throws IOException {
        var writer = new CopyWriter(tree, folder, store);
        var written = new HashMap<WorkspacePath, Stamp>();
        long done = 0;
        int total = base.files().size();
        for (var entry : base.files().entrySet()) {
            if ((done++ & 63) == 0) {
                progress.check();
                progress.step("Copying the workspace", done, total);
            }
            WorkspacePath path = entry.getKey();
            if (kept.contains(path)) {
                continue;
            }
            FileState state = entry.getValue();
            writer.write(path, state);
            Path file = path.in(tree);
            if (state.kind() == FileState.Kind.FILE) {
                Optional<Stamp> stamp = Stamp.of(path.in(live)).filter(s -> s.type() == Stamp.Type.FILE && s.size() == state.size());
                if (stamp.isPresent()) {
                    Files.setLastModifiedTime(file, FileTime.from(stamp.get().modified(), TimeUnit.NANOSECONDS));
                }
            }
            Stamp.of(file).ifPresent(now -> written.put(path, now));
        }
        return written;
    }

    private void copyDependencies(Path tree, Set<String> dependencies) throws IOException {
        for (String dependency : dependencies) {
            Path target = tree.resolve(dependency);
            Path from = live.resolve(dependency);
            if (Stamp.of(target).isEmpty() && Stamp.of(from).filter(Stamp::isFolder).isPresent()) {
                Files.createDirectories(target.getParent());
                progress.step("Copying " + dependency, 0, 0);
                copy(from, target);
            }
        }
    }

    private void copy(Path from, Path to) throws IOException {
        progress.check();
        Files.createDirectory(to);
        for (Path child : TreeScan.list(from)) {
            Path copy = to.resolve(child.getFileName());
            Optional<Stamp> stamp = Stamp.of(child);
            if (stamp.isEmpty()) {
                continue;
            }
            switch (stamp.get().type()) {
                case FOLDER -> copy(child, copy);
                case FILE -> {
                    Files.copy(child, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
                    Stamp.permit(copy, stamp.get().permissions());
                }
                case LINK -> LinkTarget.copy(child, copy);
                case SPECIAL -> { }
            }
        }
    }
}
