package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Position;

/// A token and its place. `value` is what a literal denotes (`BigInteger`, `Double`, `String`, `byte[]`), for others its text.
record Token(Kind kind, Object value, Position position) {
    String text() {
        return value.toString();
    }

    String shown() {
        return kind == Kind.RESERVED ? "reserved word " + value : kind.shown();
    }
}
