package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A private copy of a tree in which one node's agent works and its checks run. Everything below [#root] may be changed by
/// untrusted programs: read it only when they are dead. Links are never followed, special files never opened.
///
/// For one thread at a time. Bounds: a million paths, 4 GiB of new content in one capture (`WORKSPACE-006`).
public final class Stage implements AutoCloseable {
    static final String TREE = "tree";
    private static final long MOST_PATHS = 1_000_000;
    private static final long MOST_BYTES = 4L << 30;

    private final Path folder;
    private final StageRecord record;
    private final ContentStore store;
    private Snapshot last;
    private boolean clean;

    Stage(Path folder, StageRecord record, ContentStore store) {
        this(folder, record, store, false);
    }

    private Stage(Path folder, StageRecord record, ContentStore store, boolean clean) {
        this.folder = folder;
        this.record = record;
        this.store = store;
        this.last = record.base();
        this.clean = clean;
    }

    Path folder() {
        return folder;
    }

    StageRecord record() {
        return record;
    }

    /// Moves the copy, with all that is in it, to the new folder `to` of the same file system. This one is not to be used again.
    ///
    /// @return the same copy, there
    public Stage moveTo(Path to) throws IOException {
        Files.move(folder, to, StandardCopyOption.ATOMIC_MOVE);
        return new Stage(to, record, store, clean);
    }

    /// Leaves of the copy only what nothing touched since it was written or captured; whatever else its agent and its checks left is deleted.
    /// [Workspace#restage] does this where it was not done ahead of it. From now on the copy is good for that only.
    ///
    /// @throws IOException where that cannot be; the copy is good for nothing any more
    public void clean(Progress progress) throws IOException {
        if (!clean) {
            // What is known is then what is there.
            record.known().retainOnly(new Cleaning(root(), folder, record.known(), progress).run());
            clean = true;
        }
    }

    /// Where the agent works. What Countersign knows of the copy lies outside of it.
    public Path root() {
        return folder.resolve(TREE);
    }

    /// Reopens a stage that an earlier process left; for resume.
    ///
    /// @param folder as it was given to [Workspace#stage]
    /// @throws dev.countersign.fault.EnvironmentException `WORKSPACE-009` where it was never finished or is damaged
    public static Stage reopen(Path folder, ContentStore store) throws IOException {
        Path whole = folder.toAbsolutePath().normalize();
        StageRecord record = StageRecord.load(whole);
        if (!Files.isDirectory(whole.resolve(TREE), LinkOption.NOFOLLOW_LINKS)) {
            throw Faults.noStage(whole, "its tree is missing", new IOException("no folder " + TREE));
        }
        return new Stage(whole, record, store);
    }

    /// What the copy was made of.
    public Snapshot base() {
        return record.base();
    }

    /// The tree as it stands now; content of whatever is new goes to the store. Finds changes by ctime, size, mode and
    /// inode, then hashes the candidates: a forged mtime hides nothing. What the base ignored stays ignored.
    ///
    /// @throws dev.countersign.fault.EnvironmentException `WORKSPACE-002` where something cannot be read, `WORKSPACE-006` where
    ///                                                    the tree is beyond all bounds
    public Snapshot capture(Progress progress) throws IOException {
        return survey(progress).tree();
    }

    /// [#capture], and what had to be left out of it: pipes, sockets, a planted `.git`, names that cannot be used.
    public Survey survey(Progress progress) throws IOException {
        long now = record.clock(folder);
        var found = new HashMap<WorkspacePath, FileState>();
        var skipped = new ArrayList<Survey.Skipped>();
        var intake = new Intake(Intake.into(store), true);
        scan(new TreeScan.Visitor() {
            private long bytes;

            @Override
            public void found(WorkspacePath path, Path file, Stamp stamp) throws IOException {
                if (found.size() >= MOST_PATHS) {
                    throw Faults.overfull(root(), "more than " + MOST_PATHS + " files");
                }
                Optional<FileState> seen = record.known().unchanged(path, stamp);
                if (seen.isPresent()) {
                    found.put(path, seen.get());
                    return;
                }
                bytes += stamp.size();
                if (bytes > MOST_BYTES) {
                    throw Faults.overfull(root(), "more than " + (MOST_BYTES >> 30) + " GiB of changed content");
                }
                Optional<Intake.Taken> taken = intake.take(file, stamp);
                if (taken.isPresent()) {
                    found.put(path, taken.get().state());
                    record.known().know(path, taken.get().stamp(), taken.get().state(), now);
                }
            }

            @Override
            public boolean countsAsEmpty(WorkspacePath path) {
                return isEmptyFolderInBase(path);
            }

            @Override
            public void skipped(String path, Path file, String why) {
                skipped.add(new Survey.Skipped(path, why));
            }
        }, progress);
        last = last.become(found);
        return new Survey(last, skipped, Optional.empty());
    }

    private boolean isEmptyFolderInBase(WorkspacePath path) {
        return record.base().get(path).filter(state -> state.kind() == FileState.Kind.FOLDER).isPresent();
    }

    private void scan(TreeScan.Visitor visitor, Progress progress) throws IOException {
        if (!Files.isDirectory(root(), LinkOption.NOFOLLOW_LINKS)) {
            throw Faults.noStage(folder, "its tree is missing", new IOException("no folder " + TREE));
        }
        new TreeScan(root(), record.rules(), TreeScan.Tree.COPY, this::inBase, visitor, progress, "Looking for changes").run();
    }

    private boolean inBase(String path) {
        return WorkspacePath.faultOf(path).isEmpty() && record.base().get(WorkspacePath.of(path)).isPresent();
    }

    /// Makes the tree equal to `target` again: rewrites what differs, deletes what is not in it (ignored output stays).
    ///
    /// @throws MissingContentException where the store lacks content of `target`; the tree may then be between the two
    /// @throws dev.countersign.fault.EnvironmentException `WORKSPACE-004` or `WORKSPACE-005` where writing fails
    public void resetTo(Snapshot target) throws IOException {
        long now = record.clock(folder);
        Set<WorkspacePath> kept = new HashSet<>();
        Map<WorkspacePath, Stamp> unsure = new HashMap<>();
        var extra = new ArrayList<Path>();
        scan(new TreeScan.Visitor() {
            @Override
            public void found(WorkspacePath path, Path file, Stamp stamp) {
                Optional<FileState> wanted = target.get(path);
                if (wanted.isEmpty()) {
                    extra.add(file);
                } else if (record.known().unchanged(path, stamp).equals(wanted)) {
                    kept.add(path);
                } else {
                    unsure.put(path, stamp);
                }
            }

            @Override
            public boolean countsAsEmpty(WorkspacePath path) {
                return target.get(path).filter(state -> state.kind() == FileState.Kind.FOLDER).isPresent();
            }

            @Override
            public void skipped(String path, Path file, String why) {
                extra.add(file);
            }
        }, Progress.NONE);
        try {
            for (Path file : extra) {
                Deletion.of(file, folder);
                pruneFrom(file.getParent());
            }
            var intake = new Intake(Intake.DIGEST, true);
            for (var entry : unsure.entrySet()) {
                Path file = entry.getKey().in(root());
                Stamp stamp = entry.getValue();
                FileState wanted = target.files().get(entry.getKey());
                // One inode under two names: writing through one would change the other, so it is replaced in any case.
                if (stamp.links() == 1 && stamp.size() == wanted.size() && stamp.permissions() == wanted.permissions()) {
                    Optional<Intake.Taken> taken = intake.take(file, stamp);
                    if (taken.isPresent() && taken.get().state().equals(wanted)) {
                        record.known().know(entry.getKey(), taken.get().stamp(), wanted, now);
                        kept.add(entry.getKey());
                    }
                }
            }
            var writer = new CopyWriter(root(), folder, store);
            for (var entry : target.files().entrySet()) {
                if (!kept.contains(entry.getKey())) {
                    writer.write(entry.getKey(), entry.getValue());
                }
            }
        } catch (MissingContentException e) {
            throw e;
        } catch (IOException e) {
            throw Faults.unwritten(folder, 0, e, "Your workspace was not touched.");
        }
    }

    /// Removes the folders that a deletion left empty.
    void pruneFrom(Path start) throws IOException {
        for (Path up = start; !up.equals(root()); up = up.getParent()) {
            if (Stamp.of(up).filter(Stamp::isFolder).isEmpty() || !TreeScan.list(up).isEmpty()) {
                return;
            }
            Deletion.of(up, folder);
        }
    }

    /// Deletes the copy.
    @Override
    public void close() throws IOException {
        if (Stamp.of(folder).isPresent()) {
            Deletion.of(folder, folder.getParent());
        }
    }
}
