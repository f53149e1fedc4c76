package dev.countersign.ledger;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.MalformedLeafException;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.tree.FolderListing;
import dev.countersign.ledger.tree.TreeAt;
import dev.countersign.workspace.BothContents;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The trees of the past. A leaf holds what changed and the hash of the whole tree; the whole is found in the listings that entries name,
/// or worked out from a tree that is known, and compared with that hash.
public final class TreeHistory {
    private static final Sha256 NO_TREE = Sha256.of(new byte[0]);
    private static final int PAGE = 500;
    private static final int DEEPEST = 1_000;

    private final Workspace workspace;
    private final Ledger ledger;

    public TreeHistory(Workspace workspace, Ledger ledger) {
        this.workspace = workspace;
        this.ledger = ledger;
    }

    /// The tree right after an entry. Reads the whole live tree, to know which of its content can still be had.
    ///
    /// @throws IllegalArgumentException where there is no such entry
    public TreeAt at(long seq, Progress progress) throws IOException {
        Entry entry = ledger.entry(seq).orElseThrow(() -> new IllegalArgumentException("there is no entry " + seq));
        Snapshot live = workspace.capture(progress);
        // The live tree has them as long as it still holds the same bytes.
        Contents contents = new BothContents(ledger.vault(), workspace.contents(live));
        Optional<Entry> stating = stating(entry);
        if (stating.isPresent()) {
            Optional<Snapshot> recorded = recorded(stating.get());
            if (recorded.isPresent()) {
                return new TreeAt(seq, recorded.get(), TreeAt.Basis.RECORDED, contents);
            }
        }
        Snapshot worked = worked(seq, live, progress);
        boolean proved = stating.isPresent() && worked.treeHash().equals(stating.get().what().treeAfter());
        return new TreeAt(seq, worked, proved ? TreeAt.Basis.PROVED : TreeAt.Basis.PARTIAL, contents);
    }

    /// The entry that says what the tree was after this one: itself, or one before it with the same tree hash and with listings. An
    /// entry that says nothing of the tree stands on the last before it that does.
    private Optional<Entry> stating(Entry entry) throws IOException {
        Optional<Entry> stating = Optional.empty();
        for (Entry before : page(Math.max(0, entry.seq() + 1 - PAGE), entry.seq() + 1)) {
            Sha256 tree = before.what().treeAfter();
            if (stating.isEmpty() && !tree.equals(NO_TREE)) {
                stating = Optional.of(before);
            }
            if (stating.isPresent() && tree.equals(stating.get().what().treeAfter()) && top(before).isPresent()) {
                return Optional.of(before);
            }
        }
        return stating;
    }

    /// The entries `from` to `to - 1`, at most [#PAGE], newest first.
    private List<Entry> page(long from, long to) throws IOException {
        return ledger.page(EntryQuery.recent((int) Math.max(1, Math.min(PAGE, to - from))).below(OptionalLong.of(to)));
    }

    private static Optional<Sha256> top(Entry entry) {
        return entry.what().evidence().stream().filter(e -> e.kind().equals(FolderListing.EVIDENCE))
                .map(EntryDraft.Evidence::content).findFirst();
    }

    /// The tree that an entry's own listings make, where it has them and they are whole.
    private Optional<Snapshot> recorded(Entry entry) throws IOException {
        Optional<Sha256> top = top(entry);
        if (top.isEmpty()) {
            return Optional.empty();
        }
        try {
            var files = new HashMap<WorkspacePath, FileState>();
            read(top.get(), "", 0, files);
            var tree = new Snapshot(files);
            return tree.treeHash().equals(entry.what().treeAfter()) ? Optional.of(tree) : Optional.empty();
        } catch (MissingContentException | MalformedLeafException _) {
            return Optional.empty();
        }
    }

    private void read(Sha256 listing, String folder, int depth, Map<WorkspacePath, FileState> into) throws IOException {
        if (depth > DEEPEST) {
            throw new MalformedLeafException("folders lie deeper than paths can");
        }
        for (FolderListing.Line line : FolderListing.read(ledger.vault().read(listing)).lines()) {
            switch (line) {
                case FolderListing.Line.Leaf leaf -> into.put(WorkspacePath.of(folder + leaf.name()), leaf.state());
                case FolderListing.Line.Folder below -> read(below.listing(), folder + below.name() + "/", depth + 1, into);
            }
        }
    }

    /// The nearest later tree that is recorded, or the live one, with the changes since taken back.
    private Snapshot worked(long seq, Snapshot live, Progress progress) throws IOException {
        var since = new ArrayDeque<List<PathEdit>>();
        long size = ledger.size();
        for (long from = seq + 1; from < size; from += PAGE) {
            for (Entry later : page(from, Math.min(size, from + PAGE)).reversed()) {
                progress.check();
                progress.step("Reading what changed since", later.seq() - seq, size - seq);
                since.push(later.what().changes());
                Optional<Snapshot> recorded = recorded(later);
                if (recorded.isPresent()) {
                    return before(recorded.get(), since);
                }
            }
        }
        return before(live, since);
    }

    private static Snapshot before(Snapshot known, Iterable<List<PathEdit>> newestFirst) {
        var tree = new TreeMap<>(known.files());
        newestFirst.forEach(changes -> takeBack(changes, tree));
        return new Snapshot(tree);
    }

    private static void takeBack(List<PathEdit> changes, Map<WorkspacePath, FileState> tree) {
        for (PathEdit edit : changes) {
            edit.before().ifPresentOrElse(before -> tree.put(edit.path(), before), () -> tree.remove(edit.path()));
        }
    }
}
