package dev.countersign.starlark.value;

import java.util.Optional;

/// A set of hashable values, in the order in which they came.
public final class SetValue extends Mutable implements Value {
    private static final String WHAT = "hash table";

    private final Table table;

    public SetValue() {
        this(new Table());
    }

    private SetValue(Table table) {
        this.table = table;
    }

    Table table() {
        return table;
    }

    public int size() {
        return table.size();
    }

    public boolean contains(Evaluation evaluation, Value value) {
        return table.find(evaluation, value) >= 0;
    }

    public void add(Evaluation evaluation, Value value) {
        checkMutable("insert into", WHAT);
        table.put(evaluation, value, NoneValue.NONE);
    }

    public boolean remove(Evaluation evaluation, Value value) {
        checkMutable("delete from", WHAT);
        int place = table.find(evaluation, value);
        if (place >= 0) {
            table.remove(place);
        }
        return place >= 0;
    }

    public Optional<Value> removeOldest() {
        checkMutable("delete from", WHAT);
        int place = table.oldest();
        if (place < 0) {
            return Optional.empty();
        }
        Value value = table.key(place);
        table.remove(place);
        return Optional.ofNullable(value);
    }

    public void clear() {
        checkMutable("clear", WHAT);
        table.clear();
    }

    public SetValue copy(Evaluation evaluation) {
        return new SetValue(table.copy(evaluation));
    }

    public Value[] items() {
        return table.keys();
    }

    @Override
    public String type() {
        return "set";
    }

    @Override
    public boolean truth() {
        return table.size() > 0;
    }
}
