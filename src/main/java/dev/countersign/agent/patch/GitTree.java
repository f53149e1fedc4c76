package dev.countersign.agent.patch;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.PathFilter;

/// Trees of the repository that a workspace lies in, read from its object database. Runs no git, hook, filter or configured
/// program. Submodules are left out.
final class GitTree implements AutoCloseable {
    private static final String UNTOUCHED = "The workspace was not touched.";
    private static final int MAX_POINTER = 1024;
    private static final long MAX_TEXT = 64L << 20;

    private final Repository repository;
    private final Path root;
    /// Where the workspace lies in the work tree, ending with a slash; empty at its top.
    private final String prefix;

    private GitTree(Repository repository, Path root) throws IOException {
        this.repository = repository;
        this.root = root;
        String below = repository.getWorkTree().toPath().toRealPath().relativize(root).toString()
                .replace(root.getFileSystem().getSeparator(), "/");
        this.prefix = below.isEmpty() ? "" : below + "/";
    }

    /// @throws UserException `PATCH-001` where `liveRoot` is in no git work tree
    static GitTree open(Path liveRoot) throws IOException {
        QuietSystem.install();
        Path root = liveRoot.toRealPath();
        var builder = new FileRepositoryBuilder().findGitDir(root.toFile());
        if (builder.getGitDir() == null) {
            throw notUnderGit(root);
        }
        return new GitTree(builder.setMustExist(true).build(), root);
    }

    private static UserException notUnderGit(Path root) {
        return new UserException(Problem.of("PATCH-001", Exit.USAGE, "The folder " + root + " is not under git.", UNTOUCHED,
                "Name a patch file, or open a folder that git keeps."));
    }

    /// The commit that `revision` names; empty where there is none.
    Optional<RevCommit> commit(String revision) throws IOException {
        try (var walk = new RevWalk(repository)) {
            ObjectId id = repository.resolve(revision + "^{commit}");
            if (id == null) {
                return Optional.empty();
            }
            return Optional.of(walk.parseCommit(id));
        } catch (AmbiguousObjectException e) {
            throw new UserException(Problem.of("PATCH-003", Exit.USAGE,
                    "The revision \"" + revision + "\" stands for several objects.", UNTOUCHED, "Give more digits of it."), e);
        } catch (MissingObjectException | IncorrectObjectTypeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The first parent of `commit`; empty for a first commit.
    Optional<RevCommit> parent(RevCommit commit) throws IOException {
        return commit.getParentCount() == 0 ? Optional.empty() : commit(commit.getParent(0).name());
    }

    /// The workspace's part of a commit's tree.
    Snapshot tree(RevCommit commit, ContentStore store) throws IOException {
        var files = new TreeMap<WorkspacePath, FileState>();
        try (var walk = new TreeWalk(repository)) {
            walk.addTree(commit.getTree());
            walk.setRecursive(true);
            if (!prefix.isEmpty()) {
                walk.setFilter(PathFilter.create(prefix.substring(0, prefix.length() - 1)));
            }
            while (walk.next()) {
                String path = walk.getPathString().substring(Math.min(prefix.length(), walk.getPathString().length()));
                FileMode mode = walk.getFileMode(0);
                if (!FileMode.GITLINK.equals(mode) && WorkspacePath.faultOf(path).isEmpty()) {
                    files.put(WorkspacePath.of(path), state(mode, repository.open(walk.getObjectId(0)), store));
                }
            }
        }
        return new Snapshot(files);
    }

    /// The last commit as a base for what lies in `live`: without what differs only in how git writes it out. Line ends, LFS
    /// pointers, permissions that git does not keep, empty folders, and tracked files that `live` ignores are no edits.
    ///
    /// @throws UserException `PATCH-001` where the repository around the workspace keeps nothing of it, `PATCH-002` where there is
    ///         no commit yet
    Snapshot headUnder(Snapshot live, ContentStore store) throws IOException {
        RevCommit head = commit("HEAD").orElseThrow(() -> new UserException(Problem.of("PATCH-002", Exit.USAGE,
                "The repository of " + root + " has no commit yet.", UNTOUCHED, "Commit once, or name a patch file.")));
        Snapshot kept = tree(head, store);
        if (!prefix.isEmpty() && kept.files().isEmpty()) {
            throw notUnderGit(root);
        }
        var files = new TreeMap<WorkspacePath, FileState>();
        for (var entry : kept.files().entrySet()) {
            WorkspacePath path = entry.getKey();
            Optional<FileState> now = live.get(path);
            if (now.isPresent()) {
                files.put(path, asWritten(entry.getValue(), now.get(), store));
            } else if (!Files.isRegularFile(path.in(root), LinkOption.NOFOLLOW_LINKS)) {
                files.put(path, entry.getValue());
            }
        }
        live.files().forEach((path, state) -> {
            boolean holds = files.keySet().stream().anyMatch(p -> p.value().startsWith(path.value() + "/"));
            if (state.kind() == FileState.Kind.FOLDER && !holds) {
                files.putIfAbsent(path, state);
            }
        });
        return new Snapshot(files);
    }

    private static FileState asWritten(FileState committed, FileState live, ContentStore store) throws IOException {
        if (committed.kind() != live.kind() || committed.executable() != live.executable()) {
            return committed;
        }
        boolean same = committed.content().equals(live.content()) || committed.kind() == FileState.Kind.FILE
                && (isPointer(committed, live, store) || differsInLineEndsOnly(committed, live, store));
        return same ? live : new FileState(live.kind(), live.permissions(), committed.content(), committed.size());
    }

    /// A Git LFS pointer holds the SHA-256 of the content that lies in the work tree.
    private static boolean isPointer(FileState committed, FileState live, ContentStore store) throws IOException {
        return committed.size() <= MAX_POINTER && new String(store.read(committed.content()), StandardCharsets.UTF_8)
                .matches("(?s)version https://git-lfs[^\n]*\n.*oid sha256:" + live.content().hex() + "\n.*");
    }

    private static boolean differsInLineEndsOnly(FileState committed, FileState live, ContentStore store) throws IOException {
        // Writing out CRLF adds a byte a line; a difference the other way is never git's.
        if (live.size() <= committed.size() || live.size() > 2 * committed.size() || live.size() > MAX_TEXT) {
            return false;
        }
        String before = new String(store.read(committed.content()), StandardCharsets.ISO_8859_1);
        String after = new String(store.read(live.content()), StandardCharsets.ISO_8859_1);
        return after.replace("\r\n", "\n").equals(before) && before.indexOf('\0') < 0;
    }

    private static FileState state(FileMode mode, ObjectLoader blob, ContentStore store) throws IOException {
        Sha256 content;
        try (InputStream in = blob.openStream()) {
            content = store.put(in);
        }
        if (FileMode.SYMLINK.equals(mode)) {
            return new FileState(FileState.Kind.LINK, 0777, content, blob.getSize());
        }
        return new FileState(FileState.Kind.FILE, FileMode.EXECUTABLE_FILE.equals(mode) ? 0755 : 0644, content, blob.getSize());
    }

    @Override
    public void close() {
        repository.close();
    }
}
