package dev.countersign.ledger.lucene;

import java.util.stream.LongStream;

/// Numbers of entries, a bit each: 125 KB for a million.
final class SeqSet {
    /// Words between two counts.
    private static final int STEP = 64;

    private final long[] words;
    /// Members from the end down to the beginning of each step.
    private int[] above = {};

    /// @param size numbers below this
    SeqSet(long size) {
        this.words = new long[Math.toIntExact((size + 63) / 64)];
    }

    void add(long seq) {
        words[(int) (seq >>> 6)] |= 1L << seq;
    }

    /// Nothing is added any more.
    SeqSet ranked() {
        above = new int[(words.length + STEP - 1) / STEP];
        int sum = 0;
        for (int step = above.length - 1; step >= 0; step--) {
            for (int word = Math.min(words.length, (step + 1) * STEP) - 1; word >= step * STEP; word--) {
                sum += Long.bitCount(words[word]);
            }
            above[step] = sum;
        }
        return this;
    }

    /// The largest `from + count` but the largest `from`, in order.
    LongStream descending(int from, int count) {
        if (count == 0) {
            return LongStream.empty();
        }
        int low = 0;
        int high = above.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (above[middle] > from) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        long[] found = new long[count];
        int place = low + 1 < above.length ? above[low + 1] : 0;
        int taken = 0;
        for (int word = Math.min(words.length, (low + 1) * STEP) - 1; word >= 0 && taken < count; word--) {
            int members = Long.bitCount(words[word]);
            if (place + members <= from) {
                place += members;
                continue;
            }
            for (long rest = words[word]; rest != 0 && taken < count; place++) {
                int bit = 63 - Long.numberOfLeadingZeros(rest);
                rest &= ~(1L << bit);
                if (place >= from) {
                    found[taken++] = (long) word << 6 | bit;
                }
            }
        }
        return LongStream.of(found).limit(taken);
    }
}
