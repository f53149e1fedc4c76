package dev.countersign.starlark.value;

/// `True` and `False`; they are no numbers.
public enum BoolValue implements Value {
    FALSE, TRUE;

    public static BoolValue of(boolean value) {
        return value ? TRUE : FALSE;
    }

    @Override
    public String type() {
        return "bool";
    }

    @Override
    public boolean truth() {
        return this == TRUE;
    }
}
