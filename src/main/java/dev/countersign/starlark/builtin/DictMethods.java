package dev.countersign.starlark.builtin;

import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.Bound;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.MethodValue;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.Sequences;
import dev.countersign.starlark.value.Sets;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.TupleValue;
import dev.countersign.starlark.value.Value;
import java.util.HashMap;
import java.util.Map;

/// The methods of dicts.
final class DictMethods {
    static final Map<String, MethodValue.Body> ALL = all();

    private DictMethods() {}

    @FunctionalInterface
    private interface Body {
        Value call(Evaluation ev, DictValue dict, Arguments args);
    }

    private static Map<String, MethodValue.Body> all() {
        var all = new HashMap<String, Body>();
        all.put("clear", (ev, dict, args) -> {
            args.positional(0, 0);
            dict.clear();
            return NoneValue.NONE;
        });
        all.put("get", (ev, dict, args) -> {
            Bound bound = args.positional(1, 2);
            return dict.get(ev, bound.value(0)).orElse(bound.value(1));
        });
        all.put("items", DictMethods::items);
        all.put("keys", (ev, dict, args) -> {
            args.positional(0, 0);
            return ListValue.sharing(Sequences.elements(ev, dict));
        });
        all.put("values", DictMethods::values);
        all.put("pop", DictMethods::pop);
        all.put("popitem", (ev, dict, args) -> {
            args.positional(0, 0);
            ev.allocate(48);
            return dict.removeOldest().orElseThrow(() -> new Failure("empty dict"));
        });
        all.put("setdefault", DictMethods::setDefault);
        all.put("update", (ev, dict, args) -> {
            update(ev, dict, args);
            return NoneValue.NONE;
        });
        var methods = new HashMap<String, MethodValue.Body>();
        all.forEach((name, body) -> methods.put(name, (ev, self, args) -> body.call(ev, (DictValue) self, args)));
        return Map.copyOf(methods);
    }

    private static Value items(Evaluation ev, DictValue dict, Arguments args) {
        args.positional(0, 0);
        ev.copy(dict.size(), 64);
        Value[] keys = dict.keys();
        for (int i = 0; i < keys.length; i++) {
            keys[i] = TupleValue.of(keys[i], dict.get(ev, keys[i]).orElse(NoneValue.NONE));
        }
        return ListValue.sharing(keys);
    }

    private static Value values(Evaluation ev, DictValue dict, Arguments args) {
        args.positional(0, 0);
        ev.copy(dict.size(), 16);
        Value[] keys = dict.keys();
        for (int i = 0; i < keys.length; i++) {
            keys[i] = dict.get(ev, keys[i]).orElse(NoneValue.NONE);
        }
        return ListValue.sharing(keys);
    }

    private static Value pop(Evaluation ev, DictValue dict, Arguments arguments) {
        Bound args = arguments.positional(1, 2);
        return dict.remove(ev, args.value(0)).orElseGet(() -> {
            if (!args.has(1)) {
                throw new Failure("missing key");
            }
            return args.value(1);
        });
    }

    private static Value setDefault(Evaluation ev, DictValue dict, Arguments arguments) {
        Bound args = arguments.positional(1, 2);
        return dict.get(ev, args.value(0)).orElseGet(() -> {
            dict.put(ev, args.value(0), args.value(1));
            return args.value(1);
        });
    }

    /// Puts the pairs of the positional argument, if there is one, then what was passed by name.
    static void update(Evaluation ev, DictValue dict, Arguments arguments) {
        if (arguments.count() > 1) {
            throw new Failure("got %d arguments, want at most 1".formatted(arguments.count()));
        }
        if (arguments.count() == 1) {
            switch (arguments.at(0)) {
                case DictValue same when same == dict -> { }
                case DictValue other -> Sets.putAll(ev, dict, other);
                case NoneValue ignored -> { }
                default -> pairs(ev, dict, arguments.at(0));
            }
        }
        for (int i = 0; i < arguments.namedCount(); i++) {
            dict.put(ev, new StringValue(arguments.name(i)), arguments.named(i));
        }
    }

    private static void pairs(Evaluation ev, DictValue dict, Value pairs) {
        if (!Sequences.iterable(pairs)) {
            throw new Failure("got %s, want iterable".formatted(pairs.type()));
        }
        Value[] all = Sequences.elements(ev, pairs);
        for (int i = 0; i < all.length; i++) {
            if (!Sequences.iterable(all[i])) {
                throw new Failure("dictionary update sequence element #%d is not iterable (%s)".formatted(i, all[i].type()));
            }
            long length = Sequences.length(all[i]).orElse(0);
            if (length != 2) {
                throw new Failure("dictionary update sequence element #%d has length %d, want 2".formatted(i, length));
            }
            Value[] pair = Sequences.elements(ev, all[i]);
            dict.put(ev, pair[0], pair[1]);
        }
    }
}
