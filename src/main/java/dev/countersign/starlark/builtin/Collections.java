package dev.countersign.starlark.builtin;

import dev.countersign.starlark.syntax.Spelling;
import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.BoolValue;
import dev.countersign.starlark.value.Bound;
import dev.countersign.starlark.value.BuiltinValue.Body;
import dev.countersign.starlark.value.Cursor;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Equality;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.RangeValue;
import dev.countersign.starlark.value.Sequences;
import dev.countersign.starlark.value.SetValue;
import dev.countersign.starlark.value.Sets;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.TupleValue;
import dev.countersign.starlark.value.Value;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The built-ins over collections: `all`, `any`, `dict`, `enumerate`, `list`, `max`, `min`, `range`, `reversed`, `set`, `sorted`, `tuple`, `zip`.
final class Collections {
    private static final long FARTHEST = 1L << 53;

    private Collections() {}

    static void addTo(Map<String, Body> functions) {
        functions.put("all", (ev, args) -> BoolValue.of(!finds(ev, args, false)));
        functions.put("any", (ev, args) -> BoolValue.of(finds(ev, args, true)));
        functions.put("dict", Collections::dict);
        functions.put("enumerate", Collections::enumerate);
        functions.put("list", (ev, args) -> args.count() == 0 ? none(args, ListValue.sharing(new Value[0]))
                : ListValue.sharing(args.bind("iterable").elements(ev, 0)));
        functions.put("tuple", (ev, args) -> args.count() == 0 ? none(args, TupleValue.EMPTY)
                : args.at(0) instanceof TupleValue same && args.count() == 1 ? none(args, same) : TupleValue.sharing(args.bind("iterable").elements(ev, 0)));
        functions.put("set", (ev, args) -> args.count() == 0 ? none(args, new SetValue()) : Sets.of(ev, args.bind("iterable").elements(ev, 0)));
        functions.put("max", (ev, args) -> extreme(ev, args, ">"));
        functions.put("min", (ev, args) -> extreme(ev, args, "<"));
        functions.put("range", Collections::range);
        functions.put("reversed", Collections::reversed);
        functions.put("sorted", Collections::sorted);
        functions.put("zip", Collections::zip);
    }

    private static Value none(Arguments args, Value result) {
        args.withoutNames();
        return result;
    }

    private static boolean finds(Evaluation ev, Arguments arguments, boolean wanted) {
        Bound args = arguments.positional(1, 1);
        if (!Sequences.iterable(args.value(0))) {
            throw new Failure("for parameter 1: got %s, want iterable".formatted(args.value(0).type()));
        }
        try (Cursor cursor = Sequences.open(args.value(0))) {
            for (Value item = cursor.next(); item != null; item = cursor.next()) {
                ev.step(1);
                if (item.truth() == wanted) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Value dict(Evaluation ev, Arguments arguments) {
        if (arguments.count() > 1) {
            throw new Failure("got %d arguments, want at most 1".formatted(arguments.count()));
        }
        if (arguments.count() == 1 && arguments.at(0) == NoneValue.NONE) {
            throw new Failure("got NoneType, want iterable");
        }
        var dict = new DictValue();
        DictMethods.update(ev, dict, arguments);
        return dict;
    }

    private static Value enumerate(Evaluation ev, Arguments arguments) {
        Bound args = arguments.bind("iterable", "start?");
        Value[] items = args.elements(ev, 0);
        IntValue start = args.has(1) ? args.integer(1) : IntValue.ZERO;
        if (!start.isLong() || start.small() > Long.MAX_VALUE - items.length) {
            throw new Failure("start value out of range");
        }
        ev.copy(items.length, 96);
        for (int i = 0; i < items.length; i++) {
            items[i] = TupleValue.of(IntValue.of(start.small() + i), items[i]);
        }
        return ListValue.sharing(items);
    }

    private static Value extreme(Evaluation ev, Arguments arguments, String operator) {
        Value key = null;
        for (int i = 0; i < arguments.namedCount(); i++) {
            if (!arguments.name(i).equals("key")) {
                throw new Failure("unexpected keyword argument \"%s\"%s".formatted(arguments.name(i), Spelling.hint(arguments.name(i), List.of("key"))));
            }
            key = arguments.named(i);
        }
        if (arguments.count() == 0) {
            throw new Failure("requires at least one positional argument");
        }
        if (arguments.count() == 1 && !Sequences.iterable(arguments.at(0))) {
            throw new Failure("%s value is not iterable".formatted(arguments.at(0).type()));
        }
        Value[] items = arguments.count() == 1 ? Sequences.elements(ev, arguments.at(0)) : arguments.from(0);
        if (items.length == 0) {
            throw new Failure("argument is an empty sequence");
        }
        Value best = items[0];
        Value bestKey = key == null ? best : ev.call(key, best);
        for (int i = 1; i < items.length; i++) {
            Value itemKey = key == null ? items[i] : ev.call(key, items[i]);
            int order = Equality.compare(ev, operator, itemKey, bestKey);
            if (operator.equals(">") ? order > 0 : order < 0) {
                best = items[i];
                bestKey = itemKey;
            }
        }
        return best;
    }

    private static Value range(Evaluation ev, Arguments arguments) {
        Bound args = arguments.positional(1, 3);
        long first = number(args, 0);
        ev.allocate(48);
        if (!args.has(1)) {
            return RangeValue.of(0, first, 1);
        }
        return RangeValue.of(first, number(args, 1), args.has(2) ? number(args, 2) : 1);
    }

    private static long number(Bound args, int index) {
        IntValue number = args.integer(index);
        if (!number.isLong() || Math.abs(number.small()) > FARTHEST || number.small() == Long.MIN_VALUE) {
            throw new Failure("%s out of range".formatted(number.isLong() ? number : "value"));
        }
        return number.small();
    }

    private static Value reversed(Evaluation ev, Arguments arguments) {
        Value[] items = arguments.positional(1, 1).elements(ev, 0);
        for (int i = 0, j = items.length - 1; i < j; i++, j--) {
            Value held = items[i];
            items[i] = items[j];
            items[j] = held;
        }
        return ListValue.sharing(items);
    }

    private record Keyed(Value key, Value item) {}

    private static Value sorted(Evaluation ev, Arguments arguments) {
        if (arguments.count() > 1) {
            throw new Failure("got %d arguments, want at most 1".formatted(arguments.count()));
        }
        Bound args = arguments.bind("iterable", "key?", "reverse?");
        Value[] items = args.elements(ev, 0);
        boolean reverse = args.bool(2, false);
        boolean keyed = args.hasSome(1);
        if (keyed) {
            args.callable(1);
        }
        ev.copy(items.length, 40);
        var pairs = new Keyed[items.length];
        for (int i = 0; i < items.length; i++) {
            pairs[i] = new Keyed(keyed ? ev.call(args.value(1), items[i]) : items[i], items[i]);
        }
        Comparator<Keyed> order = (a, b) -> Equality.compare(ev, "<", a.key(), b.key());
        Arrays.sort(pairs, reverse ? (a, b) -> order.compare(b, a) : order);
        for (int i = 0; i < items.length; i++) {
            items[i] = pairs[i].item();
        }
        return ListValue.sharing(items);
    }

    private static Value zip(Evaluation ev, Arguments arguments) {
        arguments.withoutNames();
        int columns = arguments.count();
        var all = new Value[columns][];
        int rows = columns == 0 ? 0 : Integer.MAX_VALUE;
        for (int i = 0; i < columns; i++) {
            if (!Sequences.iterable(arguments.at(i))) {
                throw new Failure("argument #%d is not iterable: %s".formatted(i + 1, arguments.at(i).type()));
            }
            rows = (int) Math.min(rows, Sequences.length(arguments.at(i)).orElse(0));
        }
        ev.copy((long) rows * columns, 16);
        ev.copy(rows, 48);
        for (int i = 0; i < columns; i++) {
            all[i] = Sequences.elements(ev, arguments.at(i));
        }
        var result = new Value[rows];
        for (int row = 0; row < rows; row++) {
            var tuple = new Value[columns];
            for (int i = 0; i < columns; i++) {
                tuple[i] = all[i][row];
            }
            result[row] = TupleValue.sharing(tuple);
        }
        return ListValue.sharing(result);
    }

    /// A list of texts.
    static ListValue texts(List<String> texts) {
        return ListValue.sharing(texts.stream().map(StringValue::new).toArray(Value[]::new));
    }
}
