package dev.countersign.starlark.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Iteration, length, indexing and slicing.
public final class Sequences {
    private static final int SLOT = 16;
    private static final int REPLACEMENT = 0xFFFD;
    private static final long FARTHEST = 1L << 60;

    private Sequences() {}

    public static boolean iterable(Value value) {
        return switch (value) {
            case ListValue ignored -> true;
            case TupleValue ignored -> true;
            case DictValue ignored -> true;
            case SetValue ignored -> true;
            case RangeValue ignored -> true;
            case ElementsValue ignored -> true;
            default -> false;
        };
    }

    /// Opens a value for iteration; the caller closes the cursor.
    public static Cursor open(Value value) {
        return switch (value) {
            case ListValue list -> new Counted(list, list::size, list::at);
            case TupleValue tuple -> new Counted(null, tuple::size, tuple::at);
            case RangeValue range -> new Counted(null, () -> Math.clamp(range.size(), 0, Integer.MAX_VALUE), range::at);
            case DictValue dict -> new Keys(dict, dict.table());
            case SetValue set -> new Keys(set, set.table());
            case ElementsValue elements when elements.indexable() -> new Counted(null, elements::size, elements::at);
            case ElementsValue(StringValue(String text), ElementsValue.Form form) -> new CodePoints(text, form);
            default -> throw new Failure(value.type() + " value is not iterable");
        };
    }

    private interface At {
        Value at(int index);
    }

    private static final class Counted implements Cursor {
        private final @Nullable Mutable locked;
        private final java.util.function.IntSupplier size;
        private final At elements;
        private int next;

        Counted(@Nullable Mutable locked, java.util.function.IntSupplier size, At elements) {
            this.locked = locked;
            this.size = size;
            this.elements = elements;
            if (locked != null) {
                locked.beginIteration();
            }
        }

        @Override
        public @Nullable Value next() {
            return next < size.getAsInt() ? elements.at(next++) : null;
        }

        @Override
        public void close() {
            if (locked != null) {
                locked.endIteration();
            }
        }
    }

    private static final class Keys implements Cursor {
        private final Mutable locked;
        private final Table table;
        private int next;

        Keys(Mutable locked, Table table) {
            this.locked = locked;
            this.table = table;
            locked.beginIteration();
        }

        @Override
        public @Nullable Value next() {
            while (next < table.end()) {
                Value key = table.key(next++);
                if (key != null) {
                    return key;
                }
            }
            return null;
        }

        @Override
        public void close() {
            locked.endIteration();
        }
    }

    private static final class CodePoints implements Cursor {
        private final String text;
        private final ElementsValue.Form form;
        private int next;

        CodePoints(String text, ElementsValue.Form form) {
            this.text = text;
            this.form = form;
        }

        @Override
        public @Nullable Value next() {
            if (next >= text.length()) {
                return null;
            }
            int point = text.codePointAt(next);
            next += Character.charCount(point);
            if (Character.getType(point) == Character.SURROGATE) {
                point = REPLACEMENT;
            }
            return form == ElementsValue.Form.CODEPOINT_ORDS ? IntValue.of(point) : new StringValue(Character.toString(point));
        }
    }

    /// All elements of an iterable value, in an array of their own.
    public static Value[] elements(Evaluation evaluation, Value value) {
        OptionalLong length = length(value);
        if (!iterable(value)) {
            throw new Failure(value.type() + " value is not iterable");
        }
        evaluation.copy(length.orElse(0), value instanceof RangeValue || value instanceof ElementsValue ? 56 : SLOT);
        return switch (value) {
            case ListValue list -> list.copy();
            case TupleValue tuple -> tuple.shared().clone();
            case DictValue dict -> dict.keys();
            case SetValue set -> set.items();
            default -> drain(evaluation, value);
        };
    }

    private static Value[] drain(Evaluation evaluation, Value value) {
        var all = new ArrayList<Value>();
        try (Cursor cursor = open(value)) {
            for (Value element = cursor.next(); element != null; element = cursor.next()) {
                evaluation.step(1);
                evaluation.allocate(56);
                all.add(element);
            }
        }
        return all.toArray(Value[]::new);
    }

    /// How many elements there are, if the value has a length.
    public static OptionalLong length(Value value) {
        return switch (value) {
            case StringValue(String text) -> OptionalLong.of(text.length());
            case BytesValue bytes -> OptionalLong.of(bytes.length());
            case ListValue list -> OptionalLong.of(list.size());
            case TupleValue tuple -> OptionalLong.of(tuple.size());
            case DictValue dict -> OptionalLong.of(dict.size());
            case SetValue set -> OptionalLong.of(set.size());
            case RangeValue range -> OptionalLong.of(range.size());
            case ElementsValue elements when elements.indexable() -> OptionalLong.of(elements.size());
            default -> OptionalLong.empty();
        };
    }

    /// `x[i]`.
    public static Value index(Evaluation evaluation, Value x, Value i) {
        if (x instanceof DictValue dict) {
            return dict.get(evaluation, i).orElseThrow(() -> new Failure("key " + Repr.shortened(evaluation, i) + " not in dict"));
        }
        return switch (x) {
            case ListValue list -> list.at(place(x, i, list.size()));
            case TupleValue tuple -> tuple.at(place(x, i, tuple.size()));
            case StringValue(String text) -> {
                int at = place(x, i, text.length());
                evaluation.allocate(48);
                yield new StringValue(text.substring(at, at + 1));
            }
            case BytesValue bytes -> IntValue.of(bytes.at(place(x, i, bytes.length())));
            case RangeValue range -> range.at(place(x, i, range.size()));
            case ElementsValue elements when elements.indexable() -> elements.at(place(x, i, elements.size()));
            default -> throw new Failure("unhandled index operation " + x.type() + "[" + i.type() + "]");
        };
    }

    /// `x[i] = value`.
    public static void assign(Evaluation evaluation, Value x, Value i, Value value) {
        switch (x) {
            case ListValue list -> list.set(place(x, i, list.size()), value);
            case DictValue dict -> dict.put(evaluation, i, value);
            default -> throw new Failure(x.type() + " value does not support item assignment");
        }
    }

    private static int place(Value x, Value i, long size) {
        if (!(i instanceof IntValue number)) {
            throw new Failure("%s index: got %s, want int".formatted(x.type(), i.type()));
        }
        long at = number.isLong() ? number.small() : number.signum() * Long.MAX_VALUE;
        long effective = at < 0 ? at + size : at;
        if (effective < 0 || effective >= size) {
            throw new Failure("%sindex %s out of range%s".formatted(size == 0 ? "" : x.type() + " ", number.isLong() ? number.toString() : "",
                    size == 0 ? ": empty " + x.type() : " [%d:%d]".formatted(-size, size - 1)));
        }
        return (int) effective;
    }

    /// `x[from:to:step]`.
    public static Value slice(Evaluation evaluation, Value x, Optional<Value> from, Optional<Value> to, Optional<Value> step) {
        OptionalLong length = x instanceof DictValue || x instanceof SetValue ? OptionalLong.empty() : length(x);
        if (length.isEmpty()) {
            throw new Failure("invalid slice operand " + x.type());
        }
        long size = length.getAsLong();
        long by = step.filter(v -> v != NoneValue.NONE).map(v -> bound("slice step", v)).orElse(1L);
        if (by == 0) {
            throw new Failure("zero is not a valid slice step");
        }
        long start = from.filter(v -> v != NoneValue.NONE).map(v -> bound("start index", v)).orElse(by > 0 ? 0 : size);
        long end = to.filter(v -> v != NoneValue.NONE).map(v -> bound("end index", v)).orElse(by > 0 ? size : -size - 1);
        start = clamp(start, size, by);
        end = clamp(end, size, by);
        long count = by > 0 ? (end > start ? (end - start - 1) / by + 1 : 0) : start > end ? (start - end - 1) / -by + 1 : 0;
        if (x instanceof RangeValue range) {
            long first = range.start() + start * range.step();
            return new RangeValue(first, range.start() + end * range.step(), count > 1 ? range.step() * by : range.step(), count);
        }
        int n = (int) count;
        int at = (int) start;
        evaluation.copy(n, SLOT);
        return switch (x) {
            case StringValue(String text) -> {
                if (by == 1) {
                    yield new StringValue(text.substring(at, at + n));
                }
                var picked = new StringBuilder(n);
                for (int k = 0; k < n; k++) {
                    picked.append(text.charAt((int) (start + k * by)));
                }
                yield new StringValue(picked.toString());
            }
            case BytesValue bytes -> {
                var picked = new byte[n];
                for (int k = 0; k < n; k++) {
                    picked[k] = (byte) bytes.at((int) (start + k * by));
                }
                yield BytesValue.sharing(picked);
            }
            case ListValue list when by == 1 -> ListValue.sharing(list.copy(at, at + n));
            case TupleValue tuple when by == 1 -> TupleValue.sharing(Arrays.copyOfRange(tuple.shared(), at, at + n));
            case ListValue list -> ListValue.sharing(pick(list::at, n, start, by));
            case TupleValue tuple -> TupleValue.sharing(pick(tuple::at, n, start, by));
            default -> throw new Failure("invalid slice operand " + x.type());
        };
    }

    private static Value[] pick(At from, int count, long start, long step) {
        var picked = new Value[count];
        for (int k = 0; k < count; k++) {
            picked[k] = from.at((int) (start + k * step));
        }
        return picked;
    }

    private static long bound(String which, Value value) {
        if (value instanceof IntValue number) {
            return number.isLong() ? Math.clamp(number.small(), -FARTHEST, FARTHEST) : number.signum() * FARTHEST;
        }
        throw new Failure("invalid %s: got %s, want int".formatted(which, value.type()));
    }

    private static long clamp(long index, long size, long step) {
        long effective = index < 0 ? index + size : index;
        return step > 0 ? Math.clamp(effective, 0, size) : Math.clamp(effective, -1, size - 1);
    }
}
