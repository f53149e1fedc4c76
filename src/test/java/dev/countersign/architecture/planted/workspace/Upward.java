package dev.countersign.architecture.planted.workspace;

import dev.countersign.architecture.planted.changeset.Writer;

/// Looks up.
public record Upward(Writer writer) {}
