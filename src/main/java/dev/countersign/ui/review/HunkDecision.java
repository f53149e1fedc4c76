package dev.countersign.ui.review;

/// What the reviewer decided of one hunk, or of a file without lines.
public enum HunkDecision {
    UNDECIDED, ACCEPTED, REJECTED,
    /// Each of its lines is decided, some are taken and some are not.
    PARTLY
}
