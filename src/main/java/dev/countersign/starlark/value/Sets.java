package dev.countersign.starlark.value;

/// The algebra of sets, and the union of dicts.
public final class Sets {
    private Sets() {}

    public static SetValue of(Evaluation evaluation, Value[] items) {
        var set = new SetValue();
        addAll(evaluation, set, items);
        return set;
    }

    public static void addAll(Evaluation evaluation, SetValue set, Value[] items) {
        for (Value item : items) {
            evaluation.step(1);
            set.add(evaluation, item);
        }
    }

    public static SetValue union(Evaluation evaluation, SetValue a, SetValue b) {
        SetValue union = a.copy(evaluation);
        addAll(evaluation, union, b.items());
        return union;
    }

    public static SetValue intersection(Evaluation evaluation, SetValue a, SetValue b) {
        return filtered(evaluation, a, b, true);
    }

    public static SetValue difference(Evaluation evaluation, SetValue a, SetValue b) {
        return filtered(evaluation, a, b, false);
    }

    private static SetValue filtered(Evaluation evaluation, SetValue a, SetValue b, boolean keep) {
        var result = new SetValue();
        for (Value item : a.items()) {
            evaluation.step(1);
            if (b.contains(evaluation, item) == keep) {
                result.add(evaluation, item);
            }
        }
        return result;
    }

    public static SetValue symmetricDifference(Evaluation evaluation, SetValue a, SetValue b) {
        SetValue result = difference(evaluation, a, b);
        addAll(evaluation, result, difference(evaluation, b, a).items());
        return result;
    }

    /// Whether `outer` has all that `inner` has.
    public static boolean contains(Evaluation evaluation, SetValue outer, SetValue inner) {
        return Equality.contains(evaluation, outer, inner);
    }

    public static void putAll(Evaluation evaluation, DictValue into, DictValue from) {
        for (int i = 0; i < from.table().end(); i++) {
            Value key = from.table().key(i);
            evaluation.step(1);
            if (key != null) {
                into.put(evaluation, key, from.table().value(i));
            }
        }
    }
}
