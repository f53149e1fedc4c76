package dev.countersign.starlark.value;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mapping from hashable keys to values, in the order in which the keys came.
public final class DictValue extends Mutable implements Value {
    private static final String WHAT = "hash table";

    private final Table table;

    public DictValue() {
        this(new Table());
    }

    private DictValue(Table table) {
        this.table = table;
    }

    Table table() {
        return table;
    }

    public int size() {
        return table.size();
    }

    public Optional<Value> get(Evaluation evaluation, Value key) {
        int place = table.find(evaluation, key);
        return place < 0 ? Optional.empty() : Optional.of(table.value(place));
    }

    public void put(Evaluation evaluation, Value key, Value value) {
        checkMutable("insert into", WHAT);
        table.put(evaluation, key, value);
    }

    public Optional<Value> remove(Evaluation evaluation, Value key) {
        checkMutable("delete from", WHAT);
        int place = table.find(evaluation, key);
        return place < 0 ? Optional.empty() : Optional.of(table.remove(place));
    }

    /// Takes the oldest entry out, as a pair.
    public Optional<TupleValue> removeOldest() {
        checkMutable("delete from", WHAT);
        int place = table.oldest();
        if (place < 0) {
            return Optional.empty();
        }
        Value key = table.key(place);
        return Optional.of(TupleValue.of(key == null ? NoneValue.NONE : key, table.remove(place)));
    }

    public void clear() {
        checkMutable("clear", WHAT);
        table.clear();
    }

    public DictValue copy(Evaluation evaluation) {
        return new DictValue(table.copy(evaluation));
    }

    public Value[] keys() {
        return table.keys();
    }

    /// The entries in order, as a map of the host's.
    public Map<Value, Value> entries() {
        var entries = new LinkedHashMap<Value, Value>();
        for (int i = 0; i < table.end(); i++) {
            @Nullable Value key = table.key(i);
            if (key != null) {
                entries.put(key, table.value(i));
            }
        }
        return entries;
    }

    @Override
    public String type() {
        return "dict";
    }

    @Override
    public boolean truth() {
        return table.size() > 0;
    }
}
