package dev.countersign.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The user's folder: the live tree. Reads it, copies it into a [Stage], and is the only writer of it.
///
/// Every call may be made from any thread; two of [#apply] and [#resume] never run at once. Someone who can run programs as the
/// same user could swap a folder for a link in the instant between a check and a write; agents cannot, they see a copy only.
public final class Workspace {
    private final Path root;
    private final Leftovers leftovers = new Leftovers();
    private final KnownStates known = new KnownStates();
    private volatile Snapshot last = Snapshot.EMPTY;

    private Workspace(Path root) {
        this.root = root;
    }

    /// Opens a folder, git or not. Touches nothing in it.
    ///
    /// @throws dev.countersign.fault.UserException `WORKSPACE-001` where it is no folder or cannot be read
    public static Workspace open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw Faults.noFolder(folder, Files.exists(folder) ? "it is no folder" : "it does not exist");
        }
        if (!Files.isReadable(folder)) {
            throw Faults.noFolder(folder, "it may not be read");
        }
        try {
            return new Workspace(folder.toRealPath());
        } catch (IOException e) {
            throw Faults.noFolder(folder, "it cannot be found (" + e.getMessage() + ")");
        }
    }

    /// Absolute real path.
    public Path root() {
        return root;
    }

    /// Stable identity of this folder: the first 16 hex digits of the SHA-256 of its real path. Names its data folder.
    public String id() {
        return Sha256.of(root.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    public String name() {
        Path name = root.getFileName();
        return name == null ? root.toString() : name.toString();
    }

    /// The git branch that is checked out, or the brief commit where detached; empty without git. Read from files, no process.
    public Optional<String> branch() {
        return IgnoreRules.repositoryOf(root).flatMap(GitFolder::branch);
    }

    /// The tree as it is now: every file that is not ignored, `.git` left out, content put into `store`.
    /// A file is read again only where its ctime, size, mode or inode tell that it may have changed since the last time.
    /// Files that changed while being read are read again; one that never holds still fails with `WORKSPACE-003`.
    ///
    /// @throws dev.countersign.fault.EnvironmentException `WORKSPACE-002` naming a file that may not be read
    public Snapshot capture(ContentStore store, Progress progress) throws IOException {
        return survey(store, progress).tree();
    }

    /// The same for its hash: no content is kept anywhere.
    public Snapshot capture(Progress progress) throws IOException {
        return survey(Intake.DIGEST, content -> true, progress).tree();
    }

    /// [#capture], and what had to be left out of it.
    public Survey survey(ContentStore store, Progress progress) throws IOException {
        return survey(Intake.into(store), store::has, progress);
    }

    /// @param has content that need not be read for the sink's sake
    private Survey survey(Intake.Sink sink, Predicate<Sha256> has, Progress progress) throws IOException {
        long now = clock();
        var files = new HashMap<WorkspacePath, FileState>();
        var skipped = new ArrayList<Survey.Skipped>();
        var intake = new Intake(sink, false);
        IgnoreRules rules = IgnoreRules.around(root);
        var around = new Surroundings(rules);
        var visitor = new TreeScan.Visitor() {
            @Override
            public void found(WorkspacePath path, Path file, Stamp stamp) throws IOException {
                Optional<FileState> seen = known.unchanged(path, stamp).filter(state -> has.test(state.content()));
                if (seen.isPresent()) {
                    files.put(path, seen.get());
                    return;
                }
                intake.take(file, stamp).ifPresent(taken -> {
                    files.put(path, taken.state());
                    known.know(path, taken.stamp(), taken.state(), now);
                });
            }

            @Override
            public void ignored(String path, Path file, Stamp stamp) {
                around.ignored(path, file, stamp);
            }

            @Override
            public void skipped(String path, Path file, String why) {
                skipped.add(new Survey.Skipped(path, why));
            }
        };
        new TreeScan(root, rules, TreeScan.Tree.LIVE, path -> false, visitor, progress, "Reading the workspace").run();
        known.retain(files.keySet());
        Snapshot tree = last.become(files);
        last = tree;
        return new Survey(tree, skipped, Optional.of(around));
    }

    /// The present moment as this machine stamps files, in nanoseconds; asked of a file outside of the user's folder.
    private static long clock() throws IOException {
        Path probe = Files.createTempFile("countersign", ".clock");
        try {
            return Stamp.of(probe).map(Stamp::changed).orElse(Stamp.NO_CTIME);
        } finally {
            Files.delete(probe);
        }
    }

    /// Copies the tree of `base` into the new folder `folder`; also the ignored dependency folders (node_modules, .venv …)
    /// that checks need, which are no part of any snapshot.
    ///
    /// @param folder must not exist; holds the copy and, outside of what the agent may write, what is known of it
    /// @throws dev.countersign.fault.EnvironmentException `WORKSPACE-004` where the disk is full, `WORKSPACE-005` where writing
    ///                                                    fails otherwise; the half-made copy is deleted
    public Stage stage(Path folder, Snapshot base, ContentStore store, Progress progress) throws IOException {
        return stage(folder, Survey.of(base), store, progress);
    }

    /// [#stage] of a tree that was read just now: the live tree need not be looked over once more.
    public Stage stage(Path folder, Survey base, ContentStore store, Progress progress) throws IOException {
        return new Staging(root, folder, base, store, progress, Optional.empty()).run();
    }

    /// [#stage], made of a copy that is not needed any more: what nothing touched in it since it was written stays, all else that
    /// its agent and its checks left is deleted. The outcome is the same, sooner.
    ///
    /// @param used its programs are dead; it is not to be used again, whatever comes of this
    public Stage restage(Stage used, Path folder, Survey base, ContentStore store, Progress progress) throws IOException {
        return new Staging(root, folder, base, store, progress, Optional.of(used)).run();
    }

    /// What lies at `path` now, hashed; empty for nothing. A folder that holds anything is nothing here, and so is what lies
    /// behind a link.
    public Optional<FileState> state(WorkspacePath path) throws IOException {
        Path file = resolve(path);
        Optional<Stamp> stamp = behindLink(path) ? Optional.empty() : Stamp.of(file);
        if (stamp.isEmpty() || stamp.get().isFolder() && !TreeScan.list(file).isEmpty()) {
            return Optional.empty();
        }
        return new Intake(Intake.DIGEST, false).take(file, stamp.get()).map(Intake.Taken::state);
    }

    /// Bytes of one live file; of a link, its target text. Never follows a link.
    ///
    /// @throws NoSuchFileException where there is none
    public byte[] read(WorkspacePath path) throws IOException {
        Path file = resolve(path);
        Optional<Stamp> stamp = behindLink(path) ? Optional.empty() : Stamp.of(file);
        var bytes = new java.io.ByteArrayOutputStream();
        var sink = new Intake.Sink() {
            @Override
            public Sha256 take(byte[] content) {
                bytes.reset();
                bytes.writeBytes(content);
                return Sha256.of(content);
            }

            @Override
            public Sha256 take(java.io.InputStream content) throws IOException {
                return take(content.readAllBytes());
            }
        };
        if (stamp.isEmpty() || stamp.get().isFolder() || new Intake(sink, false).take(file, stamp.get()).isEmpty()) {
            throw new NoSuchFileException(file.toString());
        }
        return bytes.toByteArray();
    }

    /// Content of files as they lie in the live tree, as long as they still are what `live` says. Never follows a link.
    public Contents contents(Snapshot live) {
        return new LiveContents(this, live);
    }

    /// Notices when any of `paths` is touched.
    public TreeWatch watch(java.util.Collection<WorkspacePath> paths) {
        return new TreeWatch(this, paths);
    }

    Optional<Stamp> stamp(WorkspacePath path) throws IOException {
        return behindLink(path) ? Optional.empty() : Stamp.of(resolve(path));
    }

    private Path resolve(WorkspacePath path) {
        try {
            return path.in(root);
        } catch (InvalidPathException e) {
            throw Faults.unnameable(path, e);
        }
    }

    private boolean behindLink(WorkspacePath path) throws IOException {
        Path up = root;
        List<String> parts = path.parts();
        for (String part : parts.subList(0, parts.size() - 1)) {
            up = up.resolve(part);
            if (Stamp.of(up).filter(Stamp::isFolder).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// Writes `edits`: all targets are compared with their before first; per file temporary, sync, rename; then each folder
    /// is synced once. A conflict found half-way puts back what was written. Never follows a link, never leaves the root.
    /// A folder that the edits empty is removed, as git does, where the edits do not name it as an empty folder.
    ///
    /// @throws IllegalArgumentException where two edits are of one path, or one needs a folder where another puts a file
    /// @throws MissingContentException  where `contents` lacks a content or has it damaged; nothing is changed
    /// @throws dev.countersign.fault.EnvironmentException `WORKSPACE-004`, `WORKSPACE-005` where writing fails: what had been
    ///                                  written is put back; `WORKSPACE-007` where even that failed
    public synchronized ApplyOutcome apply(List<PathEdit> edits, Contents contents) throws IOException {
        return new Applier(root, leftovers, edits, contents, Applier.Mode.FRESH).run();
    }

    /// [#apply] in steps: compares now; what is then written beside the targets shows in the tree only with [PreparedEdits#apply].
    ///
    /// @param contents asked not before [PreparedEdits#write]
    /// @throws IllegalArgumentException as [#apply] does
    public synchronized PreparedEdits prepare(List<PathEdit> edits, Contents contents) throws IOException {
        return new PreparedEdits(this, new Applier(root, leftovers, edits, contents, Applier.Mode.FRESH));
    }

    /// What would keep [#apply] from writing `edits` to the tree as it is now. Touches nothing.
    ///
    /// @throws IllegalArgumentException as [#apply] does
    public List<ApplyOutcome.Conflict> obstacles(List<PathEdit> edits) throws IOException {
        return new Applier(root, leftovers, edits, new DigestStore(), Applier.Mode.FRESH).compare();
    }

    /// Whether a folder lies at `path` that holds anything which `edits` do not delete.
    public boolean holds(WorkspacePath path, List<PathEdit> edits) throws IOException {
        Path folder = resolve(path);
        return !behindLink(path) && Stamp.of(folder).filter(Stamp::isFolder).isPresent()
                && new Standing(root, new EditSet(edits, root)).staysBelow(folder, path.value()).isPresent();
    }

    /// Finishes an [#apply] that a crash interrupted: paths that stand at their after count as done, those at their before are
    /// written, any other is a conflict and nothing is touched. Clears away what the interrupted one left beside them.
    public synchronized ApplyOutcome resume(List<PathEdit> edits, Contents contents) throws IOException {
        return new Applier(root, leftovers, edits, contents, Applier.Mode.RESUMED).run();
    }

    /// Deletes temporary files that a killed process left anywhere in the tree, not those of [PreparedEdits] of this workspace. Only for who holds the workspace's lock.
    ///
    /// @return how many there were
    public synchronized int clearLeftovers() throws IOException {
        Map<Path, String> left = new HashMap<>();
        var visitor = new TreeScan.Visitor() {
            @Override
            public void found(WorkspacePath path, Path file, Stamp stamp) {}

            @Override
            public void skipped(String path, Path file, String why) {
                if (leftovers.isLeft(file)) {
                    left.put(file, path);
                }
            }
        };
        new TreeScan(root, IgnoreRules.around(root), TreeScan.Tree.LIVE, path -> false, visitor, Progress.NONE, "Tidying up").run();
        for (Path file : left.keySet()) {
            Deletion.of(file, file.getParent());
        }
        return left.size();
    }
}
