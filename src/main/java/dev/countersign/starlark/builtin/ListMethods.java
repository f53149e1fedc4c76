package dev.countersign.starlark.builtin;

import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.Bound;
import dev.countersign.starlark.value.Equality;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.MethodValue;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.Value;
import java.util.HashMap;
import java.util.Map;

/// The methods of lists.
final class ListMethods {
    static final Map<String, MethodValue.Body> ALL = all();

    private ListMethods() {}

    @FunctionalInterface
    private interface Body {
        Value call(Evaluation ev, ListValue list, Arguments args);
    }

    private static Map<String, MethodValue.Body> all() {
        var all = new HashMap<String, Body>();
        all.put("append", (ev, list, args) -> {
            list.append(ev, args.positional(1, 1).value(0));
            return NoneValue.NONE;
        });
        all.put("clear", (ev, list, args) -> {
            args.positional(0, 0);
            list.clear();
            return NoneValue.NONE;
        });
        all.put("extend", (ev, list, args) -> {
            list.extend(ev, args.positional(1, 1).elements(ev, 0));
            return NoneValue.NONE;
        });
        all.put("index", ListMethods::index);
        all.put("insert", (ev, list, args) -> {
            Bound bound = args.positional(2, 2);
            list.insert(ev, clamp(bound.clamped(0, 0), list.size()), bound.value(1));
            return NoneValue.NONE;
        });
        all.put("pop", ListMethods::pop);
        all.put("remove", ListMethods::remove);
        var methods = new HashMap<String, MethodValue.Body>();
        all.forEach((name, body) -> methods.put(name, (ev, self, args) -> body.call(ev, (ListValue) self, args)));
        return Map.copyOf(methods);
    }

    /// An index as slices take it: from the end if negative, then within the list.
    static int clamp(int index, int size) {
        return Math.clamp(index < 0 ? (long) index + size : index, 0, size);
    }

    private static Value index(Evaluation ev, ListValue list, Arguments arguments) {
        Bound args = arguments.positional(1, 3);
        int from = args.hasSome(1) ? clamp(args.clamped(1, 0), list.size()) : 0;
        int to = args.hasSome(2) ? clamp(args.clamped(2, 0), list.size()) : list.size();
        for (int i = from; i < to; i++) {
            ev.step(1);
            if (Equality.equal(ev, list.at(i), args.value(0))) {
                return IntValue.of(i);
            }
        }
        throw new Failure("value not in list");
    }

    private static Value pop(Evaluation ev, ListValue list, Arguments arguments) {
        Bound args = arguments.positional(0, 1);
        int asked = args.clamped(0, -1);
        list.checkMutable("pop from");
        long at = asked < 0 ? (long) asked + list.size() : asked;
        if (at < 0 || at >= list.size()) {
            throw new Failure(list.size() == 0 ? "pop from empty list" : "index %d out of range [%d:%d]".formatted(asked, -list.size(), list.size() - 1));
        }
        return list.remove(ev, (int) at);
    }

    private static Value remove(Evaluation ev, ListValue list, Arguments arguments) {
        Value wanted = arguments.positional(1, 1).value(0);
        list.checkMutable("remove from");
        for (int i = 0; i < list.size(); i++) {
            ev.step(1);
            if (Equality.equal(ev, list.at(i), wanted)) {
                list.remove(ev, i);
                return NoneValue.NONE;
            }
        }
        throw new Failure("element not found");
    }
}
