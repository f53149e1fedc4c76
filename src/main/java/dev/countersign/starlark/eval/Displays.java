package dev.countersign.starlark.eval;

import dev.countersign.starlark.syntax.Slot;
import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.Cell;
import dev.countersign.starlark.value.Cursor;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.Repr;
import dev.countersign.starlark.value.Sequences;
import dev.countersign.starlark.value.TupleValue;
import dev.countersign.starlark.value.Value;
import java.util.List;
import java.util.Optional;

/// Lists, tuples and dicts as they are written down, and comprehensions.
final class Displays {
    private Displays() {}

    private static Value[] all(Node[] nodes, Frame frame) {
        frame.evaluation.allocate(32 + nodes.length * 16L);
        var values = new Value[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            values[i] = nodes[i].eval(frame);
        }
        return values;
    }

    static final class Items extends Node {
        private final boolean tuple;
        private final Node[] items;

        Items(Position position, boolean tuple, Node[] items) {
            super(position);
            this.tuple = tuple;
            this.items = items;
        }

        @Override
        Value eval(Frame frame) {
            return tuple ? TupleValue.sharing(all(items, frame)) : ListValue.sharing(all(items, frame));
        }
    }

    static final class Entries extends Node {
        private final Node[] keys;
        private final Node[] values;
        private final Position[] colons;

        Entries(Position position, Node[] keys, Node[] values, Position[] colons) {
            super(position);
            this.keys = keys;
            this.values = values;
            this.colons = colons;
        }

        @Override
        Value eval(Frame frame) {
            Evaluation evaluation = frame.evaluation;
            evaluation.allocate(400);
            var dict = new DictValue();
            for (int i = 0; i < keys.length; i++) {
                Value key = keys[i].eval(frame);
                Value value = values[i].eval(frame);
                frame.at(colons[i]);
                int before = dict.size();
                dict.put(evaluation, key, value);
                if (dict.size() == before) {
                    throw new Failure("duplicate key: " + Repr.repr(evaluation, key));
                }
            }
            return dict;
        }
    }

    /// What a comprehension does at one of its clauses.
    sealed interface Clause {
        record For(Position position, Target target, Node source) implements Clause {}

        record If(Node condition) implements Clause {}
    }

    static final class Comprehension extends Node {
        private final Optional<Node> key;
        private final Node body;
        private final Clause[] clauses;
        private final List<Slot> slots;
        private final int weight;

        Comprehension(Position position, Optional<Node> key, Node body, Clause[] clauses, List<Slot> slots, int weight) {
            super(position);
            this.key = key;
            this.body = body;
            this.clauses = clauses;
            this.slots = slots;
            this.weight = weight;
        }

        @Override
        Value eval(Frame frame) {
            frame.evaluation.allocate(64);
            Value result = key.isPresent() ? new DictValue() : ListValue.sharing(new Value[0]);
            Value first = clauses[0] instanceof Clause.For loop ? loop.source().eval(frame) : result;
            for (Slot slot : slots) {
                frame.locals[slot.index()] = slot.shared() ? new Cell() : null;
            }
            loop((Clause.For) clauses[0], first, 1, frame, result);
            return result;
        }

        private void loop(Clause.For loop, Value source, int next, Frame frame, Value result) {
            frame.at(loop.position());
            try (Cursor cursor = Sequences.open(source)) {
                for (Value item = cursor.next(); item != null; item = cursor.next()) {
                    frame.evaluation.step(weight);
                    frame.evaluation.allocate(8);
                    loop.target().assign(frame, item);
                    clause(next, frame, result);
                }
            }
        }

        private void clause(int at, Frame frame, Value result) {
            if (at == clauses.length) {
                add(frame, result);
                return;
            }
            switch (clauses[at]) {
                case Clause.For loop -> loop(loop, loop.source().eval(frame), at + 1, frame, result);
                case Clause.If test -> {
                    if (test.condition().eval(frame).truth()) {
                        clause(at + 1, frame, result);
                    }
                }
            }
        }

        private void add(Frame frame, Value result) {
            if (result instanceof DictValue dict && key.isPresent()) {
                Value k = key.get().eval(frame);
                Value value = body.eval(frame);
                frame.at(key.get().position);
                dict.put(frame.evaluation, k, value);
            } else if (result instanceof ListValue list) {
                list.append(frame.evaluation, body.eval(frame));
            }
        }
    }
}
