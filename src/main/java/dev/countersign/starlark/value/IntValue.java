package dev.countersign.starlark.value;

import java.math.BigInteger;
import java.util.Optional;

/// A whole number of any size. Held as a `long` wherever it fits one.
public final class IntValue implements Value, Comparable<IntValue> {
    private static final int CACHED_FROM = -128;
    private static final IntValue[] CACHE = cache();
    public static final IntValue ZERO = of(0);

    private final long small;
    private final Optional<BigInteger> big;

    private IntValue(long small, Optional<BigInteger> big) {
        this.small = small;
        this.big = big;
    }

    private static IntValue[] cache() {
        var cache = new IntValue[1024 - CACHED_FROM];
        for (int i = 0; i < cache.length; i++) {
            cache[i] = new IntValue(i + CACHED_FROM, Optional.empty());
        }
        return cache;
    }

    public static IntValue of(long value) {
        return value >= CACHED_FROM && value < CACHED_FROM + CACHE.length ? CACHE[(int) value - CACHED_FROM]
                : new IntValue(value, Optional.empty());
    }

    public static IntValue of(BigInteger value) {
        return value.bitLength() < Long.SIZE ? of(value.longValue()) : new IntValue(0, Optional.of(value));
    }

    public boolean isLong() {
        return big.isEmpty();
    }

    /// The value, if it [fits a long][#isLong()].
    public long small() {
        return small;
    }

    public BigInteger big() {
        return big.isPresent() ? big.get() : BigInteger.valueOf(small);
    }

    public int signum() {
        return big.isPresent() ? big.get().signum() : Long.signum(small);
    }

    /// How many words of 32 bits it takes: the measure by which work on it is charged.
    long words() {
        return big.isPresent() ? big.get().bitLength() / 32 + 1 : 2;
    }

    double toDouble() {
        return big.isPresent() ? big.get().doubleValue() : small;
    }

    @Override
    public int compareTo(IntValue other) {
        return isLong() && other.isLong() ? Long.compare(small, other.small) : big().compareTo(other.big());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntValue that && small == that.small && big.equals(that.big);
    }

    @Override
    public int hashCode() {
        return big.isPresent() ? big.get().hashCode() : Long.hashCode(small);
    }

    @Override
    public String type() {
        return "int";
    }

    @Override
    public boolean truth() {
        return signum() != 0;
    }

    @Override
    public String toString() {
        return big.isPresent() ? big.get().toString() : Long.toString(small);
    }
}
