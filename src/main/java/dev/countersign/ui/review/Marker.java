package dev.countersign.ui.review;

/// A remark on a line of the after side: a person's comment, a residual of a check, or a ruling. Of several on a line the last
/// kind gives the look.
///
/// @param line 0-based in the after text
public record Marker(Kind kind, int line, String says) {
    public enum Kind { COMMENT, RESIDUAL, ASK, DENY }
}
