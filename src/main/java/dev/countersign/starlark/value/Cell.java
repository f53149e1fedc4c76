package dev.countersign.starlark.value;

import org.jspecify.annotations.Nullable;

/// A variable that a function shares with functions inside it; null until it is assigned.
public final class Cell {
    private @Nullable Value value;

    public @Nullable Value get() {
        return value;
    }

    public void set(@Nullable Value value) {
        this.value = value;
    }
}
