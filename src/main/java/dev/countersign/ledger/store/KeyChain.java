package dev.countersign.ledger.store;

import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.ledger.seal.NoteSigner;
import dev.countersign.ledger.seal.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The keys of one ledger in their order: the first one from genesis, each next one by an entry that both sign.
public final class KeyChain {
    /// The kind of evidence that holds the note of a change of key.
    public static final String EVIDENCE = "key-rotation";
    static final String REPLACED = "The key was replaced outside Countersign. Whoever did it can sign a rewritten ledger: compare it with a "
            + "checkpoint that you kept elsewhere, and restore the key from a backup.";
    private static final String FORGED = "Somebody changed the key without having both halves of the old one. Trust nothing that was signed "
            + "from here on.";

    /// A key and the smallest tree that it signs for.
    private record Epoch(long from, NoteKey key) {}

    private final String origin;
    private final List<Epoch> epochs = new ArrayList<>();

    /// @param first the first key, where it is known
    KeyChain(String origin, Optional<NoteKey> first) {
        this.origin = origin;
        first.ifPresent(key -> epochs.add(new Epoch(0, key)));
    }

    /// The note of a change of key, signed by both.
    ///
    /// @param seq the entry that will hold it
    public static SignedNote note(String origin, long seq, NoteSigner old, NoteSigner next) {
        String text = text(origin, seq, old.verifier(), next.verifier());
        return SignedNote.sign(text, old).with(SignedNote.sign(text, next));
    }

    private static String text(String origin, long seq, NoteKey old, NoteKey next) {
        return origin + "/key-rotation\n" + seq + "\n" + old + "\n" + next + "\n";
    }

    /// Goes on with the change of key in entry `seq`.
    ///
    /// @param note its note; empty where the vault lacks it
    void rotate(long seq, Optional<byte[]> note, Findings findings) {
        String where = "entry " + seq;
        if (note.isEmpty()) {
            findings.add(where, "the note that replaces the key is not in the vault", "Which key signs from here on cannot be known. "
                    + "Restore the vault from a backup.");
            return;
        }
        try {
            SignedNote signed = SignedNote.parse(new String(note.get(), StandardCharsets.UTF_8));
            String[] lines = signed.text().split("\n", -1);
            if (lines.length != 5) {
                throw new IllegalArgumentException("its note has another form");
            }
            NoteKey old = NoteKey.parse(lines[2]);
            NoteKey next = NoteKey.parse(lines[3]);
            if (epochs.isEmpty()) {
                epochs.add(new Epoch(0, old));
            }
            if (!signed.text().equals(text(origin, seq, old, next)) || !old.equals(epochs.getLast().key())
                    || !signed.verifiedBy(old) || !signed.verifiedBy(next)) {
                throw new IllegalArgumentException("it is not signed by the key before it and the one after it");
            }
            epochs.add(new Epoch(seq + 1, next));
        } catch (IllegalArgumentException e) {
            findings.add(where, "the change of key does not verify: " + e.getMessage(), FORGED);
        }
    }

    /// Takes a key for the first where no other is known.
    void orElse(Optional<NoteKey> key) {
        if (epochs.isEmpty()) {
            key.ifPresent(k -> epochs.add(new Epoch(0, k)));
        }
    }

    /// The key that signs for trees of this size.
    Optional<NoteKey> at(long size) {
        return epochs.reversed().stream().filter(epoch -> epoch.from() <= size).map(Epoch::key).findFirst();
    }

    /// The newest key.
    Optional<NoteKey> current() {
        return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.getLast().key());
    }

    boolean holds(NoteKey key) {
        return epochs.stream().anyMatch(epoch -> epoch.key().equals(key));
    }

    List<NoteKey> all() {
        return epochs.stream().map(Epoch::key).toList();
    }
}
