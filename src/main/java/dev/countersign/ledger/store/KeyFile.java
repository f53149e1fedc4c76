package dev.countersign.ledger.store;

import dev.countersign.ledger.NoteKey;
import dev.countersign.ledger.NoteSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A ledger's signing key on disk: `<ledger id>.key`, the secret half on its first line and the public half on its second;
/// and `<ledger id>.pub`, the public half alone, for auditors.
public record KeyFile(Path folder, String ledger) {

    public Path secret() {
        return folder.resolve(ledger + ".key");
    }

    public Path open() {
        return folder.resolve(ledger + ".pub");
    }

    public NoteSigner create(String name) throws IOException {
        NoteSigner signer = NoteSigner.generate(name);
        OwnerOnly.folder(folder);
        OwnerOnly.write(open(), signer.verifier() + "\n");
        OwnerOnly.write(secret(), signer.secret() + "\n" + signer.verifier() + "\n");
        return signer;
    }

    /// @throws IllegalArgumentException where the file holds no key of this name
    /// @throws IOException              where it cannot be read
    public NoteSigner signer(String name) throws IOException {
        List<String> lines = Files.readAllLines(secret());
        if (lines.size() != 2) {
            throw new IllegalArgumentException("it does not hold a key");
        }
        return NoteSigner.parse(lines.get(0), named(NoteKey.parse(lines.get(1)), name));
    }

    /// The public half.
    ///
    /// @throws IllegalArgumentException where the file holds no key of this name
    /// @throws IOException              where it cannot be read
    public NoteKey verifier(String name) throws IOException {
        return named(NoteKey.parse(Files.readString(open()).strip()), name);
    }

    private static NoteKey named(NoteKey key, String name) {
        if (!key.name().equals(name)) {
            throw new IllegalArgumentException("it holds the key of " + key.name());
        }
        return key;
    }
}
