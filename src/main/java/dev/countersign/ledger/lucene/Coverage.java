package dev.countersign.ledger.lucene;

/// Which entries an index holds: those below `low`, and those from `high` to `until - 1`. What lies between is still to be added,
/// from its end down.
record Coverage(long low, long high, long until) {
    static final Coverage NONE = new Coverage(0, 0, 0);

    Coverage {
        if (low < 0 || high < low || until < high) {
            throw new IllegalArgumentException("no coverage: " + low + ", " + high + ", " + until);
        }
        if (low == high) {
            low = until;
            high = until;
        }
    }

    long count() {
        return low + until - high;
    }

    /// Entries of the first `size` that are held.
    long below(long size) {
        return Math.min(size, low) + Math.max(0, Math.min(size, until) - high);
    }

    boolean hasGap() {
        return low < high;
    }

    /// From here on everything up to `until` is held.
    long newestFrom() {
        return hasGap() ? high : 0;
    }

    /// Entries up to `size` are to be added as a gap.
    Coverage opened(long size) {
        if (hasGap()) {
            throw new IllegalStateException("there is a gap already");
        }
        return new Coverage(until, size, size);
    }
}
