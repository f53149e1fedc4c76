package dev.countersign.ledger.tree;

import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Puts whole trees into the vault, a [FolderListing] for each folder. Remembers the last one, so that the next costs only the folders
/// that differ. For one thread at a time.
public final class TreeRecorder {
    private final ContentStore store;
    private Snapshot last = Snapshot.EMPTY;
    private Folder top = new Folder();

    public TreeRecorder(ContentStore store) {
        this.store = store;
    }

    private static final class Folder {
        private final TreeMap<WorkspacePath, FileState> leaves = new TreeMap<>();
        private final TreeMap<WorkspacePath, Folder> folders = new TreeMap<>();
        private Optional<Sha256> listing = Optional.empty();
        private boolean changed = true;
        private long paths;
    }

    /// The draft with the tree that it leads to as evidence.
    ///
    /// @throws IllegalArgumentException where `after` is not that tree
    public EntryDraft record(EntryDraft draft, Snapshot after) throws IOException {
        if (!after.treeHash().equals(draft.treeAfter())) {
            throw new IllegalArgumentException("the tree to record is not the one that the entry leads to");
        }
        var evidence = new ArrayList<>(draft.evidence());
        evidence.add(new EntryDraft.Evidence(FolderListing.EVIDENCE, put(after)));
        return new EntryDraft(draft.kind(), draft.session(), draft.node(), draft.actor(), draft.approval(), draft.summary(),
                draft.treeBefore(), draft.treeAfter(), draft.changes(), evidence, draft.rolledBackTo());
    }

    /// @return the listing of the top folder
    Sha256 put(Snapshot tree) throws IOException {
        List<PathEdit> edits = last.editsTo(tree);
        last = tree;
        for (PathEdit edit : edits) {
            change(edit);
        }
        try {
            return write(top);
        } catch (IOException | RuntimeException e) {
            last = Snapshot.EMPTY;
            top = new Folder();
            throw e;
        }
    }

    private void change(PathEdit edit) {
        Folder folder = top;
        folder.changed = true;
        List<String> parts = edit.path().parts();
        for (String part : parts.subList(0, parts.size() - 1)) {
            folder = folder.folders.computeIfAbsent(WorkspacePath.of(part), _ -> new Folder());
            folder.changed = true;
        }
        WorkspacePath name = WorkspacePath.of(parts.getLast());
        if (edit.after().isPresent()) {
            folder.leaves.put(name, edit.after().get());
        } else {
            folder.leaves.remove(name);
        }
    }

    private Sha256 write(Folder folder) throws IOException {
        if (folder.changed) {
            var lines = new ArrayList<FolderListing.Line>();
            folder.leaves.forEach((name, state) -> lines.add(new FolderListing.Line.Leaf(name, state)));
            folder.paths = folder.leaves.size();
            for (var each = folder.folders.entrySet().iterator(); each.hasNext(); ) {
                var child = each.next();
                Sha256 listing = write(child.getValue());
                if (child.getValue().paths == 0) {
                    each.remove();
                } else {
                    folder.paths += child.getValue().paths;
                    lines.add(new FolderListing.Line.Folder(child.getKey(), listing, child.getValue().paths));
                }
            }
            lines.sort(Comparator.comparing(FolderListing.Line::name));
            var bytes = new ByteArrayInputStream(new FolderListing(lines).bytes());
            folder.listing = Optional.of(folder.listing.isPresent() ? store.put(bytes, folder.listing.get()) : store.put(bytes));
            folder.changed = false;
        }
        return folder.listing.orElseThrow();
    }
}
