package dev.countersign.ledger.seal;

import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.OptionalLong;

/// A signed tree head; never a restore point.
///
/// @param note the signed note, C2SP `tlog-checkpoint`, as text
public record Checkpoint(long size, Sha256 root, String note) {

    /// The name of a ledger's log and key in its checkpoints.
    public static String origin(LedgerId ledger) {
        return "countersign.dev/ledger/" + ledger.hex();
    }

    /// Signs a tree head. The origin line is the key's name.
    public static Checkpoint sign(long size, Sha256 root, NoteSigner signer) {
        String text = signer.verifier().name() + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.bytes()) + "\n";
        return new Checkpoint(size, root, SignedNote.sign(text, signer).toString());
    }

    /// Reads a note. Says nothing about its signature.
    ///
    /// @throws IllegalArgumentException where it is no checkpoint, or has another origin or extension lines
    public static Checkpoint parse(String note, String origin) {
        String[] lines = SignedNote.parse(note).text().split("\n", -1);
        if (lines.length != 4 || !lines[0].equals(origin)) {
            throw new IllegalArgumentException("not a checkpoint of " + origin);
        }
        long size = Long.parseLong(lines[1]);
        Sha256 root = Sha256.ofDigest(Base64.getDecoder().decode(lines[2]));
        if (size < 0 || !lines[1].equals(Long.toString(size)) || !lines[2].equals(Base64.getEncoder().encodeToString(root.bytes()))) {
            throw new IllegalArgumentException("a checkpoint's size or root is not in its one form");
        }
        return new Checkpoint(size, root, note);
    }

    /// The log that a note speaks of: its first line.
    ///
    /// @throws IllegalArgumentException where it is no note
    public static String originOf(String note) {
        return SignedNote.parse(note).text().lines().findFirst().orElseThrow(() -> new IllegalArgumentException("an empty note"));
    }

    /// When `witness` cosigned it, in seconds since 1970, where its signature is there and verifies.
    public OptionalLong cosignedBy(NoteKey witness) {
        return SignedNote.parse(note).cosignedBy(witness);
    }

    /// Whether `key` signed it.
    public boolean signedBy(NoteKey key) {
        return SignedNote.parse(note).verifiedBy(key);
    }

    /// Writes the note into a file.
    public void save(Path file) throws IOException {
        Files.writeString(file, note);
    }
}
