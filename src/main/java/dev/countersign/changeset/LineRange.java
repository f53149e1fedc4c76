package dev.countersign.changeset;

/// Lines of one text, half-open and 0-based.
public record LineRange(int from, int to) {
    public LineRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("lines " + from + " to " + to);
        }
    }

    public int count() {
        return to - from;
    }

    public boolean isEmpty() {
        return to == from;
    }
}
