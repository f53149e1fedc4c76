package dev.countersign.architecture.planted.ui;

import dev.countersign.architecture.planted.run.Violation;

/// Closes a circle with [Violation].
public record Screen(Violation violation) {}
