package dev.countersign.workspace;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 digest (FIPS 180-4) as a value: four big-endian words, so that millions of them are cheap to keep and compare.
public record Sha256(long a, long b, long c, long d) implements Comparable<Sha256> {

    public static final int BYTES = 32;

    /// The digest of `content`.
    public static Sha256 of(byte[] content) {
        return ofDigest(digester().digest(content));
    }

    /// Wraps 32 digest bytes.
    ///
    /// @throws IllegalArgumentException where there are not exactly 32
    public static Sha256 ofDigest(byte[] digest) {
        if (digest.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, not " + digest.length);
        }
        var words = ByteBuffer.wrap(digest);
        return new Sha256(words.getLong(), words.getLong(), words.getLong(), words.getLong());
    }

    /// Reads 64 hex digits.
    ///
    /// @throws IllegalArgumentException for anything else
    @JsonCreator
    public static Sha256 parse(String hex) {
        return ofDigest(HexFormat.of().parseHex(hex));
    }

    /// Never fed: asking the platform's providers for one takes longer than hashing what a node of a tree holds.
    private static final MessageDigest UNUSED;

    static {
        try {
            UNUSED = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// A fresh SHA-256 digester, for streams.
    public static MessageDigest digester() {
        try {
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
    }

    @JsonValue
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    /// Writes the 64 hex digits as ASCII.
    void hex(byte[] to, int from) {
        hex(a, to, from);
        hex(b, to, from + 16);
        hex(c, to, from + 32);
        hex(d, to, from + 48);
    }

    private static void hex(long word, byte[] to, int from) {
        for (int i = 0; i < 16; i++) {
            int digit = (int) (word >>> 60 - 4 * i) & 15;
            to[from + i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
    }

    /// The first eight hex digits, for people. Never for comparing.
    public String brief() {
        return hex().substring(0, 8);
    }

    @Override
    public int compareTo(Sha256 o) {
        int order = Long.compareUnsigned(a, o.a);
        if (order == 0) {
            order = Long.compareUnsigned(b, o.b);
        }
        if (order == 0) {
            order = Long.compareUnsigned(c, o.c);
        }
        return order == 0 ? Long.compareUnsigned(d, o.d) : order;
    }

    @Override
    public String toString() {
        return hex();
    }
}
