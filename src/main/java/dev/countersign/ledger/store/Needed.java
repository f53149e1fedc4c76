package dev.countersign.ledger.store;

import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.MalformedLeafException;
import dev.countersign.ledger.tree.FolderListing;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// The contents that leaves need: before and after each change, evidence, the listings below a tree and what they name, and what any of
/// these is made of in the vault: bases and chunks.
final class Needed {
    private final Vault vault;
    private final DigestSet contents = new DigestSet();
    private final Deque<Sha256> open = new ArrayDeque<>();

    Needed(Vault vault) {
        this.vault = vault;
    }

    /// Takes in all leaves of the log, the one that waits too.
    ///
    /// @throws MalformedLeafException where the log cannot be read to its end: then nobody knows what is needed
    void leaves(LeafLog log, Progress progress) throws IOException {
        long count = log.count();
        var damage = log.read(count, leaf -> {
            progress.check();
            progress.step("Reading what entries need", leaf.seq(), count);
            EntryDraft what = EntryCodec.decode(leaf.leaf(), _ -> 0).entry().what();
            for (PathEdit edit : what.changes()) {
                if (edit.before().isPresent()) {
                    add(edit.before().get());
                }
                if (edit.after().isPresent()) {
                    add(edit.after().get());
                }
            }
            for (EntryDraft.Evidence evidence : what.evidence()) {
                if (evidence.kind().equals(FolderListing.EVIDENCE)) {
                    listing(evidence.content());
                }
                add(evidence.content());
            }
        });
        if (damage.isPresent()) {
            throw new MalformedLeafException("entry " + damage.get().seq() + ": " + damage.get().why());
        }
    }

    private void add(FileState state) throws IOException {
        if (state.kind() != FileState.Kind.FOLDER) {
            add(state.content());
        }
    }

    /// One content, and what it is made of.
    void add(Sha256 content) throws IOException {
        open.push(content);
        while (!open.isEmpty()) {
            Sha256 next = open.pop();
            if (contents.add(next) && vault.has(next)) {
                try {
                    vault.madeOf(next).forEach(open::push);
                } catch (MissingContentException _) {
                    // Damaged: the audit says so. What can't be read names nothing more.
                }
            }
        }
    }

    private void listing(Sha256 top) throws IOException {
        var listings = new ArrayDeque<Sha256>();
        listings.push(top);
        while (!listings.isEmpty()) {
            Sha256 listing = listings.pop();
            if (!contents.contains(listing) && vault.has(listing)) {
                add(listing);
                try {
                    for (FolderListing.Line line : FolderListing.read(vault.read(listing)).lines()) {
                        switch (line) {
                            case FolderListing.Line.Leaf leaf -> add(leaf.state());
                            case FolderListing.Line.Folder folder -> listings.push(folder.listing());
                        }
                    }
                } catch (MissingContentException | MalformedLeafException _) {
                    // Damaged, or evidence that is no listing: kept as it is.
                }
            }
        }
    }

    boolean contains(Sha256 content) {
        return contents.contains(content);
    }
}
