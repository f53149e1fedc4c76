package dev.countersign.starlark;

import dev.countersign.starlark.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An executed program: its variables, frozen, so that many threads may read them and call its functions, each with an
/// [dev.countersign.starlark.value.Evaluation] of its own.
public record Module(String name, Map<String, Value> globals) {
    public Module {
        globals = Collections.unmodifiableMap(new LinkedHashMap<>(globals));
    }

    /// The variable of that name.
    public Optional<Value> get(String variable) {
        return Optional.ofNullable(globals.get(variable));
    }
}
