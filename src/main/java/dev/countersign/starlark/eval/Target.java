package dev.countersign.starlark.eval;

import dev.countersign.starlark.builtin.Attributes;
import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.Cell;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.Sequences;
import dev.countersign.starlark.value.Value;

/// Where an assignment puts its value.
abstract class Target {
    abstract void assign(Frame frame, Value value);

    static final class Local extends Target {
        private final int slot;

        Local(int slot) {
            this.slot = slot;
        }

        @Override
        void assign(Frame frame, Value value) {
            frame.locals[slot] = value;
        }
    }

    static final class Shared extends Target {
        private final int slot;

        Shared(int slot) {
            this.slot = slot;
        }

        @Override
        void assign(Frame frame, Value value) {
            if (frame.locals[slot] instanceof Cell cell) {
                cell.set(value);
            }
        }
    }

    static final class Global extends Target {
        private final int index;

        Global(int index) {
            this.index = index;
        }

        @Override
        void assign(Frame frame, Value value) {
            frame.function.globals()[index] = value;
        }
    }

    static final class Item extends Target {
        private final Position position;
        final Node object;
        final Node index;

        Item(Position position, Node object, Node index) {
            this.position = position;
            this.object = object;
            this.index = index;
        }

        @Override
        void assign(Frame frame, Value value) {
            Value x = object.eval(frame);
            Value i = index.eval(frame);
            assign(frame, x, i, value);
        }

        void assign(Frame frame, Value x, Value i, Value value) {
            frame.at(position);
            Sequences.assign(frame.evaluation, x, i, value);
        }
    }

    static final class Field extends Target {
        private final Position position;
        private final Node object;
        private final String name;

        Field(Position position, Node object, String name) {
            this.position = position;
            this.object = object;
            this.name = name;
        }

        @Override
        void assign(Frame frame, Value value) {
            Value x = object.eval(frame);
            frame.at(position);
            if (Attributes.get(x, name).isEmpty()) {
                throw Attributes.missing(x, name);
            }
            throw new Failure("can't assign to .%s field of %s".formatted(name, x.type()));
        }
    }

    static final class Several extends Target {
        private final Position position;
        private final Target[] targets;

        Several(Position position, Target[] targets) {
            this.position = position;
            this.targets = targets;
        }

        @Override
        void assign(Frame frame, Value value) {
            frame.at(position);
            Evaluation evaluation = frame.evaluation;
            if (!Sequences.iterable(value)) {
                throw new Failure("got %s in sequence assignment".formatted(value.type()));
            }
            long size = Sequences.length(value).orElse(0);
            if (size != targets.length) {
                throw new Failure("too %s values to unpack (got %d, want %d)".formatted(size > targets.length ? "many" : "few", size, targets.length));
            }
            Value[] items = Sequences.elements(evaluation, value);
            for (int i = 0; i < targets.length; i++) {
                targets[i].assign(frame, items[i]);
            }
        }
    }
}
