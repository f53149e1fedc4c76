package dev.countersign.changeset;

/// One run of changed lines without context. Line numbers are 0-based; a count of 0 marks a pure insertion or deletion.
///
/// @param index its place among the file's hunks; identifies it in a [Selection]
public record Hunk(int index, int beforeStart, int beforeCount, int afterStart, int afterCount) {
    public int beforeEnd() {
        return beforeStart + beforeCount;
    }

    public int afterEnd() {
        return afterStart + afterCount;
    }
}
