package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Position;
import java.util.Optional;

/// A parameter of a function. `name` is empty for a bare `*`.
public record Parameter(Position position, Form form, String name, Optional<Expression> standard) {
    /// The ways to declare one.
    public enum Form { ORDINARY, STAR, STAR_STAR }
}
