package dev.countersign.starlark.value;

/// `None`.
public enum NoneValue implements Value {
    NONE;

    @Override
    public String type() {
        return "NoneType";
    }

    @Override
    public boolean truth() {
        return false;
    }
}
