package dev.countersign.ledger.store;

import dev.countersign.ledger.seal.KeyPlace;
import dev.countersign.ledger.seal.Keyring;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.ledger.seal.NoteSigner;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The two halves of a ledger's key wherever they lie, and what a person chose about them. A key is moved and replaced in steps of
/// which each can be the last before a crash: [#settle] ends what was begun. For one thread at a time.
public final class SigningKeys {
    private static final String IN_KEYRING = "keyring";

    private final KeyFile files;
    private final Keyring keyring;
    private final String name;

    /// @param name the name of key and log
    public SigningKeys(KeyFile files, Keyring keyring, String name) {
        this.files = files;
        this.keyring = keyring;
        this.name = name;
    }

    /// @throws IllegalArgumentException where the file is damaged
    public TrustSettings settings() throws IOException {
        return TrustSettings.read(files.settings());
    }

    public void choose(TrustSettings settings) throws IOException {
        settings.write(files.settings());
    }

    /// Where the secret half lies, for messages.
    public String whereSecret(KeyPlace place) {
        return switch (place) {
            case FILE -> files.secret().toString();
            case KEYRING -> "the keyring of this system, entry " + files.ledger();
        };
    }

    /// The whole key.
    ///
    /// @throws IllegalArgumentException where there is none, or its halves do not belong together
    public NoteSigner signer() throws IOException {
        return signer(settings().place());
    }

    private NoteSigner signer(KeyPlace place) throws IOException {
        return switch (place) {
            case FILE -> files.signer(name);
            case KEYRING -> NoteSigner.parse(keyring.read(files.ledger())
                    .orElseThrow(() -> new IllegalArgumentException("the keyring has no such entry")), verifier());
        };
    }

    /// The public half, from its own file.
    ///
    /// @throws IllegalArgumentException where the file is damaged
    public NoteKey verifier() throws IOException {
        return files.verifier(name);
    }

    /// Moves the secret half; it is read back at its new place before the old one goes.
    public void move(KeyPlace to) throws IOException {
        TrustSettings now = settings();
        if (now.place() == to) {
            return;
        }
        NoteSigner signer = signer(now.place());
        write(to, signer);
        if (!signer(to).secret().equals(signer.secret())) {
            throw new IOException("what was read back is not what was written");
        }
        choose(now.at(to));
        remove(now.place());
    }

    private void write(KeyPlace place, NoteSigner signer) throws IOException {
        switch (place) {
            case FILE -> files.writeSecret(signer);
            case KEYRING -> keyring.write(files.ledger(), signer.secret());
        }
    }

    private void remove(KeyPlace place) throws IOException {
        switch (place) {
            case FILE -> Files.deleteIfExists(files.secret());
            case KEYRING -> keyring.remove(files.ledger());
        }
    }

    /// Whether no change of key is half done.
    public boolean isSettled() {
        return !Files.exists(files.next());
    }

    /// Keeps a key that is about to be the one, beside the one that still is.
    ///
    /// @param note digest of the note that both halves sign
    public void prepare(NoteSigner next, Sha256 note) throws IOException {
        String secret = switch (settings().place()) {
            case FILE -> next.secret();
            case KEYRING -> {
                keyring.write(files.ledger() + ".next", next.secret());
                yield IN_KEYRING;
            }
        };
        OwnerOnly.write(files.next(), secret + "\n" + next.verifier() + "\n" + note.hex() + "\n");
    }

    /// Puts the prepared key in the place of the old one. Can be done again.
    public void promote() throws IOException {
        String[] lines = Files.readString(files.next(), StandardCharsets.ISO_8859_1).split("\n", -1);
        NoteKey open = NoteKey.parse(lines[1]);
        String secret = lines[0].equals(IN_KEYRING) ? keyring.read(files.ledger() + ".next")
                .orElseThrow(() -> new IOException("the keyring has no entry " + files.ledger() + ".next")) : lines[0];
        write(settings().place(), NoteSigner.parse(secret, open));
        files.writeOpen(open);
        discard();
    }

    /// Forgets a prepared key.
    public void discard() throws IOException {
        if (Files.exists(files.next())) {
            if (Files.readString(files.next(), StandardCharsets.ISO_8859_1).startsWith(IN_KEYRING + "\n")) {
                keyring.remove(files.ledger() + ".next");
            }
            Files.delete(files.next());
        }
    }

    /// The digest of the note with which a prepared key is to be made the one.
    public Optional<Sha256> prepared() throws IOException {
        if (!Files.exists(files.next())) {
            return Optional.empty();
        }
        String[] lines = Files.readString(files.next(), StandardCharsets.ISO_8859_1).split("\n", -1);
        return lines.length == 4 && lines[2].matches("[0-9a-f]{64}") ? Optional.of(Sha256.parse(lines[2])) : Optional.empty();
    }

    /// Ends what a crash left: a key that was to be replaced, or moved.
    ///
    /// @param recorded digest of the note in the newest entry, where that entry replaces the key
    public void settle(Optional<Sha256> recorded) throws IOException {
        Optional<Sha256> prepared = prepared();
        if (prepared.isPresent() && prepared.equals(recorded)) {
            promote();
        } else {
            discard();
        }
        if (settings().place() == KeyPlace.KEYRING && Files.exists(files.secret())
                && files.signer(name).secret().equals(keyring.read(files.ledger()).orElse(""))) {
            Files.delete(files.secret());
        }
    }

    /// What is wrong with the key's halves as they lie there now, for the audit.
    ///
    /// @param expected the key that genesis and the entries lead to, where they do
    void audit(Optional<NoteKey> expected, Findings findings) {
        String open = "file keys/" + files.open().getFileName();
        try {
            NoteKey is = verifier();
            if (expected.isPresent() && !is.equals(expected.get())) {
                findings.add(open, "it holds another key than the ledger's: " + is, KeyChain.REPLACED);
            }
        } catch (IOException | IllegalArgumentException e) {
            findings.add(open, Findings.why(e), "The public half of the ledger's key was changed or deleted outside Countersign. Entries and "
                    + "checkpoints are not affected. Restore it from a backup, or from where you pinned it.");
        }
        TrustSettings settings;
        try {
            settings = settings();
        } catch (IOException | IllegalArgumentException e) {
            findings.add("file keys/" + files.settings().getFileName(), Findings.why(e), "What was chosen about key, copies and witnesses "
                    + "was changed outside Countersign. Choose it again; until then no copy and no witness counts.");
            return;
        }
        secret(settings.place(), expected, findings);
    }

    private void secret(KeyPlace place, Optional<NoteKey> expected, Findings findings) {
        String where = switch (place) {
            case FILE -> "file keys/" + files.secret().getFileName();
            case KEYRING -> "keyring entry " + files.ledger();
        };
        try {
            NoteSigner signer = signer(place);
            if (expected.isPresent() && !signer.verifier().equals(expected.get())) {
                findings.add(where, "it holds another key than the ledger's", KeyChain.REPLACED);
            }
        } catch (IOException | IllegalArgumentException e) {
            findings.add(where, Findings.why(e), "Nothing new can be signed with this key. Entries and checkpoints are not affected. "
                    + "Restore it from a backup.");
        }
    }

    /// Whether the keyring holds the other half of `key` at this moment.
    boolean inKeyring(NoteKey key) {
        try {
            return settings().place() == KeyPlace.KEYRING && signer(KeyPlace.KEYRING).verifier().equals(key);
        } catch (IOException | IllegalArgumentException _) {
            return false;
        }
    }

    /// Where the public half lies.
    public Path open() {
        return files.open();
    }

    public Path settingsFile() {
        return files.settings();
    }
}
