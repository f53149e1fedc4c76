package dev.countersign.starlark.eval;

import dev.countersign.starlark.syntax.Operator;
import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.Sequences;
import dev.countersign.starlark.value.SetValue;
import dev.countersign.starlark.value.Sets;
import dev.countersign.starlark.value.Value;

/// `target op= value`. What is left of the sign is evaluated once, and a list, dict or set is changed in place.
final class Augment extends Act {
    private final Position position;
    private final Operator operator;
    private final Operations.Function operation;
    private final Target target;
    private final Node current;
    private final Node value;

    /// @param current evaluates the target, where it is no item of something
    Augment(int weight, Position position, Operator operator, Target target, Node current, Node value) {
        super(weight);
        this.position = position;
        this.operator = operator;
        this.operation = Operations.of(operator);
        this.target = target;
        this.current = current;
        this.value = value;
    }

    @Override
    End run(Frame frame) {
        if (target instanceof Target.Item item) {
            Value x = item.object.eval(frame);
            Value i = item.index.eval(frame);
            frame.at(position);
            Value old = Sequences.index(frame.evaluation, x, i);
            Value more = value.eval(frame);
            frame.at(position);
            item.assign(frame, x, i, apply(frame, old, more));
        } else {
            Value old = current.eval(frame);
            Value more = value.eval(frame);
            frame.at(position);
            target.assign(frame, apply(frame, old, more));
        }
        return End.NEXT;
    }

    private Value apply(Frame frame, Value old, Value more) {
        var evaluation = frame.evaluation;
        if (operator == Operator.PLUS && old instanceof ListValue list && Sequences.iterable(more)) {
            list.checkMutable("apply += to");
            list.extend(evaluation, Sequences.elements(evaluation, more));
            return list;
        }
        if (operator == Operator.BIT_OR && old instanceof DictValue dict && more instanceof DictValue other) {
            if (dict != other) {
                Sets.putAll(evaluation, dict, other);
            }
            return dict;
        }
        if (old instanceof SetValue set && more instanceof SetValue other) {
            switch (operator) {
                case BIT_OR -> Sets.addAll(evaluation, set, other.items());
                case BIT_AND -> replace(frame, set, Sets.intersection(evaluation, set, other));
                case BIT_XOR -> replace(frame, set, Sets.symmetricDifference(evaluation, set, other));
                case MINUS -> replace(frame, set, Sets.difference(evaluation, set, other));
                default -> {
                    return operation.apply(evaluation, old, more);
                }
            }
            return set;
        }
        return operation.apply(evaluation, old, more);
    }

    private static void replace(Frame frame, SetValue set, SetValue content) {
        set.clear();
        Sets.addAll(frame.evaluation, set, content.items());
    }
}
