package dev.countersign.workspace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// A restorable state of a tree: every path with its state. A value; content is found by digest in a [Contents].
public final class Snapshot {
    public static final Snapshot EMPTY = new Snapshot(Map.of());

    private final NavigableMap<WorkspacePath, FileState> files;
    /// Worked out when it is first asked for: trees on the way to another are not asked.
    private volatile Optional<Sha256> treeHash = Optional.empty();

    public Snapshot(Map<WorkspacePath, FileState> files) {
        this.files = Collections.unmodifiableNavigableMap(new TreeMap<>(files));
    }

    /// The tree hash: SHA-256 over `countersign-tree-v1\n` and then, for each path in order of its UTF-8 bytes, the mode in
    /// octal, a space, the content digest in hex, a space, the path in UTF-8, a NUL. (`docs/ledger-format.md`)
    public Sha256 treeHash() {
        Optional<Sha256> known = treeHash;
        if (known.isEmpty()) {
            known = Optional.of(hash(files));
            treeHash = known;
        }
        return known.get();
    }

    public NavigableMap<WorkspacePath, FileState> files() {
        return files;
    }

    public Optional<FileState> get(WorkspacePath path) {
        return Optional.ofNullable(files.get(path));
    }

    /// This tree after `edits`, each of which must fit it.
    ///
    /// @throws IllegalArgumentException where an edit's before is not this tree's state
    public Snapshot with(List<PathEdit> edits) {
        var next = new TreeMap<>(files);
        for (PathEdit edit : edits) {
            if (!get(edit.path()).equals(edit.before())) {
                throw new IllegalArgumentException("the edit of " + edit.path() + " does not fit the tree");
            }
            edit.after().ifPresentOrElse(after -> next.put(edit.path(), after), () -> next.remove(edit.path()));
        }
        return new Snapshot(next);
    }

    /// What turns this tree into `target`, in path order.
    public List<PathEdit> editsTo(Snapshot target) {
        var paths = new TreeMap<WorkspacePath, PathEdit>();
        files.forEach((path, before) -> {
            Optional<FileState> after = target.get(path);
            if (!after.equals(Optional.of(before))) {
                paths.put(path, new PathEdit(path, Optional.of(before), after));
            }
        });
        target.files.forEach((path, after) -> {
            if (!files.containsKey(path)) {
                paths.put(path, new PathEdit(path, Optional.empty(), Optional.of(after)));
            }
        });
        return List.copyOf(paths.values());
    }

    private static Sha256 hash(NavigableMap<WorkspacePath, FileState> files) {
        MessageDigest digest = Sha256.digester();
        digest.update("countersign-tree-v1\n".getBytes(StandardCharsets.US_ASCII));
        files.forEach((path, state) -> {
            digest.update((Integer.toOctalString(state.mode()) + " " + state.content().hex() + " " + path.value())
                    .getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        });
        return Sha256.ofDigest(digest.digest());
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Snapshot other && other.files.equals(files);
    }

    @Override
    public int hashCode() {
        return treeHash().hashCode();
    }

    @Override
    public String toString() {
        return "Snapshot[" + files.size() + " paths, " + treeHash().brief() + "]";
    }
}
