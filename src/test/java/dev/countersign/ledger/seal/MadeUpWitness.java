package dev.countersign.ledger.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/// A witness that cosigns whatever it is given, in plain Java from the specification (C2SP `tlog-cosignature`).
public final class MadeUpWitness {
    private final KeyPair pair;
    private final NoteKey key;

    public MadeUpWitness(String name) throws GeneralSecurityException {
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        key = new NoteKey(name, NoteKey.Use.COSIGNATURE, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    public NoteKey key() {
        return key;
    }

    /// Its signature line for the text of a note.
    public String line(String note, long seconds) throws GeneralSecurityException {
        String text = note.substring(0, note.indexOf("\n\n") + 1);
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(pair.getPrivate());
        ed25519.update(("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8));
        byte[] whole = ByteBuffer.allocate(4 + 8 + 64).putInt(key.hash()).putLong(seconds).put(ed25519.sign()).array();
        return "— " + key.name() + " " + Base64.getEncoder().encodeToString(whole) + "\n";
    }

    /// The note with its signature below.
    public String cosign(String note, long seconds) throws GeneralSecurityException {
        return note + line(note, seconds);
    }
}
