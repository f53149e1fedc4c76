package dev.countersign.ledger.entry;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes transaction ids: UUID version 7 (RFC 9562 §5.7), the time in its first 48 bits.
public final class TransactionIds {
    private final RandomGenerator random;

    public TransactionIds(RandomGenerator random) {
        this.random = random;
    }

    /// @param time ms since 1970
    public UUID next(long time) {
        long high = time << 16 | 0x7000 | random.nextLong() & 0xfff;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
