package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.trace.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Cuts a source into tokens, lines and indentation among them. A tab in an indentation goes on to the next multiple of eight.
final class Lexer {
    private static final Map<String, Kind> PUNCTUATION = punctuation();
    private static final int TAB = 8;

    private final String file;
    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Integer> indents = new ArrayList<>(List.of(0));
    private int at;
    private int line = 1;
    private int lineStart;
    private int open;
    private boolean lineBegins = true;

    private Lexer(String file, String source) {
        this.file = file;
        this.source = source;
    }

    static List<Token> tokens(String file, String source) {
        return new Lexer(file, source).run();
    }

    private static Map<String, Kind> punctuation() {
        var all = new java.util.HashMap<String, Kind>();
        for (Kind kind : Kind.values()) {
            if (kind.ordinal() >= Kind.PLUS.ordinal() && kind.ordinal() < Kind.AND.ordinal()) {
                all.put(kind.spelling, kind);
            }
        }
        return Map.copyOf(all);
    }

    private List<Token> run() {
        while (true) {
            if (lineBegins && open == 0) {
                indentation();
            }
            blanks();
            if (at >= source.length()) {
                break;
            }
            token();
        }
        if (!tokens.isEmpty() && tokens.getLast().kind() != Kind.NEWLINE && open == 0) {
            add(Kind.NEWLINE, "", here());
        }
        while (indents.size() > 1) {
            indents.removeLast();
            add(Kind.OUTDENT, "", here());
        }
        add(Kind.EOF, "", here());
        return tokens;
    }

    private void add(Kind kind, Object value, Position position) {
        tokens.add(new Token(kind, value, position));
    }

    private Position here() {
        return new Position(file, line, at - lineStart + 1);
    }

    private int peek(int ahead) {
        return at + ahead < source.length() ? source.charAt(at + ahead) : -1;
    }

    private void newLine() {
        line++;
        lineStart = at;
    }

    /// Measures the indentation of a line that says something; blank lines and comments alone have none.
    private void indentation() {
        int width = 0;
        while (true) {
            int c = peek(0);
            if (c == ' ') {
                width++;
            } else if (c == '\t') {
                width += TAB - width % TAB;
            } else if (c == '\r' && peek(1) == '\n') {
                // counted with the line end that follows
            } else if (c == '\n') {
                at++;
                newLine();
                width = 0;
                continue;
            } else if (c == '#') {
                comment();
                continue;
            } else {
                break;
            }
            at++;
        }
        lineBegins = false;
        if (peek(0) < 0) {
            return;
        }
        if (width > indents.getLast()) {
            indents.add(width);
            add(Kind.INDENT, "", here());
            return;
        }
        while (width < indents.getLast()) {
            indents.removeLast();
            add(Kind.OUTDENT, "", here());
        }
        if (width != indents.getLast()) {
            throw new SyntaxException(here(), "unindent does not match any outer indentation level");
        }
    }

    private void comment() {
        while (peek(0) >= 0 && peek(0) != '\n') {
            at++;
        }
    }

    /// Skips what separates tokens within a line, and whole line ends inside brackets.
    private void blanks() {
        while (true) {
            int c = peek(0);
            if (c == ' ' || c == '\t' || c == '\r') {
                at++;
            } else if (c == '#') {
                comment();
            } else if (c == '\n' && open > 0) {
                at++;
                newLine();
            } else if (c == '\\' && peek(1) == '\n') {
                at += 2;
                newLine();
            } else if (c == '\\' && peek(1) == '\r' && peek(2) == '\n') {
                at += 3;
                newLine();
            } else {
                return;
            }
        }
    }

    private void token() {
        int c = peek(0);
        if (c == '\n') {
            add(Kind.NEWLINE, "", here());
            at++;
            newLine();
            lineBegins = true;
        } else if (isDigit(c) || c == '.' && isDigit(peek(1))) {
            number();
        } else if (quotePrefix() >= 0) {
            string(quotePrefix());
        } else if (Character.isUnicodeIdentifierStart(source.codePointAt(at)) && Character.isLetter(source.codePointAt(at)) || c == '_') {
            word();
        } else {
            sign();
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /// How many letters stand before the quote of a string that starts here; -1 if none starts.
    private int quotePrefix() {
        for (int n = 0; n <= 2; n++) {
            int c = peek(n);
            if (c == '"' || c == '\'') {
                String prefix = source.substring(at, at + n);
                return List.of("", "r", "b", "rb", "br").contains(prefix) ? n : -1;
            }
        }
        return -1;
    }

    private void word() {
        Position start = here();
        int from = at;
        while (at < source.length()) {
            int c = source.codePointAt(at);
            if (c != '_' && !Character.isLetter(c) && !Character.isDigit(c)) {
                break;
            }
            at += Character.charCount(c);
        }
        String text = source.substring(from, at);
        add(Kind.ofWord(text), text, start);
    }

    private void sign() {
        Position start = here();
        for (int n = 3; n > 0; n--) {
            Kind kind = at + n <= source.length() ? PUNCTUATION.get(source.substring(at, at + n)) : null;
            if (kind == null) {
                continue;
            }
            at += n;
            switch (kind) {
                case LEFT_PAREN, LEFT_BRACKET, LEFT_BRACE -> open++;
                case RIGHT_PAREN, RIGHT_BRACKET, RIGHT_BRACE -> {
                    if (open == 0) {
                        throw new SyntaxException(start, "unexpected " + kind.shown());
                    }
                    open--;
                }
                default -> { }
            }
            add(kind, kind.spelling, start);
            return;
        }
        int c = source.codePointAt(at);
        throw new SyntaxException(start, c == '\\' ? "stray backslash" : c == '!' ? "unexpected input character '!'"
                : "unexpected input character %s".formatted(c < ' ' || c > '~' ? "U+%04X".formatted(c) : "'" + (char) c + "'"));
    }

    private void number() {
        var literal = NumberLiteral.at(source, at, here());
        Position start = here();
        at = literal.end();
        add(literal.value() instanceof Double ? Kind.FLOAT : Kind.INT, literal.value(), start);
    }

    private void string(int prefix) {
        Position start = here();
        var literal = new StringLiteral(file, source, at, prefix, line, lineStart);
        Object value = literal.read();
        at = literal.end();
        line = literal.line();
        lineStart = literal.lineStart();
        add(value instanceof byte[] ? Kind.BYTES : Kind.STRING, value, start);
    }
}
