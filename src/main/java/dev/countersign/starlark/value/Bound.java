package dev.countersign.starlark.value;

import org.jspecify.annotations.Nullable;

/// Arguments that have found their parameters, to be taken out by type. One that was left out is absent.
public final class Bound {
    private final @Nullable Value[] values;
    private final String[] names;

    Bound(@Nullable Value[] values, String[] names) {
        this.values = values;
        this.names = names;
    }

    public boolean has(int index) {
        return values[index] != null;
    }

    public boolean hasSome(int index) {
        return values[index] != null && values[index] != NoneValue.NONE;
    }

    /// The value, `None` if it was left out.
    public Value value(int index) {
        Value value = values[index];
        return value == null ? NoneValue.NONE : value;
    }

    private Failure wrong(int index, String wanted) {
        return new Failure("for parameter %s: got %s, want %s".formatted(names.length == 0 ? Integer.toString(index + 1) : names[index],
                value(index).type(), wanted));
    }

    public String string(int index) {
        if (value(index) instanceof StringValue(String text)) {
            return text;
        }
        throw wrong(index, "string");
    }

    public boolean bool(int index, boolean standard) {
        if (!has(index)) {
            return standard;
        }
        if (value(index) instanceof BoolValue bool) {
            return bool.truth();
        }
        throw wrong(index, "bool");
    }

    public IntValue integer(int index) {
        if (value(index) instanceof IntValue number) {
            return number;
        }
        throw wrong(index, "int");
    }

    /// A whole number that fits an `int`; larger ones are taken for the nearest.
    public int clamped(int index, int standard) {
        if (!has(index)) {
            return standard;
        }
        IntValue number = integer(index);
        return number.isLong() ? (int) Math.clamp(number.small(), Integer.MIN_VALUE, Integer.MAX_VALUE)
                : number.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }

    public Callable callable(int index) {
        if (value(index) instanceof Callable function) {
            return function;
        }
        throw wrong(index, "callable");
    }

    /// All elements of an iterable value.
    public Value[] elements(Evaluation evaluation, int index) {
        Value value = value(index);
        if (!Sequences.iterable(value)) {
            throw wrong(index, "iterable");
        }
        return Sequences.elements(evaluation, value);
    }
}
