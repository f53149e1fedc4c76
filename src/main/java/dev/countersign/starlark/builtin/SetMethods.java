package dev.countersign.starlark.builtin;

import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.BoolValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.MethodValue;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.Repr;
import dev.countersign.starlark.value.Sequences;
import dev.countersign.starlark.value.SetValue;
import dev.countersign.starlark.value.Sets;
import dev.countersign.starlark.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The methods of sets.
final class SetMethods {
    static final Map<String, MethodValue.Body> ALL = all();

    private SetMethods() {}

    @FunctionalInterface
    private interface Body {
        Value call(Evaluation ev, SetValue set, Arguments args);
    }

    /// The sets that the arguments denote.
    private static List<SetValue> others(Evaluation ev, Arguments args) {
        if (args.namedCount() > 0) {
            throw new Failure("does not accept keyword arguments");
        }
        var others = new ArrayList<SetValue>();
        for (int i = 0; i < args.count(); i++) {
            others.add(other(ev, args.at(i), i));
        }
        return others;
    }

    private static SetValue other(Evaluation ev, Value value, int index) {
        if (value instanceof SetValue set) {
            return set;
        }
        if (!Sequences.iterable(value)) {
            throw new Failure("argument #%d is not iterable: %s".formatted(index + 1, value.type()));
        }
        return Sets.of(ev, Sequences.elements(ev, value));
    }

    private static SetValue only(Evaluation ev, Arguments args) {
        return other(ev, args.positional(1, 1).value(0), 0);
    }

    private static Value replace(Evaluation ev, SetValue set, SetValue content) {
        Value[] items = content == set ? set.items() : content.items();
        set.clear();
        Sets.addAll(ev, set, items);
        return NoneValue.NONE;
    }

    private static Map<String, MethodValue.Body> all() {
        var all = new HashMap<String, Body>();
        elements(all);
        algebra(all);
        var methods = new HashMap<String, MethodValue.Body>();
        all.forEach((name, body) -> methods.put(name, (ev, self, args) -> body.call(ev, (SetValue) self, args)));
        return Map.copyOf(methods);
    }

    private static void elements(Map<String, Body> all) {
        all.put("add", (ev, set, args) -> {
            Value item = args.positional(1, 1).value(0);
            set.add(ev, item);
            return NoneValue.NONE;
        });
        all.put("clear", (ev, set, args) -> {
            args.positional(0, 0);
            set.clear();
            return NoneValue.NONE;
        });
        all.put("discard", (ev, set, args) -> {
            set.remove(ev, args.positional(1, 1).value(0));
            return NoneValue.NONE;
        });
        all.put("remove", (ev, set, args) -> {
            Value item = args.positional(1, 1).value(0);
            if (!set.remove(ev, item)) {
                throw new Failure("missing key: element " + Repr.repr(ev, item) + " not found");
            }
            return NoneValue.NONE;
        });
        all.put("pop", (ev, set, args) -> {
            args.positional(0, 0);
            return set.removeOldest().orElseThrow(() -> new Failure("empty set"));
        });
    }

    private static void algebra(Map<String, Body> all) {
        all.put("union", (ev, set, args) -> {
            SetValue result = set.copy(ev);
            others(ev, args).forEach(other -> Sets.addAll(ev, result, other.items()));
            return result;
        });
        all.put("update", (ev, set, args) -> {
            others(ev, args).forEach(other -> Sets.addAll(ev, set, other.items()));
            return NoneValue.NONE;
        });
        all.put("difference", (ev, set, args) -> difference(ev, set, others(ev, args)));
        all.put("difference_update", (ev, set, args) -> replace(ev, set, difference(ev, set, others(ev, args))));
        all.put("intersection", (ev, set, args) -> intersection(ev, set, others(ev, args)));
        all.put("intersection_update", (ev, set, args) -> replace(ev, set, intersection(ev, set, others(ev, args))));
        all.put("symmetric_difference", (ev, set, args) -> Sets.symmetricDifference(ev, set, only(ev, args)));
        all.put("symmetric_difference_update", (ev, set, args) -> replace(ev, set, Sets.symmetricDifference(ev, set, only(ev, args))));
        all.put("isdisjoint", (ev, set, args) -> BoolValue.of(Sets.intersection(ev, set, only(ev, args)).size() == 0));
        all.put("issubset", (ev, set, args) -> BoolValue.of(Sets.contains(ev, only(ev, args), set)));
        all.put("issuperset", (ev, set, args) -> BoolValue.of(Sets.contains(ev, set, only(ev, args))));
    }

    private static SetValue difference(Evaluation ev, SetValue set, List<SetValue> others) {
        SetValue result = set.copy(ev);
        for (SetValue other : others) {
            result = Sets.difference(ev, result, other);
        }
        return result;
    }

    private static SetValue intersection(Evaluation ev, SetValue set, List<SetValue> others) {
        SetValue result = set.copy(ev);
        for (SetValue other : others) {
            result = Sets.intersection(ev, result, other);
        }
        return result;
    }
}
