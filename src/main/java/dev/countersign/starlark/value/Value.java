package dev.countersign.starlark.value;

/// A value of the language. Lists, dicts and sets can be changed until they are frozen, everything else never changes; a frozen value may
/// be read by many threads, a mutable one belongs to the evaluation that made it.
public sealed interface Value permits NoneValue, BoolValue, IntValue, FloatValue, StringValue, BytesValue, ListValue, TupleValue, DictValue,
        SetValue, RangeValue, ElementsValue, StructValue, Callable {
    /// The name of its type, as `type(x)` tells it.
    String type();

    /// Whether it counts as true.
    boolean truth();
}
