package dev.countersign.ledger.seal;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Sixteen random bytes, drawn when a ledger is created and written into every leaf.
public record LedgerId(long high, long low) {

    public static LedgerId random(RandomGenerator random) {
        return new LedgerId(random.nextLong(), random.nextLong());
    }

    /// @throws IllegalArgumentException where there are not exactly 16 bytes
    public static LedgerId of(byte[] bytes) {
        if (bytes.length != 16) {
            throw new IllegalArgumentException("a ledger id has 16 bytes, not " + bytes.length);
        }
        var words = ByteBuffer.wrap(bytes);
        return new LedgerId(words.getLong(), words.getLong());
    }

    /// @throws IllegalArgumentException for anything but 32 hex digits
    public static LedgerId parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    @Override
    public String toString() {
        return hex();
    }
}
