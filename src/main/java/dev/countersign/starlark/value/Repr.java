package dev.countersign.starlark.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/// Values as text: as `str` gives it, where a string is itself, and as `repr` gives it, where a string is a literal.
public final class Repr {
    private static final int DEEPEST = 200;
    private static final int SHORT = 60;

    private final Evaluation evaluation;
    private final StringBuilder out = new StringBuilder();
    private final Deque<Value> inside = new ArrayDeque<>();
    private int charged;

    private Repr(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    public static String str(Evaluation evaluation, Value value) {
        return switch (value) {
            case StringValue(String text) -> text;
            case BytesValue bytes -> {
                evaluation.copy(bytes.length(), 2);
                yield text(bytes);
            }
            default -> repr(evaluation, value);
        };
    }

    public static String repr(Evaluation evaluation, Value value) {
        var repr = new Repr(evaluation);
        repr.write(value);
        repr.charge();
        return repr.out.toString();
    }

    /// For messages: cut after a few words.
    static String shortened(Evaluation evaluation, Value value) {
        String text = repr(evaluation, value);
        return text.length() <= SHORT ? text : text.substring(0, SHORT) + "…";
    }

    /// The UTF-8 text of bytes; each byte that belongs to no character is U+FFFD.
    private static String text(BytesValue bytes) {
        var text = new StringBuilder();
        byte[] octets = bytes.shared();
        for (int i = 0; i < octets.length;) {
            int length = Utf8.lengthAt(octets, i);
            if (length == 0) {
                text.append('\uFFFD');
                i++;
            } else {
                text.append(new String(octets, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
        return text.toString();
    }

    private void charge() {
        int more = out.length() - charged;
        charged = out.length();
        evaluation.allocate(more * 3L);
        evaluation.step(more / 16 + 1);
    }

    private void write(Value value) {
        charge();
        switch (value) {
            case NoneValue ignored -> out.append("None");
            case BoolValue bool -> out.append(bool.truth() ? "True" : "False");
            case IntValue number -> out.append(digits(evaluation, number, 10));
            case FloatValue(double x) -> out.append(Floats.shortest(x));
            case StringValue(String text) -> {
                evaluation.copy(text.length(), 2);
                quote(out, text);
            }
            case BytesValue bytes -> {
                evaluation.copy(bytes.length(), 2);
                quoteBytes(bytes);
            }
            case ListValue list -> nested(value, "[", "]", "[...]", () -> all(list.copy()));
            case TupleValue tuple -> nested(value, "(", tuple.size() == 1 ? ",)" : ")", "(...)", () -> all(tuple.shared()));
            case DictValue dict -> nested(value, "{", "}", "{...}", () -> entries(dict));
            case SetValue set -> nested(value, "set([", "])", "set([...])", () -> all(set.items()));
            case StructValue struct -> nested(value, struct.type() + "(", ")", struct.type() + "(...)", () -> fields(struct));
            case RangeValue range -> out.append(range.step() != 1 ? "range(%d, %d, %d)".formatted(range.start(), range.stop(), range.step())
                    : range.start() != 0 ? "range(%d, %d)".formatted(range.start(), range.stop()) : "range(%d)".formatted(range.stop()));
            case ElementsValue elements -> {
                write(elements.of());
                out.append('.').append(elements.form().method()).append("()");
            }
            case FunctionValue function -> out.append("<function ").append(function.name()).append('>');
            case BuiltinValue builtin -> out.append("<built-in function ").append(builtin.name()).append('>');
            case MethodValue method -> out.append("<built-in method ").append(method.name()).append(" of ").append(method.receiver().type())
                    .append(" value>");
        }
    }

    private void nested(Value value, String open, String close, String again, Runnable content) {
        for (Value around : inside) {
            if (around == value) {
                out.append(again);
                return;
            }
        }
        if (inside.size() >= DEEPEST) {
            throw new Failure("value nested too deeply to be shown");
        }
        evaluation.step(inside.size() / 8);
        inside.push(value);
        out.append(open);
        content.run();
        out.append(close);
        inside.pop();
    }

    private void all(Value[] items) {
        evaluation.copy(items.length, 8);
        for (int i = 0; i < items.length; i++) {
            out.append(i > 0 ? ", " : "");
            write(items[i]);
        }
    }

    private void entries(DictValue dict) {
        boolean more = false;
        for (int i = 0; i < dict.table().end(); i++) {
            Value key = dict.table().key(i);
            if (key != null) {
                out.append(more ? ", " : "");
                write(key);
                out.append(": ");
                write(dict.table().value(i));
                more = true;
            }
        }
    }

    private void fields(StructValue struct) {
        boolean more = false;
        for (var field : struct.fields().entrySet()) {
            out.append(more ? ", " : "").append(field.getKey()).append(" = ");
            write(field.getValue());
            more = true;
        }
    }

    /// The digits of a number. Conversion takes more than linear work: charged as such.
    static String digits(Evaluation evaluation, IntValue number, int radix) {
        if (number.isLong()) {
            return Long.toString(number.small(), radix);
        }
        evaluation.step(number.words() * number.words() / 64);
        evaluation.allocate(number.words() * 32);
        return number.big().toString(radix);
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length();) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (!plain(out, point)) {
                boolean printed = point != 0xFEFF && point != 0x200D && !Character.isISOControl(point) && Character.isDefined(point)
                        && Character.getType(point) != Character.SURROGATE && Character.getType(point) != Character.FORMAT
                        && Character.getType(point) != Character.PRIVATE_USE && (point == ' ' || !Character.isSpaceChar(point));
                if (printed) {
                    out.appendCodePoint(point);
                } else {
                    out.append(point < 0x80 ? "\\x%02x".formatted(point) : point < 0x10000 ? "\\u%04x".formatted(point) : "\\U%08x".formatted(point));
                }
            }
        }
        out.append('"');
    }

    /// Writes what has a short form of its own, or is plain ASCII.
    private static boolean plain(StringBuilder out, int point) {
        switch (point) {
            case '\\', '"' -> out.append('\\').append((char) point);
            case 7 -> out.append("\\a");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case 11 -> out.append("\\v");
            default -> {
                if (point < ' ' || point >= 0x7f) {
                    return false;
                }
                out.append((char) point);
            }
        }
        return true;
    }

    private void quoteBytes(BytesValue bytes) {
        out.append('b');
        byte[] octets = bytes.shared();
        var text = new StringBuilder();
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < octets.length;) {
            int length = Utf8.lengthAt(octets, i);
            if (length == 0) {
                flush(text, quoted);
                quoted.append("\\x%02x".formatted(octets[i] & 0xff));
                i++;
            } else {
                text.append(new String(octets, i, length, StandardCharsets.UTF_8));
                i += length;
            }
        }
        flush(text, quoted);
        out.append(quoted).append('"');
    }

    private static void flush(StringBuilder text, StringBuilder quoted) {
        var literal = new StringBuilder();
        quote(literal, text.toString());
        quoted.append(literal, 1, literal.length() - 1);
        text.setLength(0);
    }
}
