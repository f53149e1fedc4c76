package dev.countersign.ledger.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// An Ed25519 key that signs notes. Its text form is `PRIVATE+KEY+name+hash+base64(0x01 ‖ seed)`, as other people's tools for
/// signed notes read it. Safe for use by several threads.
public final class NoteSigner {
    private static final byte[] PKCS8_HEAD = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final String PREFIX = "PRIVATE+KEY+";

    private final NoteKey verifier;
    private final byte[] seed;
    private final PrivateKey key;

    private NoteSigner(NoteKey verifier, byte[] seed) throws GeneralSecurityException {
        this.verifier = verifier;
        this.seed = seed;
        this.key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(NoteKey.join(PKCS8_HEAD, seed)));
    }

    /// A new key from the platform's secure randomness.
    public static NoteSigner generate(String name) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
            byte[] encoded = pair.getPublic().getEncoded();
            var verifier = new NoteKey(name, NoteKey.Use.SIGNATURE, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
            return new NoteSigner(verifier, seed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
        }
    }

    /// Reads the text form.
    ///
    /// @param verifier the public half
    /// @throws IllegalArgumentException where the text is no key, or not the other half of `verifier`
    public static NoteSigner parse(String text, NoteKey verifier) {
        String head = PREFIX + verifier.name() + "+" + "%08x".formatted(verifier.hash()) + "+";
        if (!text.startsWith(head)) {
            throw new IllegalArgumentException("not the signing half of " + verifier.name());
        }
        byte[] typed = Base64.getDecoder().decode(text.substring(head.length()));
        if (typed.length != 33 || typed[0] != 1) {
            throw new IllegalArgumentException("not an Ed25519 signing key");
        }
        try {
            var signer = new NoteSigner(verifier, Arrays.copyOfRange(typed, 1, 33));
            byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
            if (!verifier.verifies(probe, signer.sign(probe))) {
                throw new IllegalArgumentException("not the signing half of " + verifier.name());
            }
            return signer;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("not an Ed25519 signing key", e);
        }
    }

    public NoteKey verifier() {
        return verifier;
    }

    /// The 64 bytes of the signature.
    public byte[] sign(byte[] text) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(text);
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a checked Ed25519 key signs", e);
        }
    }

    /// The secret text form; goes to the key file and nowhere else.
    public String secret() {
        return PREFIX + verifier.name() + "+" + "%08x".formatted(verifier.hash()) + "+"
                + Base64.getEncoder().encodeToString(NoteKey.join(new byte[] {1}, seed));
    }

    @Override
    public String toString() {
        return "signing half of " + verifier;
    }
}
