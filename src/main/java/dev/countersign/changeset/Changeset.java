package dev.countersign.changeset;

import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Everything that differs between a base tree and a result tree, in path order.
///
/// @param baseTree   tree hash that the changes start from
/// @param resultTree tree hash that they lead to
/// @param changes    what a person reviews
/// @param folders    empty folders that come or go only because of those changes: one that was filled, one whose last file went.
///                   Nothing to decide about
public record Changeset(Sha256 baseTree, Sha256 resultTree, List<FileChange> changes, List<PathEdit> folders) {
    /// Nothing differs.
    public static final Changeset NONE = new Changeset(Snapshot.EMPTY.treeHash(), Snapshot.EMPTY.treeHash(), List.of());

    public Changeset {
        changes = List.copyOf(changes);
        folders = List.copyOf(folders);
    }

    /// A changeset that empties and fills no folder.
    public Changeset(Sha256 baseTree, Sha256 resultTree, List<FileChange> changes) {
        this(baseTree, resultTree, changes, List.of());
    }

    /// Compares two trees. A deleted and an added file with the same content, or content at least half alike, are a rename.
    public static Changeset between(Snapshot base, Snapshot result, Contents contents) throws IOException {
        return new Comparison(base, result).changeset(contents);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /// What turns the base tree into the result tree, in path order.
    public List<PathEdit> edits() {
        return Stream.concat(changes.stream().flatMap(c -> c.edits().stream()), folders.stream())
                .sorted(Comparator.comparing(PathEdit::path)).toList();
    }

    /// The tree that `selection` of these changes makes of `base`; new content goes to `store`. All of the changes make the
    /// result tree, none the base tree.
    ///
    /// @param store holds the content of both trees
    /// @throws IllegalArgumentException where `base` is not the base tree, the selection names a path or hunk that is not here,
    ///         or asks for a part of what can only be taken whole (binary content, links, folders)
    /// @throws dev.countersign.fault.UserException `CHANGESET-001` where an edited text has a character that the file's charset
    ///         lacks; `CHANGESET-002` where the chosen changes cannot stand without others (a file and a folder of one name)
    public Snapshot select(Snapshot base, Selection selection, ContentStore store) throws IOException {
        if (!base.treeHash().equals(baseTree)) {
            throw new IllegalArgumentException("the changes start from tree " + baseTree.brief() + ", not from " + base.treeHash().brief());
        }
        return new Chooser(this, base, store).choose(selection);
    }

    /// What `selection` of these changes edits, in path order, without the trees: for who holds only the content. Changes that are
    /// not named are left out.
    ///
    /// @param store holds the content of both sides of what is named
    public List<PathEdit> edits(Selection selection, ContentStore store) throws IOException {
        var before = new java.util.TreeMap<WorkspacePath, FileState>();
        edits().forEach(edit -> edit.before().ifPresent(state -> before.put(edit.path(), state)));
        var base = new Snapshot(before);
        return base.editsTo(new Chooser(this, base, store).choose(selection));
    }
}
