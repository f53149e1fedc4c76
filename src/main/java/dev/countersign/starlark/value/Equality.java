package dev.countersign.starlark.value;

import java.math.BigDecimal;

/// Equality, order and hashes. Every pair that is looked at is charged, and nesting has a bound, so that neither cycles nor values that
/// share their parts a million times take long.
public final class Equality {
    private static final int DEEPEST = 200;

    private Equality() {}

    public static boolean equal(Evaluation evaluation, Value a, Value b) {
        return equal(evaluation, a, b, 0);
    }

    private static boolean equal(Evaluation evaluation, Value a, Value b, int depth) {
        switch (a) {
            case StringValue(String x) -> {
                if (!(b instanceof StringValue(String y))) {
                    return false;
                }
                evaluation.step(1 + Math.min(x.length(), y.length()) / 32);
                return x.equals(y);
            }
            case IntValue x -> {
                return b instanceof IntValue y ? x.equals(y) : b instanceof FloatValue(double real) && compare(x, real) == 0;
            }
            case FloatValue(double x) -> {
                return b instanceof FloatValue(double y) ? compare(x, y) == 0 : b instanceof IntValue whole && compare(whole, x) == 0;
            }
            case BytesValue x -> {
                evaluation.step(1 + x.length() / 32);
                return x.equals(b);
            }
            case ListValue x -> {
                if (!(b instanceof ListValue y)) {
                    return false;
                }
                deeper(evaluation, depth);
                if (x.size() != y.size()) {
                    return false;
                }
                for (int i = 0; i < x.size(); i++) {
                    evaluation.step(1);
                    if (!equal(evaluation, x.at(i), y.at(i), depth + 1)) {
                        return false;
                    }
                }
                return true;
            }
            case TupleValue x -> {
                if (!(b instanceof TupleValue y)) {
                    return false;
                }
                deeper(evaluation, depth);
                if (x.size() != y.size()) {
                    return false;
                }
                for (int i = 0; i < x.size(); i++) {
                    evaluation.step(1);
                    if (!equal(evaluation, x.at(i), y.at(i), depth + 1)) {
                        return false;
                    }
                }
                return true;
            }
            case DictValue x -> {
                return b instanceof DictValue y && sameEntries(evaluation, x, y, depth);
            }
            case SetValue x -> {
                return b instanceof SetValue y && x.size() == y.size() && contains(evaluation, y, x);
            }
            case RangeValue x -> {
                return b instanceof RangeValue y && x.sameAs(y);
            }
            case StructValue x -> {
                return b instanceof StructValue y && sameFields(evaluation, x, y, depth);
            }
            case NoneValue ignored -> {
                return a == b;
            }
            case BoolValue ignored -> {
                return a == b;
            }
            case MethodValue method -> {
                return method.equals(b);
            }
            case ElementsValue ignored -> {
                return a == b;
            }
            case Callable ignored -> {
                return a == b;
            }
        }
    }

    private static void deeper(Evaluation evaluation, int depth) {
        evaluation.step(1);
        if (depth >= DEEPEST) {
            throw new Failure("comparison exceeded maximum recursion depth");
        }
    }

    private static boolean sameEntries(Evaluation evaluation, DictValue x, DictValue y, int depth) {
        deeper(evaluation, depth);
        if (x.size() != y.size()) {
            return false;
        }
        for (int i = 0; i < x.table().end(); i++) {
            Value key = x.table().key(i);
            if (key != null) {
                int place = y.table().find(evaluation, key);
                if (place < 0 || !equal(evaluation, x.table().value(i), y.table().value(place), depth + 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean sameFields(Evaluation evaluation, StructValue x, StructValue y, int depth) {
        deeper(evaluation, depth);
        if (!x.type().equals(y.type()) || !x.fields().keySet().equals(y.fields().keySet())) {
            return false;
        }
        for (var field : x.fields().entrySet()) {
            if (!equal(evaluation, field.getValue(), y.fields().getOrDefault(field.getKey(), NoneValue.NONE), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    /// Whether `outer` has all that `inner` has.
    static boolean contains(Evaluation evaluation, SetValue outer, SetValue inner) {
        if (inner.size() > outer.size()) {
            return false;
        }
        for (int i = 0; i < inner.table().end(); i++) {
            Value key = inner.table().key(i);
            if (key != null && !outer.contains(evaluation, key)) {
                return false;
            }
        }
        return true;
    }

    /// The order of two values of one kind: numbers, strings, bytes, bools, lists, tuples.
    ///
    /// @param operator as written, for the message
    public static int compare(Evaluation evaluation, String operator, Value a, Value b) {
        return compare(evaluation, operator, a, b, 0);
    }

    private static int compare(Evaluation evaluation, String operator, Value a, Value b, int depth) {
        evaluation.step(1);
        if (a instanceof IntValue x && b instanceof IntValue y) {
            return x.compareTo(y);
        }
        if (a instanceof StringValue(String x) && b instanceof StringValue(String y)) {
            evaluation.step(Math.min(x.length(), y.length()) / 32);
            return x.compareTo(y);
        }
        if (a instanceof FloatValue(double x)) {
            if (b instanceof FloatValue(double y)) {
                return compare(x, y);
            }
            if (b instanceof IntValue y) {
                return -compare(y, x);
            }
        }
        if (a instanceof IntValue x && b instanceof FloatValue(double y)) {
            return compare(x, y);
        }
        if (a instanceof BoolValue x && b instanceof BoolValue y) {
            return x.compareTo(y);
        }
        if (a instanceof BytesValue x && b instanceof BytesValue y) {
            evaluation.step(Math.min(x.length(), y.length()) / 32);
            return java.util.Arrays.compareUnsigned(x.shared(), y.shared());
        }
        if (a instanceof ListValue x && b instanceof ListValue y) {
            return sequence(evaluation, operator, x.copy(), y.copy(), depth);
        }
        if (a instanceof TupleValue x && b instanceof TupleValue y) {
            return sequence(evaluation, operator, x.shared(), y.shared(), depth);
        }
        throw new Failure("%s %s %s not implemented".formatted(a.type(), operator, b.type()));
    }

    private static int sequence(Evaluation evaluation, String operator, Value[] x, Value[] y, int depth) {
        deeper(evaluation, depth);
        evaluation.copy(x.length + y.length, 8);
        for (int i = 0; i < Math.min(x.length, y.length); i++) {
            if (!equal(evaluation, x[i], y[i], depth + 1)) {
                return compare(evaluation, operator, x[i], y[i], depth + 1);
            }
        }
        return Integer.compare(x.length, y.length);
    }

    /// As IEEE 754 has it, but that not-a-number equals itself and is greater than all: an order of all numbers.
    private static int compare(double x, double y) {
        return x == y ? 0 : Double.compare(x, y);
    }

    private static int compare(IntValue x, double y) {
        if (Double.isNaN(y) || y == Double.POSITIVE_INFINITY) {
            return -1;
        }
        if (y == Double.NEGATIVE_INFINITY) {
            return 1;
        }
        if (x.isLong() && Math.abs(x.small()) <= 1L << 53) {
            return compare((double) x.small(), y);
        }
        return new BigDecimal(x.big()).compareTo(new BigDecimal(y));
    }

    /// The hash under which a value is found in a dict or set.
    ///
    /// @throws Failure if it cannot be a key
    static int hash(Evaluation evaluation, Value value) {
        return hash(evaluation, value, 0);
    }

    private static int hash(Evaluation evaluation, Value value, int depth) {
        return switch (value) {
            case StringValue(String text) -> {
                evaluation.step(text.length() / 64);
                yield text.hashCode();
            }
            case IntValue number -> number.hashCode();
            case FloatValue(double x) -> hash(x);
            case BytesValue bytes -> {
                evaluation.step(bytes.length() / 16);
                yield bytes.hashCode();
            }
            case TupleValue tuple -> {
                if (tuple.knownHash() != 0) {
                    yield tuple.knownHash();
                }
                if (depth >= DEEPEST) {
                    throw new Failure("hash exceeded maximum recursion depth");
                }
                int hash = 1;
                for (Value item : tuple.shared()) {
                    evaluation.step(1);
                    hash = hash * 31 + hash(evaluation, item, depth + 1);
                }
                tuple.knownHash(hash == 0 ? 1 : hash);
                yield tuple.knownHash();
            }
            case StructValue struct -> {
                if (depth >= DEEPEST) {
                    throw new Failure("hash exceeded maximum recursion depth");
                }
                int hash = struct.type().hashCode();
                for (var field : struct.fields().entrySet()) {
                    evaluation.step(1);
                    hash += field.getKey().hashCode() ^ hash(evaluation, field.getValue(), depth + 1);
                }
                yield hash;
            }
            case NoneValue ignored -> 0;
            case BoolValue bool -> bool.truth() ? 1 : 2;
            case FunctionValue function -> System.identityHashCode(function);
            case BuiltinValue builtin -> System.identityHashCode(builtin);
            case MethodValue method -> method.hashCode();
            case ListValue ignored -> throw unhashable(value);
            case DictValue ignored -> throw unhashable(value);
            case SetValue ignored -> throw unhashable(value);
            case RangeValue ignored -> throw unhashable(value);
            case ElementsValue ignored -> throw unhashable(value);
        };
    }

    private static Failure unhashable(Value value) {
        return new Failure("unhashable type: " + value.type());
    }

    private static int hash(double x) {
        if (x == Math.rint(x) && !Double.isInfinite(x)) {
            return Math.abs(x) < 9e18 ? Long.hashCode((long) x) : new BigDecimal(x).toBigInteger().hashCode();
        }
        return Double.hashCode(x);
    }
}
