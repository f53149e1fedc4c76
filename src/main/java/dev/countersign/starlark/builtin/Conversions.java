package dev.countersign.starlark.builtin;

import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.BoolValue;
import dev.countersign.starlark.value.Bound;
import dev.countersign.starlark.value.BuiltinValue.Body;
import dev.countersign.starlark.value.BytesValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.FloatValue;
import dev.countersign.starlark.value.Floats;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.Repr;
import dev.countersign.starlark.value.Sequences;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.Value;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/// The built-ins that make a scalar of something: `bool`, `int`, `float`, `str`, `repr`, `bytes`, `chr`, `ord`, `abs`, `hash`.
final class Conversions {
    private Conversions() {}

    static void addTo(Map<String, Body> functions) {
        functions.put("bool", (ev, args) -> BoolValue.of(args.positional(0, 1).value(0).truth()));
        functions.put("str", (ev, args) -> args.positional(1, 1).value(0) instanceof StringValue same ? same
                : new StringValue(Repr.str(ev, args.at(0))));
        functions.put("repr", (ev, args) -> new StringValue(Repr.repr(ev, args.positional(1, 1).value(0))));
        functions.put("int", Conversions::integer);
        functions.put("float", Conversions::real);
        functions.put("bytes", Conversions::bytes);
        functions.put("abs", Conversions::absolute);
        functions.put("hash", Conversions::hash);
        functions.put("chr", Conversions::character);
        functions.put("ord", Conversions::ordinal);
    }

    private static Value integer(Evaluation ev, Arguments arguments) {
        Bound args = arguments.bind("x", "base?");
        Value x = args.value(0);
        if (x instanceof StringValue(String text)) {
            int base = 10;
            if (args.has(1)) {
                base = args.clamped(1, 10);
                if (base != 0 && (base < 2 || base > 36)) {
                    throw new Failure("base must be an integer >= 2 && <= 36");
                }
            }
            return parse(ev, text, base);
        }
        if (args.has(1)) {
            throw new Failure("can't convert non-string with explicit base");
        }
        return switch (x) {
            case IntValue same -> same;
            case BoolValue bool -> IntValue.of(bool.truth() ? 1 : 0);
            case FloatValue(double value) -> Floats.truncated(value);
            default -> throw new Failure("cannot convert " + x.type() + " to int");
        };
    }

    private static Value parse(Evaluation ev, String text, int asked) {
        int base = asked;
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        String prefix = digits.length() > 1 && digits.charAt(0) == '0' ? digits.substring(1, 2).toLowerCase(Locale.ROOT) : "";
        int implied = prefix.equals("x") ? 16 : prefix.equals("o") ? 8 : prefix.equals("b") ? 2 : 0;
        if (implied != 0 && (base == 0 || base == implied)) {
            digits = digits.substring(2);
            base = implied;
        } else if (base == 0) {
            base = digits.length() > 1 && digits.startsWith("0") && !digits.matches("0+") ? -1 : 10;
        }
        ev.step(1 + (long) digits.length() * digits.length() / 256);
        ev.allocate(digits.length() * 2L);
        boolean valid = base > 0 && !digits.isEmpty();
        for (int i = 0; valid && i < digits.length(); i++) {
            valid = digits.charAt(i) < 128 && Character.digit(digits.charAt(i), base) >= 0;
        }
        if (!valid) {
            throw new Failure("invalid literal with base %d: %s".formatted(asked, text.length() > 60 ? text.substring(0, 60) + "…" : text));
        }
        var value = new BigInteger(digits, base);
        return IntValue.of(negative ? value.negate() : value);
    }

    private static Value real(Evaluation ev, Arguments arguments) {
        Bound args = arguments.positional(0, 1);
        if (!args.has(0)) {
            return new FloatValue(0);
        }
        return switch (args.value(0)) {
            case FloatValue same -> same;
            case BoolValue bool -> new FloatValue(bool.truth() ? 1 : 0);
            case IntValue number -> new FloatValue(Floats.of(number));
            case StringValue(String text) -> parse(ev, text);
            default -> throw new Failure("got %s, want number or string".formatted(args.value(0).type()));
        };
    }

    private static Value parse(Evaluation ev, String text) {
        ev.step(text.length());
        if (text.isEmpty()) {
            throw new Failure("empty string");
        }
        String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        boolean negative = text.startsWith("-");
        switch (unsigned.toLowerCase(Locale.ROOT)) {
            case "nan" -> {
                return new FloatValue(Double.NaN);
            }
            case "inf", "infinity" -> {
                return new FloatValue(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
            }
            default -> { }
        }
        if (!unsigned.matches("(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?")) {
            throw new Failure("invalid float literal: " + (text.length() > 60 ? text.substring(0, 60) + "…" : text));
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new Failure("floating-point number too large");
        }
        return new FloatValue(value);
    }

    private static Value bytes(Evaluation ev, Arguments arguments) {
        Value x = arguments.positional(1, 1).value(0);
        switch (x) {
            case BytesValue same -> {
                return same;
            }
            case StringValue(String text) -> {
                ev.copy(text.length(), 4);
                return BytesValue.of(encode(text));
            }
            default -> { }
        }
        if (!Sequences.iterable(x)) {
            throw new Failure("got %s, want string, bytes, or iterable of ints".formatted(x.type()));
        }
        Value[] items = Sequences.elements(ev, x);
        var octets = new byte[items.length];
        for (int i = 0; i < items.length; i++) {
            if (!(items[i] instanceof IntValue number)) {
                throw new Failure("at index %d, got %s, want int".formatted(i, items[i].type()));
            }
            if (!number.isLong() || number.small() < 0 || number.small() > 255) {
                throw new Failure("at index %d, %s out of range (want value in unsigned 8-bit range)".formatted(i, number));
            }
            octets[i] = (byte) number.small();
        }
        return BytesValue.of(octets);
    }

    /// UTF-8, with U+FFFD for what is no character.
    private static byte[] encode(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().replaceWith(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD})
                    .onMalformedInput(java.nio.charset.CodingErrorAction.REPLACE).encode(CharBuffer.wrap(text));
            var octets = new byte[encoded.remaining()];
            encoded.get(octets);
            return octets;
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new Failure("cannot be encoded as UTF-8");
        }
    }

    private static Value absolute(Evaluation ev, Arguments arguments) {
        Value x = arguments.positional(1, 1).value(0);
        return switch (x) {
            case IntValue number -> {
                ev.allocate(16 + number.big().bitLength() / 8);
                yield number.signum() >= 0 ? number : IntValue.of(number.big().negate());
            }
            case FloatValue(double value) -> new FloatValue(Math.abs(value));
            default -> throw new Failure("got %s, want int or float".formatted(x.type()));
        };
    }

    private static Value hash(Evaluation ev, Arguments arguments) {
        Value x = arguments.positional(1, 1).value(0);
        return switch (x) {
            case StringValue(String text) -> {
                ev.step(text.length() / 16);
                yield IntValue.of(text.hashCode());
            }
            case BytesValue bytes -> {
                ev.step(bytes.length() / 16);
                yield IntValue.of(Integer.toUnsignedLong(bytes.hashCode()));
            }
            default -> throw new Failure("got %s, want string or bytes".formatted(x.type()));
        };
    }

    private static Value character(Evaluation ev, Arguments arguments) {
        IntValue point = arguments.positional(1, 1).integer(0);
        if (!point.isLong() || point.small() < 0 || point.small() > Character.MAX_CODE_POINT) {
            throw new Failure(point.signum() < 0 ? "Unicode code point " + (point.isLong() ? point : "") + " out of range (<0)"
                    : "Unicode code point " + (point.isLong() ? "U+%04X ".formatted(point.small()) : "") + "out of range (>0x10FFFF)");
        }
        if (point.small() >= Character.MIN_SURROGATE && point.small() <= Character.MAX_SURROGATE) {
            throw new Failure("invalid Unicode code point U+%04X".formatted(point.small()));
        }
        ev.allocate(48);
        return new StringValue(Character.toString((int) point.small()));
    }

    private static Value ordinal(Evaluation ev, Arguments arguments) {
        Value x = arguments.positional(1, 1).value(0);
        switch (x) {
            case StringValue(String text) -> {
                int points = text.codePointCount(0, Math.min(text.length(), 3));
                if (points != 1) {
                    throw new Failure("string encodes %s Unicode code points, want 1".formatted(text.codePointCount(0, text.length())));
                }
                int point = text.codePointAt(0);
                return IntValue.of(Character.getType(point) == Character.SURROGATE ? 0xFFFD : point);
            }
            case BytesValue bytes -> {
                if (bytes.length() != 1) {
                    throw new Failure("bytes has length %d, want 1".formatted(bytes.length()));
                }
                return IntValue.of(bytes.at(0));
            }
            default -> throw new Failure("got %s, want string or bytes".formatted(x.type()));
        }
    }
}
