package dev.countersign.ledger.store;

import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.ledger.seal.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A ledger's signing key on disk: `<ledger id>.key`, the secret half on its first line and the public half on its second;
/// and `<ledger id>.pub`, the public half alone, for auditors. Read strictly: any other byte than was written is a fault.
public record KeyFile(Path folder, String ledger) {

    public Path secret() {
        return folder.resolve(ledger + ".key");
    }

    public Path open() {
        return folder.resolve(ledger + ".pub");
    }

    /// A key that is about to take the place of this one.
    Path next() {
        return folder.resolve(ledger + ".key.next");
    }

    Path settings() {
        return folder.resolve(ledger + ".trust");
    }

    public NoteSigner create(String name) throws IOException {
        NoteSigner signer = NoteSigner.generate(name);
        OwnerOnly.folder(folder);
        writeOpen(signer.verifier());
        writeSecret(signer);
        return signer;
    }

    void writeOpen(NoteKey key) throws IOException {
        OwnerOnly.write(open(), key + "\n");
    }

    void writeSecret(NoteSigner signer) throws IOException {
        OwnerOnly.write(secret(), signer.secret() + "\n" + signer.verifier() + "\n");
    }

    /// @throws IllegalArgumentException where the file holds no key of this name
    /// @throws IOException              where it cannot be read
    public NoteSigner signer(String name) throws IOException {
        String text = text(secret());
        String[] lines = text.split("\n", -1);
        if (lines.length != 3 || !lines[2].isEmpty()) {
            throw new IllegalArgumentException("it does not hold a key");
        }
        return NoteSigner.parse(lines[0], named(NoteKey.parse(lines[1]), name));
    }

    /// The public half.
    ///
    /// @throws IllegalArgumentException where the file holds no key of this name
    /// @throws IOException              where it cannot be read
    public NoteKey verifier(String name) throws IOException {
        String text = text(open());
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("it does not hold a key");
        }
        return named(NoteKey.parse(text.substring(0, text.length() - 1)), name);
    }

    private static String text(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("the file is missing", e);
        }
    }

    private static NoteKey named(NoteKey key, String name) {
        if (!key.name().equals(name)) {
            throw new IllegalArgumentException("it holds the key of " + key.name());
        }
        return key;
    }
}
