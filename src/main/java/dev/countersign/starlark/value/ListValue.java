package dev.countersign.starlark.value;

import java.util.Arrays;
import java.util.List;

/// A list that may grow and change.
public final class ListValue extends Mutable implements Value {
    private static final int SLOT = 16;

    private Value[] items;
    private int size;

    private ListValue(Value[] items) {
        this.items = items;
        size = items.length;
    }

    public static ListValue of(Value... items) {
        return new ListValue(items.clone());
    }

    public static ListValue of(List<? extends Value> items) {
        return new ListValue(items.toArray(Value[]::new));
    }

    /// Takes the array over: the caller keeps no hand on it.
    public static ListValue sharing(Value[] items) {
        return new ListValue(items);
    }

    /// A copy of the elements.
    public List<Value> items() {
        return List.of(Arrays.copyOf(items, size));
    }

    Value[] copy() {
        return Arrays.copyOf(items, size);
    }

    Value[] copy(int from, int to) {
        return Arrays.copyOfRange(items, from, to);
    }

    public int size() {
        return size;
    }

    public Value at(int index) {
        return items[index];
    }

    public void append(Evaluation evaluation, Value value) {
        checkMutable("append to", "list");
        grow(evaluation, 1);
        items[size++] = value;
    }

    public void extend(Evaluation evaluation, Value[] values) {
        checkMutable("extend", "list");
        evaluation.step(values.length);
        grow(evaluation, values.length);
        System.arraycopy(values, 0, items, size, values.length);
        size += values.length;
    }

    public void insert(Evaluation evaluation, int index, Value value) {
        checkMutable("insert into", "list");
        evaluation.step((size - index) / 16);
        grow(evaluation, 1);
        System.arraycopy(items, index, items, index + 1, size - index);
        items[index] = value;
        size++;
    }

    public Value remove(Evaluation evaluation, int index) {
        evaluation.step((size - index) / 16);
        Value removed = items[index];
        System.arraycopy(items, index + 1, items, index, size - index - 1);
        items[--size] = NoneValue.NONE;
        return removed;
    }

    public void set(int index, Value value) {
        checkMutable("assign to element of", "list");
        items[index] = value;
    }

    public void clear() {
        checkMutable("clear", "list");
        items = new Value[0];
        size = 0;
    }

    /// Fails if the list is frozen or being iterated over.
    public void checkMutable(String verb) {
        checkMutable(verb, "list");
    }

    private void grow(Evaluation evaluation, int more) {
        evaluation.allocate((long) more * SLOT);
        if (size + more > items.length) {
            int capacity = Math.max(size + more, size + (size >> 1) + 4);
            evaluation.step(size / 64);
            items = Arrays.copyOf(items, capacity);
        }
    }

    @Override
    public String type() {
        return "list";
    }

    @Override
    public boolean truth() {
        return size > 0;
    }
}
