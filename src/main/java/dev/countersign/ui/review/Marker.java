package dev.countersign.ui.review;

/// A remark on a line of the after side: a residual of a check, or a ruling.
///
/// @param line 0-based in the after text
public record Marker(Kind kind, int line, String says) {
    public enum Kind { RESIDUAL, ASK, DENY }
}
