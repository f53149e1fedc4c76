package dev.countersign.starlark.value;

import org.jspecify.annotations.Nullable;

/// Goes through the elements of a value once. While it is open, the value cannot be changed.
public interface Cursor extends AutoCloseable {
    /// The next element, or null at the end.
    @Nullable Value next();

    @Override
    default void close() {}
}
