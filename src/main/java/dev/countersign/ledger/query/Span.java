package dev.countersign.ledger.query;

/// A quarter of an hour in which entries were made. Every zone's days begin at the beginning of one.
///
/// @param start  ms since 1970
/// @param first  the oldest entry of it
/// @param last   the newest entry of it
/// @param count  entries of it; fewer than from `first` to `last` where a clock went back
/// @param newest when `last` was made, ms since 1970
public record Span(long start, long first, long last, long count, long newest) {
    /// Its length.
    public static final long MILLIS = 900_000;
}
