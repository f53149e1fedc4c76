package dev.countersign.starlark.eval;

import dev.countersign.starlark.builtin.Attributes;
import dev.countersign.starlark.syntax.Operator;
import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.Arithmetic;
import dev.countersign.starlark.value.BoolValue;
import dev.countersign.starlark.value.Equality;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.Sequences;
import dev.countersign.starlark.value.SetValue;
import dev.countersign.starlark.value.Sets;
import dev.countersign.starlark.value.Value;
import java.util.Optional;

/// Operators, choices, attributes, indices and slices.
final class Operations {
    private Operations() {}

    /// What an operator does with two values.
    @FunctionalInterface
    interface Function {
        Value apply(Evaluation evaluation, Value a, Value b);
    }

    static Function of(Operator operator) {
        String name = operator.spelling();
        return switch (operator) {
            case PLUS -> Arithmetic::add;
            case MINUS -> Arithmetic::subtract;
            case TIMES -> Arithmetic::multiply;
            case DIVIDE -> Arithmetic::divide;
            case FLOOR_DIVIDE -> Arithmetic::floorDivide;
            case PERCENT -> Arithmetic::modulo;
            case BIT_OR -> Arithmetic::or;
            case BIT_AND -> Arithmetic::and;
            case BIT_XOR -> Arithmetic::xor;
            case SHIFT_LEFT -> (ev, a, b) -> Arithmetic.shift(ev, a, b, true);
            case SHIFT_RIGHT -> (ev, a, b) -> Arithmetic.shift(ev, a, b, false);
            case EQUAL -> (ev, a, b) -> BoolValue.of(Equality.equal(ev, a, b));
            case NOT_EQUAL -> (ev, a, b) -> BoolValue.of(!Equality.equal(ev, a, b));
            case LESS -> (ev, a, b) -> BoolValue.of(a instanceof SetValue x && b instanceof SetValue y
                    ? x.size() < y.size() && Sets.contains(ev, y, x) : Equality.compare(ev, name, a, b) < 0);
            case LESS_EQUAL -> (ev, a, b) -> BoolValue.of(a instanceof SetValue x && b instanceof SetValue y
                    ? Sets.contains(ev, y, x) : Equality.compare(ev, name, a, b) <= 0);
            case GREATER -> (ev, a, b) -> BoolValue.of(a instanceof SetValue x && b instanceof SetValue y
                    ? x.size() > y.size() && Sets.contains(ev, x, y) : Equality.compare(ev, name, a, b) > 0);
            case GREATER_EQUAL -> (ev, a, b) -> BoolValue.of(a instanceof SetValue x && b instanceof SetValue y
                    ? Sets.contains(ev, x, y) : Equality.compare(ev, name, a, b) >= 0);
            case IN -> (ev, a, b) -> BoolValue.of(Arithmetic.contains(ev, a, b));
            case NOT_IN -> (ev, a, b) -> BoolValue.of(!Arithmetic.contains(ev, a, b));
            case AND -> (ev, a, b) -> a.truth() ? b : a;
            case OR -> (ev, a, b) -> a.truth() ? a : b;
        };
    }

    static final class Binary extends Node {
        private final Function operation;
        private final Node left;
        private final Node right;

        Binary(Position position, Function operation, Node left, Node right) {
            super(position);
            this.operation = operation;
            this.left = left;
            this.right = right;
        }

        @Override
        Value eval(Frame frame) {
            Value a = left.eval(frame);
            Value b = right.eval(frame);
            frame.at(position);
            return operation.apply(frame.evaluation, a, b);
        }
    }

    /// `and`, `or`: the right side only if it matters.
    static final class Either extends Node {
        private final boolean and;
        private final Node left;
        private final Node right;

        Either(Position position, boolean and, Node left, Node right) {
            super(position);
            this.and = and;
            this.left = left;
            this.right = right;
        }

        @Override
        Value eval(Frame frame) {
            Value a = left.eval(frame);
            return a.truth() == and ? right.eval(frame) : a;
        }
    }

    static final class Unary extends Node {
        private final String operator;
        private final Node operand;

        Unary(Position position, String operator, Node operand) {
            super(position);
            this.operator = operator;
            this.operand = operand;
        }

        @Override
        Value eval(Frame frame) {
            Value x = operand.eval(frame);
            if (operator.equals("not")) {
                return BoolValue.of(!x.truth());
            }
            frame.at(position);
            return Arithmetic.unary(frame.evaluation, operator, x);
        }
    }

    static final class Conditional extends Node {
        private final Node condition;
        private final Node then;
        private final Node other;

        Conditional(Position position, Node condition, Node then, Node other) {
            super(position);
            this.condition = condition;
            this.then = then;
            this.other = other;
        }

        @Override
        Value eval(Frame frame) {
            return condition.eval(frame).truth() ? then.eval(frame) : other.eval(frame);
        }
    }

    static final class Dot extends Node {
        final Node object;
        final String name;

        Dot(Position position, Node object, String name) {
            super(position);
            this.object = object;
            this.name = name;
        }

        @Override
        Value eval(Frame frame) {
            Value x = object.eval(frame);
            return of(frame, x);
        }

        Value of(Frame frame, Value x) {
            frame.at(position);
            frame.evaluation.allocate(32);
            return Attributes.get(x, name).orElseThrow(() -> Attributes.missing(x, name));
        }
    }

    static final class Index extends Node {
        private final Node object;
        private final Node index;

        Index(Position position, Node object, Node index) {
            super(position);
            this.object = object;
            this.index = index;
        }

        @Override
        Value eval(Frame frame) {
            Value x = object.eval(frame);
            Value i = index.eval(frame);
            frame.at(position);
            return Sequences.index(frame.evaluation, x, i);
        }
    }

    static final class Slice extends Node {
        private final Node object;
        private final Optional<Node> from;
        private final Optional<Node> to;
        private final Optional<Node> step;

        Slice(Position position, Node object, Optional<Node> from, Optional<Node> to, Optional<Node> step) {
            super(position);
            this.object = object;
            this.from = from;
            this.to = to;
            this.step = step;
        }

        @Override
        Value eval(Frame frame) {
            Value x = object.eval(frame);
            Optional<Value> start = from.map(node -> node.eval(frame));
            Optional<Value> end = to.map(node -> node.eval(frame));
            Optional<Value> by = step.map(node -> node.eval(frame));
            frame.at(position);
            return Sequences.slice(frame.evaluation, x, start, end, by);
        }
    }
}
