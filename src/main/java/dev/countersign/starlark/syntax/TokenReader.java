package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.trace.SyntaxException;
import java.util.List;

/// The tokens of a file, read one after the other, with a count of how deeply the constructs being read are nested.
final class TokenReader {
    /// No program that a person writes comes near it, and every recursion over a tree of this height fits any stack.
    static final int DEEPEST = 120;

    private final List<Token> tokens;
    private int at;
    private int depth;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token token() {
        return tokens.get(at);
    }

    Kind kind() {
        return tokens.get(at).kind();
    }

    Position position() {
        return token().position();
    }

    Token next() {
        Token token = tokens.get(at);
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean skip(Kind kind) {
        if (kind() == kind) {
            next();
            return true;
        }
        return false;
    }

    Token expect(Kind kind) {
        if (kind() != kind) {
            throw wanted(kind.shown());
        }
        return next();
    }

    SyntaxException wanted(String what) {
        return new SyntaxException(position(), "syntax error: got %s, want %s".formatted(token().shown(), what));
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw tooDeep(position());
        }
    }

    void leave() {
        depth--;
    }

    static SyntaxException tooDeep(Position position) {
        return new SyntaxException(position, "nested more than " + DEEPEST + " levels deep");
    }

    /// `expression`, unless it is too high: a long chain nests too, though it opens no bracket.
    static <E extends Expression> E bounded(E expression) {
        if (expression.height() > DEEPEST) {
            throw tooDeep(expression.position());
        }
        return expression;
    }
}
