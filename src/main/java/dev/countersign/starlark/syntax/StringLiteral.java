package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.trace.SyntaxException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Reads one string or bytes literal, from its prefix to its closing quote.
final class StringLiteral {
    private final String file;
    private final String source;
    private final boolean raw;
    private final boolean bytes;
    private final char quote;
    private final boolean triple;
    private final Position start;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private int at;
    private int line;
    private int lineStart;

    StringLiteral(String file, String source, int at, int prefix, int line, int lineStart) {
        this.file = file;
        this.source = source;
        this.line = line;
        this.lineStart = lineStart;
        this.start = new Position(file, line, at - lineStart + 1);
        String letters = source.substring(at, at + prefix);
        raw = letters.contains("r");
        bytes = letters.contains("b");
        quote = source.charAt(at + prefix);
        triple = source.startsWith(String.valueOf(quote).repeat(3), at + prefix);
        this.at = at + prefix + (triple ? 3 : 1);
    }

    int end() {
        return at;
    }

    int line() {
        return line;
    }

    int lineStart() {
        return lineStart;
    }

    /// The text, or for a bytes literal the `byte[]`.
    Object read() {
        while (true) {
            if (at >= source.length()) {
                throw new SyntaxException(start, "unexpected EOF in string");
            }
            char c = source.charAt(at);
            if (c == quote && (!triple || source.startsWith(String.valueOf(quote).repeat(3), at))) {
                at += triple ? 3 : 1;
                flush();
                return bytes ? octets.toByteArray() : text.toString();
            }
            if (c == '\\') {
                escape();
            } else if (c == '\n' || c == '\r' && at + 1 < source.length() && source.charAt(at + 1) == '\n') {
                if (!triple) {
                    throw new SyntaxException(start, "unexpected newline in string");
                }
                text.append('\n');
                at += c == '\r' ? 2 : 1;
                newLine();
            } else {
                text.append(c);
                at++;
            }
        }
    }

    private void newLine() {
        line++;
        lineStart = at;
    }

    private SyntaxException fault(String message) {
        return new SyntaxException(new Position(file, line, at - lineStart + 1), message);
    }

    /// Moves gathered text to the bytes, so that escapes that stand for single bytes keep their place.
    private void flush() {
        if (bytes) {
            octets.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
    }

    private void escape() {
        if (at + 1 >= source.length()) {
            throw new SyntaxException(start, "unexpected EOF in string");
        }
        char c = source.charAt(at + 1);
        boolean lineEnd = c == '\n' || c == '\r' && source.startsWith("\r\n", at + 1);
        if (raw) {
            if (lineEnd) {
                text.append("\\\n");
                at += c == '\r' ? 3 : 2;
                newLine();
            } else {
                text.append(c == quote ? "" : "\\").append(c == '\\' ? "\\" : "").append(c == '\\' ? "" : String.valueOf(c));
                at += 2;
            }
            return;
        }
        if (lineEnd) {
            at += c == '\r' ? 3 : 2;
            newLine();
            return;
        }
        int plain = "abfnrtv\\'\"".indexOf(c);
        if (plain >= 0) {
            text.append("\u0007\b\f\n\r\t\u000b\\'\"".charAt(plain));
            at += 2;
        } else if (c >= '0' && c <= '7') {
            int end = at + 1;
            while (end < at + 4 && end < source.length() && source.charAt(end) >= '0' && source.charAt(end) <= '7') {
                end++;
            }
            element(Integer.parseInt(source.substring(at + 1, end), 8), source.substring(at, end), "octal");
            at = end;
        } else if (c == 'x') {
            element(hex(2), source.substring(at, at + 4), "hex");
            at += 4;
        } else if (c == 'u' || c == 'U') {
            int digits = c == 'u' ? 4 : 8;
            long point = hex(digits);
            if (point > Character.MAX_CODE_POINT) {
                throw fault("invalid escape sequence %s: code point out of range (max \\U0010ffff)".formatted(source.substring(at, at + 2 + digits)));
            }
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw fault("invalid Unicode code point U+%04X".formatted(point));
            }
            text.appendCodePoint((int) point);
            at += 2 + digits;
        } else {
            throw fault("invalid escape sequence \\" + c);
        }
    }

    private long hex(int digits) {
        long value = 0;
        for (int i = 0; i < digits; i++) {
            char c = at + 2 + i < source.length() ? source.charAt(at + 2 + i) : '?';
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw fault("invalid escape sequence " + source.substring(at, Math.min(source.length(), at + 2 + i)));
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private void element(long value, String written, String form) {
        if (bytes) {
            if (value > 0xff) {
                throw fault("invalid escape sequence " + written);
            }
            flush();
            octets.write((int) value);
        } else {
            if (value > 0x7f) {
                throw fault("non-ASCII %s escape %s (use \\u%04X for the UTF-8 encoding of U+%04X)".formatted(form, written, value, value));
            }
            text.append((char) value);
        }
    }
}
