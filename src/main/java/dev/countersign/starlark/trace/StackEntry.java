package dev.countersign.starlark.trace;

/// One call of a traceback: the function that was running, and the place it had come to.
public record StackEntry(String function, Position position) {}
