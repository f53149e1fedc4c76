package dev.countersign.ui.review;

/// What the reviewer said to one hunk, or to a file that can only be taken whole.
public enum HunkDecision {
    UNDECIDED, ACCEPTED, REJECTED
}
