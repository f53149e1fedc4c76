package dev.countersign.ledger.seal;

import dev.countersign.workspace.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// The public half of an Ed25519 key that signs notes: `name+hash+base64(use ‖ key)` (C2SP `signed-note`, verifier key).
public record NoteKey(String name, Use use, byte[] raw) {
    /// What its signatures are, and the byte that says so in the text form and in the key's hash.
    public enum Use {
        /// A signature over the note's text (`signed-note`).
        SIGNATURE(1),
        /// A witness's signature over the text and a time (`tlog-cosignature`, `cosignature/v1`).
        COSIGNATURE(4);

        private final byte code;

        Use(int code) {
            this.code = (byte) code;
        }
    }

    private static final int STAMPED = Long.BYTES + 64;
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    /// @param raw 32 bytes
    /// @throws IllegalArgumentException where the name is empty or has a space or plus, or the key is none
    public NoteKey {
        if (name.isEmpty() || name.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '+')) {
            throw new IllegalArgumentException("not a key name: " + name);
        }
        if (raw.length != 32) {
            throw new IllegalArgumentException("an Ed25519 key has 32 bytes, not " + raw.length);
        }
        raw = raw.clone();
        publicKey(raw);
    }

    private static PublicKey publicKey(byte[] raw) {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(join(X509_HEAD, raw)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 key", e);
        }
    }

    /// Reads the text form.
    ///
    /// @throws IllegalArgumentException where it is none, or its hash is not that of its key
    public static NoteKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a verifier key");
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        if (typed.length != 33) {
            throw new IllegalArgumentException("not an Ed25519 verifier key");
        }
        var key = new NoteKey(parts[0], use(typed[0]), Arrays.copyOfRange(typed, 1, 33));
        if (!key.toString().equals(text)) {
            throw new IllegalArgumentException("the verifier key's hash is not that of its key");
        }
        return key;
    }

    private static Use use(byte code) {
        for (Use use : Use.values()) {
            if (use.code == code) {
                return use;
            }
        }
        throw new IllegalArgumentException("not an Ed25519 verifier key");
    }

    @Override
    public byte[] raw() {
        return raw.clone();
    }

    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ use ‖ key), big-endian.
    public int hash() {
        MessageDigest digest = Sha256.digester();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(use.code);
        return ByteBuffer.wrap(digest.digest(raw)).getInt();
    }

    /// Whether this key made `signature` for a note's text.
    public boolean verifies(byte[] text, byte[] signature) {
        return switch (use) {
            case SIGNATURE -> ed25519(text, signature);
            case COSIGNATURE -> signature.length == STAMPED && time(signature) >= 0
                    && ed25519(stamped(time(signature), text), Arrays.copyOfRange(signature, Long.BYTES, STAMPED));
        };
    }

    /// When a cosignature was made, in seconds since 1970: the first eight of its bytes.
    static long time(byte[] cosignature) {
        return ByteBuffer.wrap(cosignature).getLong();
    }

    /// What a witness signs for a note's text.
    static byte[] stamped(long seconds, byte[] text) {
        return join(("cosignature/v1\ntime " + seconds + "\n").getBytes(StandardCharsets.UTF_8), text);
    }

    private boolean ed25519(byte[] text, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(publicKey(raw));
            ed25519.update(text);
            return ed25519.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name + "+" + "%08x".formatted(hash()) + "+" + Base64.getEncoder().encodeToString(join(new byte[] {use.code}, raw));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey key && key.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    static byte[] join(byte[] head, byte[] tail) {
        return ByteBuffer.allocate(head.length + tail.length).put(head).put(tail).array();
    }
}
