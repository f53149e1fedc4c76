package dev.countersign.starlark.builtin;

import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.Repr;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.Value;

/// `format.format(…)`.
final class Formatting {
    private enum Numbering { UNKNOWN, AUTOMATIC, MANUAL }

    private final Evaluation ev;
    private final String format;
    private final Arguments args;
    private final StringBuilder out = new StringBuilder();
    private Numbering numbering = Numbering.UNKNOWN;
    private int next;

    private Formatting(Evaluation ev, String format, Arguments args) {
        this.ev = ev;
        this.format = format;
        this.args = args;
    }

    static Value format(Evaluation ev, String format, Arguments args) {
        return new StringValue(new Formatting(ev, format, args).run());
    }

    private String run() {
        ev.copy(format.length(), 4);
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            if (c == '{') {
                if (format.startsWith("{", at + 1)) {
                    out.append('{');
                    at += 2;
                } else {
                    at = field(at + 1);
                }
            } else if (c == '}') {
                if (!format.startsWith("}", at + 1)) {
                    throw new Failure("single '}' in format");
                }
                out.append('}');
                at += 2;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    /// Replaces the field that starts at `from`, after its brace, and returns where it ends.
    private int field(int from) {
        int close = format.indexOf('}', from);
        if (close < 0) {
            throw new Failure("unmatched '{' in format");
        }
        String field = format.substring(from, close);
        if (field.indexOf('{') >= 0) {
            throw new Failure("unmatched '{' in format: nested replacement fields not supported");
        }
        int colon = field.indexOf(':');
        String spec = colon < 0 ? "" : field.substring(colon + 1);
        String head = colon < 0 ? field : field.substring(0, colon);
        int bang = head.indexOf('!');
        String conversion = bang < 0 ? "s" : head.substring(bang + 1);
        String name = bang < 0 ? head : head.substring(0, bang);
        Value value = value(name);
        if (bang >= 0 && !conversion.equals("s") && !conversion.equals("r")) {
            throw new Failure("unknown conversion %s".formatted(Repr.repr(ev, new StringValue(conversion))));
        }
        if (!spec.isEmpty()) {
            throw new Failure("format spec features not supported in replacement fields: " + spec);
        }
        String text = conversion.equals("r") ? Repr.repr(ev, value) : Repr.str(ev, value);
        ev.copy(text.length(), 4);
        out.append(text);
        return close + 1;
    }

    private Value value(String name) {
        if (name.isEmpty()) {
            numbered(Numbering.AUTOMATIC);
            return positional(next++);
        }
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            numbered(Numbering.MANUAL);
            String digits = name.replaceFirst("^0+(?=.)", "");
            return positional(digits.length() < 10 ? Integer.parseInt(digits) : Integer.MAX_VALUE);
        }
        for (int i = 0; i < args.namedCount(); i++) {
            if (args.name(i).equals(name)) {
                return args.named(i);
            }
        }
        if (name.indexOf('.') >= 0) {
            throw new Failure("attribute syntax x.y is not supported in replacement fields: " + name);
        }
        if (name.indexOf('[') >= 0) {
            throw new Failure("element syntax a[i] is not supported in replacement fields: " + name);
        }
        throw new Failure("keyword " + name + " not found");
    }

    private void numbered(Numbering now) {
        if (numbering != Numbering.UNKNOWN && numbering != now) {
            throw new Failure(now == Numbering.AUTOMATIC ? "cannot switch from manual field specification to automatic field numbering"
                    : "cannot switch from automatic field numbering to manual");
        }
        numbering = now;
    }

    private Value positional(int index) {
        if (index >= args.count()) {
            throw new Failure("tuple index out of range");
        }
        return args.at(index);
    }
}
