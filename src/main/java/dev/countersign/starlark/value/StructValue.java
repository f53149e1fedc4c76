package dev.countersign.starlark.value;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A value with named fields, made by the host: how records come into a script, and rulings out of it.
///
/// @param type what `type(x)` tells
public record StructValue(String type, Map<String, Value> fields) implements Value {
    public StructValue {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public Optional<Value> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    @Override
    public boolean truth() {
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
