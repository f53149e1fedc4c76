package dev.countersign.ledger.second;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/// Bytes, their hashes, and their strict forms as text.
final class Bytes {
    private Bytes() {}

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Fault("not UTF-8");
        }
    }

    /// Standard alphabet, with padding, and no bit beyond the bytes.
    static byte[] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            require(Base64.getEncoder().encodeToString(bytes).equals(text), "not canonical base64");
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new Fault("not base64");
        }
    }

    static byte[] unhex(String text, int bytes) {
        require(text.matches("[0-9a-f]{" + 2 * bytes + "}"), "not " + bytes + " bytes in hex");
        return HexFormat.of().parseHex(text);
    }

    static long decimal(String text) {
        require(text.matches("0|[1-9][0-9]{0,17}"), "not a number");
        return Long.parseLong(text);
    }

    static void require(boolean holds, String what) {
        if (!holds) {
            throw new Fault(what);
        }
    }

    /// What does not verify.
    static final class Fault extends RuntimeException {
        Fault(String what) {
            super(what);
        }
    }
}
