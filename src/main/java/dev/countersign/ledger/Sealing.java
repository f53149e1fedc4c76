package dev.countersign.ledger;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.KeyPlace;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.workspace.Idempotent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a ledger's tree heads are signed, who else vouches for them, and where copies go. Everything here may block. Safe for use by
/// several threads.
public interface Sealing {
    /// The public half of the key that signs now.
    ///
    /// @throws dev.countersign.fault.EnvironmentException `LEDGER-007` where there is none to be read
    @Idempotent
    NoteKey key();

    /// Where its secret half lies.
    @Idempotent
    KeyPlace place();

    /// Moves the secret half: it is read back from its new place before it is removed from the old one.
    ///
    /// @throws dev.countersign.fault.EnvironmentException `LEDGER-008` where the place cannot take it; it stays where it was
    void move(KeyPlace to) throws IOException;

    /// Replaces the key by a new one at the same place, in an entry that both halves sign. What the old one signed stays verifiable.
    ///
    /// @param who the user's name, for the ledger
    Entry rotate(String who) throws IOException;

    /// The witnesses whose cosignatures count.
    @Idempotent
    List<NoteKey> witnesses();

    /// @throws dev.countersign.fault.UserException `LEDGER-030` for a key that is none of a witness
    @Idempotent
    void pin(NoteKey witness) throws IOException;

    /// @return whether it was pinned
    boolean unpin(String name) throws IOException;

    /// Keeps a checkpoint of this ledger that a pinned witness cosigned.
    ///
    /// @param note as the witness, or whoever distributes it, gave it back; with or without our own signature
    /// @throws dev.countersign.fault.UserException `LEDGER-031` where it is none, or no pinned witness's signature verifies
    @Idempotent
    Checkpoint cosigned(String note) throws IOException;

    /// Where a copy of the newest checkpoint is put after each run.
    @Idempotent
    Optional<Path> copies();

    /// Sets that folder, and puts the public half of the key and the newest checkpoint there.
    ///
    /// @throws dev.countersign.fault.UserException `LEDGER-032` for a folder in Countersign's own, or one that holds another key
    @Idempotent
    void copyTo(Optional<Path> folder) throws IOException;

    /// Puts the newest checkpoint into the folder of copies, where one is set. What fails is among [Ledger#notices].
    @Idempotent
    void copyNow();
}
