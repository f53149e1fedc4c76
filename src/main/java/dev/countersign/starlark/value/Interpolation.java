package dev.countersign.starlark.value;

/// `format % arguments`.
final class Interpolation {
    private final Evaluation evaluation;
    private final String format;
    private final Value arguments;
    private final StringBuilder out = new StringBuilder();
    private int next;

    private Interpolation(Evaluation evaluation, String format, Value arguments) {
        this.evaluation = evaluation;
        this.format = format;
        this.arguments = arguments;
    }

    static Value interpolate(Evaluation evaluation, String format, Value arguments) {
        return new StringValue(new Interpolation(evaluation, format, arguments).run());
    }

    private String run() {
        evaluation.copy(format.length(), 2);
        int at = 0;
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                break;
            }
            out.append(format, at, percent);
            at = conversion(percent + 1);
        }
        out.append(format, at, format.length());
        if (next < count()) {
            throw new Failure("too many arguments for format string");
        }
        return out.toString();
    }

    private int count() {
        return arguments instanceof TupleValue tuple ? tuple.size() : next == 0 && !(arguments instanceof DictValue) ? 1 : next;
    }

    private int conversion(int from) {
        int at = from;
        if (at < format.length() && format.charAt(at) == '%') {
            out.append('%');
            return at + 1;
        }
        Value value;
        if (at < format.length() && format.charAt(at) == '(') {
            int close = format.indexOf(')', at);
            if (close < 0) {
                throw new Failure("incomplete format key");
            }
            String key = format.substring(at + 1, close);
            if (!(arguments instanceof DictValue dict)) {
                throw new Failure("format requires a mapping");
            }
            value = dict.get(evaluation, new StringValue(key)).orElseThrow(() -> new Failure("key not found: " + key));
            at = close + 1;
        } else {
            value = argument();
        }
        if (at >= format.length()) {
            throw new Failure("incomplete format");
        }
        String text = converted(format.charAt(at), value);
        evaluation.allocate(text.length() * 4L);
        out.append(text);
        return at + 1;
    }

    private Value argument() {
        if (arguments instanceof TupleValue tuple) {
            if (next >= tuple.size()) {
                throw new Failure("not enough arguments for format string");
            }
            return tuple.at(next++);
        }
        if (next++ > 0) {
            throw new Failure("not enough arguments for format string");
        }
        return arguments;
    }

    private String converted(char conversion, Value value) {
        switch (conversion) {
            case 's' -> {
                return Repr.str(evaluation, value);
            }
            case 'r' -> {
                return Repr.repr(evaluation, value);
            }
            case 'd', 'i', 'o', 'x', 'X' -> {
                IntValue number = value instanceof FloatValue(double x) ? Floats.truncated(x) : value instanceof IntValue n ? n : null;
                if (number == null) {
                    throw new Failure("%%%c format requires integer: got %s".formatted(conversion, value.type()));
                }
                String digits = Repr.digits(evaluation, number, conversion == 'o' ? 8 : conversion == 'x' || conversion == 'X' ? 16 : 10);
                return conversion == 'X' ? digits.toUpperCase(java.util.Locale.ROOT) : digits;
            }
            case 'e', 'E', 'f', 'F', 'g', 'G' -> {
                if (value instanceof FloatValue(double x)) {
                    return Floats.converted(x, conversion);
                }
                if (value instanceof IntValue number) {
                    return Floats.converted(Floats.of(number), conversion);
                }
                throw new Failure("%%%c format requires float, not %s".formatted(conversion, value.type()));
            }
            case 'c' -> {
                return character(value);
            }
            default -> throw new Failure("unknown conversion %" + conversion);
        }
    }

    private static String character(Value value) {
        if (value instanceof IntValue number) {
            if (!number.isLong() || !Character.isValidCodePoint((int) number.small()) || number.small() != (int) number.small()) {
                throw new Failure("%c format requires a valid Unicode code point, got " + number);
            }
            return Character.toString((int) number.small());
        }
        if (value instanceof StringValue(String text)) {
            if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
                throw new Failure("%c format requires a single-character string");
            }
            return text;
        }
        throw new Failure("%c format requires int or single-character string, not " + value.type());
    }
}
