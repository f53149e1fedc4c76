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

/// Makes a [Stage]: looks over the live tree for times, ignored paths and dependency folders, then writes the copy from stored
/// content, so that it is the base even where the live tree has moved on.
final class Staging {
    private static final Set<String> DEPENDENCIES = Set.of("node_modules", ".venv", "venv", "vendor");

    private final Path live;
    private final Path folder;
    private final Snapshot base;
    private final ContentStore store;
    private final Progress progress;
    private final Optional<Stage> used;
    private final Map<String, Stamp> stamps = new HashMap<>();
    private final Set<String> ignored = new HashSet<>();
    private final Map<String, Path> dependencies = new HashMap<>();

    /// @param used a copy that is not needed any more, to be made into this one
    Staging(Path live, Path folder, Snapshot base, ContentStore store, Progress progress, Optional<Stage> used) {
        this.live = live;
        this.folder = folder.toAbsolutePath().normalize();
        this.base = base;
        this.store = store;
        this.progress = progress;
        this.used = used;
    }

    Stage run() throws IOException {
        IgnoreRules rules = IgnoreRules.around(live);
        look(rules);
        Files.createDirectories(folder.getParent());
        Map<WorkspacePath, Stamp> kept = used.isPresent() ? reuse(used.get()) : Map.of();
        Path tree = folder.resolve(Stage.TREE);
        try {
            if (kept.isEmpty()) {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw Faults.unwritten(folder, bytes(), e, "Your workspace was not touched.");
        }
        try {
            if (kept.isEmpty()) {
                Stamp.permit(folder, 0700);
                Files.createDirectory(tree);
            }
            Map<WorkspacePath, Stamp> written = write(tree, kept);
            copyDependencies(tree);
            var record = new StageRecord(rules.frozen(base, store, ignored), base);
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
    private Map<WorkspacePath, Stamp> reuse(Stage stage) throws IOException {
        if (Stamp.of(folder).isPresent()) {
            throw new FileAlreadyExistsException(folder.toString());
        }
        Path place = stage.folder();
        try {
            Files.move(place, folder, StandardCopyOption.ATOMIC_MOVE);
            place = folder;
            Map<WorkspacePath, Stamp> kept = new Reuse(folder.resolve(Stage.TREE), folder, stage.record(), base, progress).run();
            if (!kept.isEmpty()) {
                return kept;
            }
        } catch (IOException e) {
            // It was only to save time: a new copy is made instead.
        } catch (Progress.CancelledException e) {
            Deletion.of(place, place.getParent());
            throw e;
        }
        Deletion.of(place, place.getParent());
        return Map.of();
    }

    private long bytes() {
        return base.files().values().stream().mapToLong(FileState::size).sum();
    }

    private void look(IgnoreRules rules) throws IOException {
        var visitor = new TreeScan.Visitor() {
            @Override
            public void found(WorkspacePath path, Path file, Stamp stamp) {
                stamps.put(path.value(), stamp);
            }

            @Override
            public void ignored(String path, Path file, Stamp stamp) {
                ignored.add(path);
                if (stamp.isFolder() && DEPENDENCIES.contains(file.getFileName().toString())) {
                    dependencies.put(path, file);
                }
            }
        };
        new TreeScan(live, rules, TreeScan.Tree.LIVE, path -> false, visitor, progress, "Looking over the workspace").run();
    }

    private Map<WorkspacePath, Stamp> write(Path tree, Map<WorkspacePath, Stamp> kept) throws IOException {
        var writer = new CopyWriter(tree, folder, store);
        var written = new HashMap<WorkspacePath, Stamp>(kept);
        long done = 0;
        int total = base.files().size();
        for (var entry : base.files().entrySet()) {
            if ((done++ & 63) == 0) {
                progress.check();
                progress.step("Copying the workspace", done, total);
            }
            WorkspacePath path = entry.getKey();
            if (kept.containsKey(path)) {
                continue;
            }
            FileState state = entry.getValue();
            writer.write(path, state);
            Path file = path.in(tree);
            Stamp stamp = stamps.get(path.value());
            if (stamp != null && state.kind() == FileState.Kind.FILE && stamp.type() == Stamp.Type.FILE && stamp.size() == state.size()) {
                Files.setLastModifiedTime(file, FileTime.from(stamp.modified(), TimeUnit.NANOSECONDS));
            }
            Stamp.of(file).ifPresent(now -> written.put(path, now));
        }
        return written;
    }

    private void copyDependencies(Path tree) throws IOException {
        for (var dependency : dependencies.entrySet()) {
            Path target = tree.resolve(dependency.getKey());
            Optional<Stamp> there = Stamp.of(target);
            if (there.isEmpty()) {
                Files.createDirectories(target.getParent());
                progress.step("Copying " + dependency.getKey(), 0, 0);
                copy(dependency.getValue(), target);
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
                case LINK -> Files.createSymbolicLink(copy, Files.readSymbolicLink(child));
                case SPECIAL -> { }
            }
        }
    }
}
