package dev.countersign.starlark.value;

import java.util.List;

/// A fixed sequence of values.
public final class TupleValue implements Value {
    public static final TupleValue EMPTY = new TupleValue(new Value[0]);

    private final Value[] items;
    private int hash;

    private TupleValue(Value[] items) {
        this.items = items;
    }

    public static TupleValue of(Value... items) {
        return new TupleValue(items.clone());
    }

    /// Takes the array over: the caller keeps no hand on it.
    public static TupleValue sharing(Value[] items) {
        return items.length == 0 ? EMPTY : new TupleValue(items);
    }

    public List<Value> items() {
        return List.of(items);
    }

    Value[] shared() {
        return items;
    }

    public int size() {
        return items.length;
    }

    public Value at(int index) {
        return items[index];
    }

    int knownHash() {
        return hash;
    }

    void knownHash(int value) {
        hash = value;
    }

    @Override
    public String type() {
        return "tuple";
    }

    @Override
    public boolean truth() {
        return items.length > 0;
    }
}
