package dev.countersign.starlark.value;

import java.time.Duration;

/// What one evaluation may use up.
///
/// @param steps of work: a step is about the evaluation of one statement, one comparison, one element touched
/// @param bytes that may be allocated in all, whether or not they are still held: an upper bound of the heap it takes
/// @param depth how many calls may be active at once
/// @param time of the wall clock
public record Limits(long steps, long bytes, int depth, Duration time) {
    /// As many calls as any stack of the JVM has room for.
    public static final int MOST_DEPTH = 200;

    /// A rule has no use for more: a few hundred milliseconds at the worst.
    public static final Limits STANDARD = new Limits(10_000_000, 64L << 20, 100, Duration.ofSeconds(5));

    public Limits {
        if (steps < 1 || bytes < 1 || depth < 1 || depth > MOST_DEPTH || !time.isPositive()) {
            throw new IllegalArgumentException("limits are positive, and depth is at most " + MOST_DEPTH);
        }
    }
}
