package dev.countersign.starlark.value;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes values immutable, with all that can be reached from them; by a list of work, so no depth of nesting matters.
public final class Freezing {
    private final Deque<Value> work = new ArrayDeque<>();
    private final Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private Freezing() {}

    public static void freeze(@Nullable Value... values) {
        var freezing = new Freezing();
        freezing.add(values);
        while (!freezing.work.isEmpty()) {
            freezing.visit(freezing.work.pop());
        }
    }

    private void add(@Nullable Value... values) {
        for (Value value : values) {
            if (value != null) {
                work.push(value);
            }
        }
    }

    private void visit(Value value) {
        switch (value) {
            case ListValue list -> {
                if (list.freeze()) {
                    add(list.copy());
                }
            }
            case DictValue dict -> {
                if (dict.freeze()) {
                    for (int i = 0; i < dict.table().end(); i++) {
                        add(dict.table().key(i), dict.table().value(i));
                    }
                }
            }
            case SetValue set -> {
                if (set.freeze()) {
                    add(set.items());
                }
            }
            case TupleValue tuple -> {
                if (seen.add(tuple)) {
                    add(tuple.shared());
                }
            }
            case StructValue struct -> {
                if (seen.add(struct)) {
                    add(struct.fields().values().toArray(Value[]::new));
                }
            }
            case FunctionValue function -> {
                if (seen.add(function)) {
                    add(function.defaults());
                    for (Cell cell : function.captured()) {
                        add(cell.get());
                    }
                }
            }
            case MethodValue method -> add(method.receiver());
            case NoneValue ignored -> { }
            case BoolValue ignored -> { }
            case IntValue ignored -> { }
            case FloatValue ignored -> { }
            case StringValue ignored -> { }
            case BytesValue ignored -> { }
            case RangeValue ignored -> { }
            case ElementsValue ignored -> { }
            case BuiltinValue ignored -> { }
        }
    }
}
