package dev.countersign.starlark.value;

/// A text, whose elements are UTF-16 code units.
public record StringValue(String text) implements Value {
    public static final StringValue EMPTY = new StringValue("");

    @Override
    public String type() {
        return "string";
    }

    @Override
    public boolean truth() {
        return !text.isEmpty();
    }
}
