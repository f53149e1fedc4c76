package dev.countersign.model;

/// What one answer used, as its provider counts.
///
/// @param input  that were read anew
/// @param cached that were read from a cache
/// @param stored that were read, and written to a cache
public record Tokens(long input, long cached, long stored, long output) {
    public Tokens {
        if (input < 0 || cached < 0 || stored < 0 || output < 0) {
            throw new IllegalArgumentException("there are no fewer than 0 tokens");
        }
    }

    /// All that were read.
    public long read() {
        return input + cached + stored;
    }
}
