package dev.countersign.starlark.trace;

/// A place in a source: `line` and `column` count from one, `column` in UTF-16 code units.
public record Position(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
