package dev.countersign.ui.review;

/// One of the two texts of a diff.
enum Side {
    BEFORE, AFTER;

    Side other() {
        return this == BEFORE ? AFTER : BEFORE;
    }
}
