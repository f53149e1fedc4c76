package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.trace.SyntaxException;
import java.math.BigInteger;

/// A number as written: decimal, `0x`, `0o`, `0b`, or with a point or exponent. Single `_` between digits are accepted.
record NumberLiteral(Object value, int end) {
    /// More digits than any program has use for, and few enough that reading them takes no time to speak of.
    private static final int MOST_DIGITS = 10_000;

    static NumberLiteral at(String source, int start, Position position) {
        int next = start + 1 < source.length() ? source.charAt(start + 1) | 0x20 : -1;
        if (source.charAt(start) == '0' && (next == 'x' || next == 'o' || next == 'b')) {
            int radix = next == 'x' ? 16 : next == 'o' ? 8 : 2;
            int end = digits(source, start + 2, radix, position);
            if (end == start + 2) {
                throw new SyntaxException(position, "invalid %s literal".formatted(radix == 16 ? "hex" : radix == 8 ? "octal" : "binary"));
            }
            followed(source, end, position);
            return new NumberLiteral(integer(source.substring(start + 2, end), radix, position), end);
        }
        int end = digits(source, start, 10, position);
        boolean isFloat = false;
        if (end < source.length() && source.charAt(end) == '.') {
            isFloat = true;
            end = digits(source, end + 1, 10, position);
        }
        if (end < source.length() && (source.charAt(end) | 0x20) == 'e') {
            int exponent = end + 1;
            if (exponent < source.length() && (source.charAt(exponent) == '+' || source.charAt(exponent) == '-')) {
                exponent++;
            }
            int after = digits(source, exponent, 10, position);
            if (after == exponent) {
                throw new SyntaxException(position, "invalid float literal");
            }
            isFloat = true;
            end = after;
        }
        String text = source.substring(start, end);
        if (isFloat) {
            return new NumberLiteral(real(text.replace("_", ""), position), end);
        }
        followed(source, end, position);
        if (text.length() > 1 && text.charAt(0) == '0' && !text.replace("_", "").matches("0+")) {
            throw new SyntaxException(position, "obsolete form of octal literal; use 0o" + text.substring(1));
        }
        return new NumberLiteral(integer(text, 10, position), end);
    }

    private static int digits(String source, int from, int radix, Position position) {
        int at = from;
        while (at < source.length()) {
            char c = source.charAt(at);
            boolean separator = c == '_' && at > from && source.charAt(at - 1) != '_'
                    && at + 1 < source.length() && c < 128 && Character.digit(source.charAt(at + 1), radix) >= 0;
            if (!separator && (c >= 128 || Character.digit(c, radix) < 0)) {
                break;
            }
            at++;
        }
        if (at - from > MOST_DIGITS) {
            throw new SyntaxException(position, "number literal of more than " + MOST_DIGITS + " digits");
        }
        return at;
    }

    /// A digit glued to an integer that cannot belong to it, as in `0o19` or `0b12`.
    private static void followed(String source, int end, Position position) {
        if (end < source.length() && (source.charAt(end) >= '0' && source.charAt(end) <= '9' || source.charAt(end) == '_')) {
            throw new SyntaxException(position, "invalid int literal");
        }
    }

    private static BigInteger integer(String text, int radix, Position position) {
        try {
            return new BigInteger(text.replace("_", ""), radix);
        } catch (NumberFormatException e) {
            throw new SyntaxException(position, "invalid int literal");
        }
    }

    private static Double real(String text, Position position) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw new SyntaxException(position, "floating-point literal too large");
        }
        return value;
    }
}
