package dev.countersign.starlark.value;

/// An IEEE 754 double.
public record FloatValue(double value) implements Value {
    @Override
    public String type() {
        return "float";
    }

    @Override
    public boolean truth() {
        return value != 0;
    }
}
