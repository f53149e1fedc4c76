package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.trace.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a file into statements.
public final class Parser {
    private final TokenReader in;
    private final ExpressionParser expressions;

    private Parser(List<Token> tokens) {
        in = new TokenReader(tokens);
        expressions = new ExpressionParser(in);
    }

    /// Reads `source`, calling it `file` in positions.
    ///
    /// @throws SyntaxException if it is not a program, at the first place that is wrong
    public static List<Statement> parse(String file, String source) {
        return new Parser(Lexer.tokens(file, source)).file();
    }

    /// Reads a single expression.
    ///
    /// @throws SyntaxException if it is not one
    public static Expression parseExpression(String file, String source) {
        var parser = new Parser(Lexer.tokens(file, source));
        Expression expression = parser.expressions.expression(false);
        parser.in.skip(Kind.NEWLINE);
        parser.in.expect(Kind.EOF);
        return expression;
    }

    private List<Statement> file() {
        var statements = new ArrayList<Statement>();
        while (in.kind() != Kind.EOF) {
            if (!in.skip(Kind.NEWLINE)) {
                statement(statements);
            }
        }
        return statements;
    }

    private void statement(List<Statement> into) {
        Position position = in.position();
        switch (in.kind()) {
            case DEF -> into.add(define());
            case IF -> into.add(conditional());
            case FOR -> {
                in.next();
                Expression target = expressions.loopTargets();
                in.expect(Kind.IN);
                Expression source = expressions.expression(false);
                in.expect(Kind.COLON);
                into.add(new Statement.For(position, target, source, suite()));
            }
            default -> simple(into);
        }
    }

    private Statement define() {
        Position position = in.next().position();
        Expression.Name name = expressions.identifier();
        in.expect(Kind.LEFT_PAREN);
        List<Parameter> parameters = expressions.parameters(Kind.RIGHT_PAREN);
        in.expect(Kind.RIGHT_PAREN);
        in.expect(Kind.COLON);
        var function = new Function(position, name.text(), parameters, suite());
        return new Statement.Define(position, name, function);
    }

    private Statement conditional() {
        Position position = in.position();
        var branches = new ArrayList<Statement.Branch>();
        List<Statement> otherwise = List.of();
        do {
            in.next();
            Expression condition = expressions.test();
            in.expect(Kind.COLON);
            branches.add(new Statement.Branch(condition, suite()));
        } while (in.kind() == Kind.ELIF);
        if (in.skip(Kind.ELSE)) {
            in.expect(Kind.COLON);
            otherwise = suite();
        }
        return new Statement.If(position, branches, otherwise);
    }

    private List<Statement> suite() {
        var statements = new ArrayList<Statement>();
        in.enter();
        if (in.skip(Kind.NEWLINE)) {
            in.expect(Kind.INDENT);
            while (in.kind() != Kind.OUTDENT && in.kind() != Kind.EOF) {
                if (!in.skip(Kind.NEWLINE)) {
                    statement(statements);
                }
            }
            in.expect(Kind.OUTDENT);
        } else {
            simple(statements);
        }
        in.leave();
        return statements;
    }

    private void simple(List<Statement> into) {
        do {
            into.add(small());
        } while (in.skip(Kind.SEMICOLON) && in.kind() != Kind.NEWLINE && in.kind() != Kind.EOF);
        if (in.kind() != Kind.EOF) {
            in.expect(Kind.NEWLINE);
        }
    }

    private Statement small() {
        Position position = in.position();
        return switch (in.kind()) {
            case RETURN -> {
                in.next();
                yield new Statement.Return(position, in.kind() == Kind.NEWLINE || in.kind() == Kind.SEMICOLON || in.kind() == Kind.EOF
                        ? Optional.empty() : Optional.of(expressions.expression(false)));
            }
            case BREAK -> jump(Statement.Jump.Way.BREAK);
            case CONTINUE -> jump(Statement.Jump.Way.CONTINUE);
            case PASS -> jump(Statement.Jump.Way.PASS);
            case LOAD -> load();
            default -> assignment();
        };
    }

    private Statement jump(Statement.Jump.Way way) {
        return new Statement.Jump(in.next().position(), way);
    }

    private Statement assignment() {
        Expression left = expressions.expression(false);
        Position position = in.position();
        if (in.skip(Kind.EQUALS)) {
            return new Statement.Assign(position, left, expressions.expression(false));
        }
        Optional<Operator> operator = in.kind().augmented();
        if (operator.isPresent()) {
            in.next();
            return new Statement.Augment(position, operator.get(), left, expressions.expression(false));
        }
        return new Statement.Evaluate(left.position(), left);
    }

    private Statement load() {
        Position position = in.next().position();
        in.expect(Kind.LEFT_PAREN);
        if (in.kind() != Kind.STRING) {
            throw new SyntaxException(in.position(), "syntax error: first operand of load statement must be a string literal");
        }
        Token module = in.next();
        var bindings = new ArrayList<Statement.Binding>();
        while (in.kind() != Kind.RIGHT_PAREN) {
            in.expect(Kind.COMMA);
            if (in.kind() == Kind.RIGHT_PAREN) {
                break;
            }
            bindings.add(loaded());
        }
        in.expect(Kind.RIGHT_PAREN);
        if (bindings.isEmpty()) {
            throw new SyntaxException(position, "syntax error: load statement must import at least 1 symbol");
        }
        return new Statement.Load(position, module.text(), module.position(), bindings);
    }

    private Statement.Binding loaded() {
        Token token = in.token();
        if (in.skip(Kind.STRING)) {
            return new Statement.Binding(new Expression.Name(token.position(), token.text()), token.text(), token.position());
        }
        if (!in.skip(Kind.IDENTIFIER)) {
            throw new SyntaxException(token.position(),
                    "syntax error: load operand must be \"name\" or localname=\"name\" (got " + token.shown() + ")");
        }
        if (!in.skip(Kind.EQUALS)) {
            throw new SyntaxException(token.position(), "syntax error: load operand must be \"%1$s\" or %1$s=\"originalname\"".formatted(token.text()));
        }
        Token original = in.token();
        if (!in.skip(Kind.STRING)) {
            throw new SyntaxException(original.position(),
                    "syntax error: original name of loaded symbol must be quoted: %s=\"originalname\"".formatted(token.text()));
        }
        return new Statement.Binding(new Expression.Name(token.position(), token.text()), original.text(), original.position());
    }
}
