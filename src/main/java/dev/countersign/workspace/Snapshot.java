package dev.countersign.workspace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
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
        this(new TreeMap<>(files));
    }

    /// @param files nobody else has it
    private Snapshot(TreeMap<WorkspacePath, FileState> files) {
        this.files = Collections.unmodifiableNavigableMap(files);
    }

    /// The tree of `found`, where it is likely to be much like this one: this very one where nothing differs, so that its hash is known.
    ///
    /// @param found is emptied
    Snapshot become(Map<WorkspacePath, FileState> found) {
        var changed = new ArrayList<Map.Entry<WorkspacePath, Optional<FileState>>>();
        for (var entry : files.entrySet()) {
            FileState now = found.remove(entry.getKey());
            if (!entry.getValue().equals(now)) {
                changed.add(Map.entry(entry.getKey(), Optional.ofNullable(now)));
            }
        }
        if (changed.isEmpty() && found.isEmpty()) {
            return this;
        }
        var next = new TreeMap<>(files);
        changed.forEach(entry -> entry.getValue().ifPresentOrElse(state -> next.put(entry.getKey(), state), () -> next.remove(entry.getKey())));
        next.putAll(found);
        found.clear();
        return new Snapshot(next);
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
        var edits = new ArrayList<PathEdit>();
        var here = new InOrder(files);
        var there = new InOrder(target.files);
        while (here.isAt() || there.isAt()) {
            int order = !here.isAt() ? 1 : !there.isAt() ? -1 : here.path().compareTo(there.path());
            if (order < 0) {
                edits.add(new PathEdit(here.path(), Optional.of(here.state()), Optional.empty()));
            } else if (order > 0) {
                edits.add(new PathEdit(there.path(), Optional.empty(), Optional.of(there.state())));
            } else if (!here.state().equals(there.state())) {
                edits.add(new PathEdit(here.path(), Optional.of(here.state()), Optional.of(there.state())));
            }
            if (order <= 0) {
                here.next();
            }
            if (order >= 0) {
                there.next();
            }
        }
        return List.copyOf(edits);
    }

    /// One path after the other.
    private static final class InOrder {
        private final Iterator<Map.Entry<WorkspacePath, FileState>> rest;
        private Optional<Map.Entry<WorkspacePath, FileState>> at = Optional.empty();

        InOrder(NavigableMap<WorkspacePath, FileState> files) {
            rest = files.entrySet().iterator();
            next();
        }

        boolean isAt() {
            return at.isPresent();
        }

        WorkspacePath path() {
            return at.orElseThrow().getKey();
        }

        FileState state() {
            return at.orElseThrow().getValue();
        }

        void next() {
            at = rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
        }
    }

    private static Sha256 hash(NavigableMap<WorkspacePath, FileState> files) {
        MessageDigest digest = Sha256.digester();
        digest.update("countersign-tree-v1\n".getBytes(StandardCharsets.US_ASCII));
        byte[] line = new byte[256];
        for (var entry : files.entrySet()) {
            byte[] mode = Integer.toOctalString(entry.getValue().mode()).getBytes(StandardCharsets.US_ASCII);
            byte[] path = entry.getKey().value().getBytes(StandardCharsets.UTF_8);
            int length = mode.length + 2 * Sha256.BYTES + path.length + 3;
            if (line.length < length) {
                line = new byte[2 * length];
            }
            System.arraycopy(mode, 0, line, 0, mode.length);
            line[mode.length] = ' ';
            entry.getValue().content().hex(line, mode.length + 1);
            line[mode.length + 1 + 2 * Sha256.BYTES] = ' ';
            System.arraycopy(path, 0, line, length - path.length - 1, path.length);
            line[length - 1] = 0;
            digest.update(line, 0, length);
        }
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
