package dev.countersign.starlark.eval;

import dev.countersign.starlark.syntax.Spelling;
import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.Value;
import java.util.Map;

/// A load statement: asks the host for the names of another file.
final class Load extends Act {
    /// Gives the exported names of a file, or throws a [Failure] that says why not.
    @FunctionalInterface
    interface Loads {
        Map<String, Value> load(String module);
    }

    /// One name that is bound.
    record Binding(Target target, String original, Position position) {}

    private final Position position;
    private final String module;
    private final Binding[] bindings;

    Load(Position position, String module, Binding[] bindings) {
        super(1 + bindings.length);
        this.position = position;
        this.module = module;
        this.bindings = bindings;
    }

    @Override
    End run(Frame frame) {
        frame.at(position);
        if (!(frame.function.code() instanceof TopLevel top)) {
            throw new Failure("load outside the top level");
        }
        Map<String, Value> names;
        try {
            names = top.loads().load(module);
        } catch (Failure failure) {
            throw new Failure("cannot load %s: %s".formatted(module, failure.getMessage()));
        }
        for (Binding binding : bindings) {
            Value value = names.get(binding.original());
            if (value == null) {
                frame.at(binding.position());
                throw new Failure("load: name %s not found in module %s%s".formatted(binding.original(), module,
                        Spelling.hint(binding.original(), names.keySet())));
            }
            binding.target().assign(frame, value);
        }
        return End.NEXT;
    }
}
