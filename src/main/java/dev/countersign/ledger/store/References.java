package dev.countersign.ledger.store;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.tree.FolderListing;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Every content that entries name, in the order in which they were first named, with the entry that did. What it was there is read again
/// in that entry when somebody asks, which is seldom: 40 bytes for each content, and some more for finding it. For one thread.
final class References {
    private static final int WORDS = 4;

    private final LeafLog log;
    private long[] digests = new long[WORDS * 64];
    /// The entry, and in the lowest bit whether it is the listing of its tree there.
    private long[] entries = new long[64];
    private int[] slots = new int[128];
    private int size;

    /// @param log where an entry is read again
    References(LeafLog log) {
        this.log = log;
    }

    /// Takes in what an entry names.
    void add(Entry entry) {
        for (PathEdit edit : entry.what().changes()) {
            edit.before().ifPresent(state -> add(state, entry));
            edit.after().ifPresent(state -> add(state, entry));
        }
        for (EntryDraft.Evidence evidence : entry.what().evidence()) {
            add(evidence.content(), entry.seq(), evidence.kind().equals(FolderListing.EVIDENCE));
        }
    }

    private void add(FileState state, Entry entry) {
        if (state.kind() != FileState.Kind.FOLDER) {
            add(state.content(), entry.seq(), false);
        }
    }

    private void add(Sha256 content, long seq, boolean tree) {
        int slot = slot(content);
        if (slots[slot] != 0) {
            return;
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size + (size >> 1));
            digests = Arrays.copyOf(digests, WORDS * entries.length);
        }
        int at = WORDS * size;
        digests[at] = content.a();
        digests[at + 1] = content.b();
        digests[at + 2] = content.c();
        digests[at + 3] = content.d();
        entries[size] = seq << 1 | (tree ? 1 : 0);
        slots[slot] = ++size;
        if (size * 2L > slots.length) {
            grow();
        }
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int i = 0; i < size; i++) {
            slots[slot(digest(i))] = i + 1;
        }
    }

    /// Where it is, or the free slot where it belongs.
    private int slot(Sha256 content) {
        int mask = slots.length - 1;
        int slot = (int) (content.a() >>> 32) & mask;
        while (slots[slot] != 0 && !isAt(slots[slot] - 1, content)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private boolean isAt(int index, Sha256 content) {
        int at = WORDS * index;
        return digests[at] == content.a() && digests[at + 1] == content.b() && digests[at + 2] == content.c() && digests[at + 3] == content.d();
    }

    private Sha256 digest(int index) {
        int at = WORDS * index;
        return new Sha256(digests[at], digests[at + 1], digests[at + 2], digests[at + 3]);
    }

    int size() {
        return size;
    }

    /// The contents for which this does not hold, in the order in which they were named.
    List<Sha256> allBut(Predicate<Sha256> holds) {
        var others = new ArrayList<Sha256>();
        for (int i = 0; i < size; i++) {
            Sha256 content = digest(i);
            if (!holds.test(content)) {
                others.add(content);
            }
        }
        return others;
    }

    /// The listings of top folders.
    List<Sha256> trees() {
        var trees = new ArrayList<Sha256>();
        for (int i = 0; i < size; i++) {
            if ((entries[i] & 1) == 1) {
                trees.add(digest(i));
            }
        }
        return trees;
    }

    /// As what it was first named, for people; empty where no entry names it.
    Optional<String> as(Sha256 content) throws IOException {
        int found = slots[slot(content)];
        if (found == 0) {
            return Optional.empty();
        }
        long seq = entries[found - 1] >>> 1;
        byte[] leaf = log.leaves(List.of(seq)).get(seq);
        return Optional.of(leaf == null ? "entry " + seq : as(content, EntryCodec.decode(leaf, _ -> 0).entry()));
    }

    private static String as(Sha256 content, Entry entry) {
        for (PathEdit edit : entry.what().changes()) {
            if (edit.before().filter(state -> is(state, content)).isPresent()) {
                return edit.path() + " before entry " + entry.seq();
            }
            if (edit.after().filter(state -> is(state, content)).isPresent()) {
                return edit.path() + " after entry " + entry.seq();
            }
        }
        return entry.what().evidence().stream().filter(e -> e.content().equals(content)).findFirst().map(e -> e.kind() + " of ").orElse("")
                + "entry " + entry.seq();
    }

    private static boolean is(FileState state, Sha256 content) {
        return state.kind() != FileState.Kind.FOLDER && state.content().equals(content);
    }
}
