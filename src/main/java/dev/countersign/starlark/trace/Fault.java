package dev.countersign.starlark.trace;

/// One thing that is wrong with a source, and where.
public record Fault(Position position, String message) {
    @Override
    public String toString() {
        return position + ": " + message;
    }
}
