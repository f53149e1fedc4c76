package dev.countersign.starlark.value;

/// The elements of a string or of bytes, to be iterated over; `form` says as what.
public record ElementsValue(Value of, Form form) implements Value {
    /// As what the elements are given.
    public enum Form {
        ELEMS("elems"), ELEM_ORDS("elem_ords"), CODEPOINTS("codepoints"), CODEPOINT_ORDS("codepoint_ords");

        private final String method;

        Form(String method) {
            this.method = method;
        }

        public String method() {
            return method;
        }
    }

    /// How many there are, counted.
    public int size() {
        return switch (of) {
            case BytesValue bytes -> bytes.length();
            case StringValue(String text) -> form == Form.ELEMS || form == Form.ELEM_ORDS ? text.length() : text.codePointCount(0, text.length());
            default -> 0;
        };
    }

    /// Element `index`, for forms whose elements all take one place.
    Value at(int index) {
        return switch (of) {
            case BytesValue bytes -> IntValue.of(bytes.at(index));
            case StringValue(String text) -> form == Form.ELEM_ORDS ? IntValue.of(text.charAt(index)) : new StringValue(text.substring(index, index + 1));
            default -> NoneValue.NONE;
        };
    }

    boolean indexable() {
        return form == Form.ELEMS || form == Form.ELEM_ORDS;
    }

    @Override
    public String type() {
        return of.type() + "." + (form == Form.ELEM_ORDS ? "elems" : form == Form.CODEPOINT_ORDS ? "codepoints" : form.method());
    }

    @Override
    public boolean truth() {
        return size() > 0;
    }
}
