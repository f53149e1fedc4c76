package dev.countersign.ledger.store;

import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.ledger.seal.NoteSigner;
import dev.countersign.ledger.seal.SignedNote;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One signature over the beginning of the anchor log, so that not each of its notes has to be checked by itself: a signed note
/// of the number of bytes and their SHA-256, beside the log. It is written only over bytes that an earlier seal covered, that were
/// checked one by one, or that this process appended. For one thread at a time.
final class AnchorSeal {
    private final AnchorLog log;
    private final String origin;
    private @Nullable MessageDigest running;
    private long covered;

    /// What a seal says. @param bytes from the beginning of the log
    record Said(long bytes, Sha256 digest, SignedNote note) {}

    AnchorSeal(AnchorLog log, String origin) {
        this.log = log;
        this.origin = origin;
    }

    /// Reads a seal. Says nothing about its signature.
    ///
    /// @throws IllegalArgumentException where it is none of this ledger
    static Said read(String text, String origin) {
        SignedNote note = SignedNote.parse(text);
        String[] lines = note.text().split("\n", -1);
        if (lines.length != 4 || !lines[0].equals(origin + "/anchors") || !lines[1].matches("0|[1-9][0-9]{0,17}")
                || lines[2].length() != 44) {
            throw new IllegalArgumentException("it is no seal of this ledger's anchor log");
        }
        var said = new Said(Long.parseLong(lines[1]), Sha256.ofDigest(Base64.getDecoder().decode(lines[2])), note);
        if (!text(origin, said.bytes(), said.digest()).equals(note.text()) || !note.toString().equals(text)) {
            throw new IllegalArgumentException("it is not in its one form");
        }
        return said;
    }

    private static String text(String origin, long bytes, Sha256 digest) {
        return origin + "/anchors\n" + bytes + "\n" + Base64.getEncoder().encodeToString(digest.bytes()) + "\n";
    }

    /// Takes up the seal that is there, where it is by `key` and fits, and the notes behind it, where each is by `key`.
    void takeUp(NoteKey key) throws IOException {
        AnchorLog.Moment now = log.moment();
        long sealed = now.bytes().length == 0 ? 0 : sealed(now, key);
        if (sealed < 0) {
            return;
        }
        boolean rest = now.anchors().stream().filter(anchor -> anchor.offset() + anchor.length() > sealed)
                .allMatch(anchor -> anchor.checkpoint().filter(checkpoint -> checkpoint.signedBy(key)).isPresent());
        if (rest) {
            cover(now.bytes());
        }
    }

    private long sealed(AnchorLog.Moment now, NoteKey key) {
        try {
            Optional<Said> said = now.seal().map(text -> read(text, origin));
            return said.isPresent() && said.get().note().verifiedBy(key) && fits(said.get(), now.bytes()) ? said.get().bytes() : -1;
        } catch (IllegalArgumentException _) {
            return -1;
        }
    }

    /// Whether these are the bytes that were sealed, with whatever behind them.
    static boolean fits(Said said, byte[] log) {
        if (said.bytes() > log.length) {
            return false;
        }
        MessageDigest digest = Sha256.digester();
        digest.update(log, 0, (int) said.bytes());
        return Sha256.ofDigest(digest.digest()).equals(said.digest());
    }

    private void cover(byte[] bytes) {
        MessageDigest digest = Sha256.digester();
        digest.update(bytes);
        running = digest;
        covered = bytes.length;
    }

    /// An audit checked every note of `bytes`, the beginning of the log.
    void checked(byte[] bytes) throws IOException {
        if (running == null) {
            cover(bytes);
            appended(log.tail(bytes.length));
        }
    }

    /// This process appended `bytes`.
    void appended(byte[] bytes) {
        if (running != null) {
            running.update(bytes);
            covered += bytes.length;
        }
    }

    /// Writes the seal; does nothing where the log's beginning is not known to be right, or has another length than is known of.
    void write(NoteSigner signer) throws IOException {
        if (running == null || covered != log.bytes()) {
            return;
        }
        try {
            var digest = Sha256.ofDigest(((MessageDigest) running.clone()).digest());
            OwnerOnly.write(log.seal(), SignedNote.sign(text(origin, covered, digest), signer).toString());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the Java platform can be cloned", e);
        }
    }
}
