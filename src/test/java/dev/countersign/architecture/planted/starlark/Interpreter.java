package dev.countersign.architecture.planted.starlark;

import dev.countersign.architecture.planted.changeset.Writer;

/// Knows the house.
public record Interpreter(Writer writer) {}
