package dev.countersign.starlark.eval;

import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.Cell;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.Value;
import org.jspecify.annotations.Nullable;

/// Uses of names, by where the variable lives.
final class Variables {
    private Variables() {}

    private static Value assigned(@Nullable Value value, Node node, Frame frame, String scope, String name) {
        if (value == null) {
            frame.at(node.position);
            throw new Failure("%s variable %s referenced before assignment".formatted(scope, name));
        }
        return value;
    }

    static final class Constant extends Node {
        private final Value value;

        Constant(Position position, Value value) {
            super(position);
            this.value = value;
        }

        Value value() {
            return value;
        }

        @Override
        Value eval(Frame frame) {
            return value;
        }
    }

    static final class Local extends Node {
        private final int slot;
        private final String name;

        Local(Position position, int slot, String name) {
            super(position);
            this.slot = slot;
            this.name = name;
        }

        @Override
        Value eval(Frame frame) {
            return assigned((Value) frame.locals[slot], this, frame, "local", name);
        }
    }

    static final class Shared extends Node {
        private final int slot;
        private final String name;

        Shared(Position position, int slot, String name) {
            super(position);
            this.slot = slot;
            this.name = name;
        }

        @Override
        Value eval(Frame frame) {
            return assigned(frame.locals[slot] instanceof Cell cell ? cell.get() : null, this, frame, "local", name);
        }
    }

    static final class Free extends Node {
        private final int index;
        private final String name;

        Free(Position position, int index, String name) {
            super(position);
            this.index = index;
            this.name = name;
        }

        @Override
        Value eval(Frame frame) {
            return assigned(frame.function.captured()[index].get(), this, frame, "local", name);
        }
    }

    static final class Global extends Node {
        private final int index;
        private final String name;

        Global(Position position, int index, String name) {
            super(position);
            this.index = index;
            this.name = name;
        }

        @Override
        Value eval(Frame frame) {
            return assigned(frame.function.globals()[index], this, frame, "global", name);
        }
    }
}
