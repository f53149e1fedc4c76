package dev.countersign.ledger.tree;

import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The tree as it was right after an entry.
///
/// @param seq      the entry
/// @param tree     every path with its state
/// @param basis    how it is known
/// @param contents what there still is of its content: the vault, and files of the live tree that are the same today
public record TreeAt(long seq, Snapshot tree, Basis basis, Contents contents) {

    /// How a tree of the past is known.
    public enum Basis {
        /// The entry names its listings, and they have the tree hash that the entry was signed with.
        RECORDED,
        /// Worked out from another tree and the changes between; it has the tree hash that the entry was signed with.
        PROVED,
        /// Worked out from another tree and the changes between. Its tree hash is not the entry's: files were changed outside
        /// Countersign meanwhile, and those are as they were at another time.
        PARTIAL
    }

    /// Whether the content of this path can be read. Asks the ledger.
    public boolean kept(FileState state) {
        return state.kind() == FileState.Kind.FOLDER || contents.has(state.content());
    }

    /// Paths whose content nobody kept. Asks for each.
    public Set<WorkspacePath> missing() {
        return tree.files().entrySet().stream().filter(file -> !kept(file.getValue())).map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// How many those are. Asks for each.
    public long lost() {
        return missing().size();
    }
}
