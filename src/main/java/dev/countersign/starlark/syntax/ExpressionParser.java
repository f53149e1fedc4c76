package dev.countersign.starlark.syntax;

import static dev.countersign.starlark.syntax.TokenReader.bounded;

import dev.countersign.starlark.syntax.Expression.Argument;
import dev.countersign.starlark.syntax.Expression.Clause;
import dev.countersign.starlark.syntax.Expression.Passing;
import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.trace.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads expressions by recursive descent, binary operators by precedence.
final class ExpressionParser {
    private final TokenReader in;

    ExpressionParser(TokenReader in) {
        this.in = in;
    }

    /// A test, or several as a tuple without parentheses; a comma at the end only where `inBrackets`.
    Expression expression(boolean inBrackets) {
        Expression first = test();
        return in.kind() == Kind.COMMA ? tupleFrom(first, inBrackets, true) : first;
    }

    private Expression tupleFrom(Expression first, boolean inBrackets, boolean tests) {
        var items = new ArrayList<Expression>(List.of(first));
        while (in.kind() == Kind.COMMA) {
            Position comma = in.next().position();
            if (endsTuple(in.kind())) {
                if (!inBrackets) {
                    throw new SyntaxException(comma, "unparenthesized tuple with trailing comma");
                }
                break;
            }
            items.add(tests ? test() : primary());
        }
        return bounded(new Expression.Tuple(first.position(), items));
    }

    private static boolean endsTuple(Kind kind) {
        return switch (kind) {
            case EOF, NEWLINE, SEMICOLON, RIGHT_PAREN, RIGHT_BRACKET, RIGHT_BRACE, EQUALS, IN -> true;
            default -> kind.augmented().isPresent();
        };
    }

    /// What stands between `for` and `in`.
    Expression loopTargets() {
        in.enter();
        Expression first = primary();
        Expression targets = in.kind() == Kind.COMMA ? tupleFrom(first, true, false) : first;
        in.leave();
        return targets;
    }

    Expression test() {
        in.enter();
        Expression result;
        if (in.kind() == Kind.LAMBDA) {
            result = lambda(true);
        } else {
            Expression value = binary(0);
            if (in.kind() == Kind.IF) {
                Position position = in.next().position();
                Expression condition = binary(0);
                if (in.kind() != Kind.ELSE) {
                    throw new SyntaxException(position, "conditional expression without else clause");
                }
                in.next();
                value = bounded(new Expression.Conditional(position, condition, value, test()));
            }
            result = value;
        }
        in.leave();
        return result;
    }

    /// A test without `if … else` at its top: what may follow `if` in a comprehension.
    private Expression testWithoutCondition() {
        in.enter();
        Expression result = in.kind() == Kind.LAMBDA ? lambda(false) : binary(0);
        in.leave();
        return result;
    }

    private Expression lambda(boolean conditional) {
        Position position = in.next().position();
        List<Parameter> parameters = in.kind() == Kind.COLON ? List.of() : parameters(Kind.COLON);
        in.expect(Kind.COLON);
        Expression body = conditional ? test() : testWithoutCondition();
        var function = new Function(position, "lambda", parameters, List.of(new Statement.Return(body.position(), Optional.of(body))));
        return bounded(new Expression.Lambda(position, function));
    }

    List<Parameter> parameters(Kind end) {
        var parameters = new ArrayList<Parameter>();
        while (in.kind() != end) {
            if (!parameters.isEmpty()) {
                in.expect(Kind.COMMA);
                if (in.kind() == end) {
                    break;
                }
            }
            Position position = in.position();
            if (in.skip(Kind.STAR)) {
                String name = in.kind() == Kind.IDENTIFIER ? in.next().text() : "";
                parameters.add(new Parameter(position, Parameter.Form.STAR, name, Optional.empty()));
            } else if (in.skip(Kind.STAR_STAR)) {
                parameters.add(new Parameter(position, Parameter.Form.STAR_STAR, identifier().text(), Optional.empty()));
            } else {
                Expression.Name name = identifier();
                Optional<Expression> standard = in.skip(Kind.EQUALS) ? Optional.of(test()) : Optional.empty();
                parameters.add(new Parameter(position, Parameter.Form.ORDINARY, name.text(), standard));
            }
        }
        return parameters;
    }

    Expression.Name identifier() {
        if (in.kind() != Kind.IDENTIFIER) {
            throw new SyntaxException(in.position(), "syntax error: %s is not an identifier".formatted(in.token().shown()));
        }
        Token token = in.next();
        return new Expression.Name(token.position(), token.text());
    }

    private Expression binary(int precedence) {
        if (precedence > Operator.TIGHTEST) {
            return unary();
        }
        if (precedence == Operator.COMPARISON && in.kind() == Kind.NOT) {
            Position position = in.next().position();
            in.enter();
            Expression operand = binary(precedence);
            in.leave();
            return bounded(new Expression.Unary(position, "not", operand));
        }
        Expression left = binary(precedence + 1);
        Optional<Operator> before = Optional.empty();
        while (true) {
            Position position = in.position();
            Optional<Operator> operator = operator(precedence);
            if (operator.isEmpty()) {
                return left;
            }
            if (precedence == Operator.COMPARISON) {
                if (before.isPresent()) {
                    throw new SyntaxException(position, "syntax error: %s does not associate with %s (use parens)"
                            .formatted(before.get().spelling(), operator.get().spelling()));
                }
                before = operator;
            }
            left = bounded(new Expression.Binary(position, operator.get(), left, binary(precedence + 1)));
        }
    }

    /// Takes the operator that stands here, if it has this precedence.
    private Optional<Operator> operator(int precedence) {
        if (in.kind() == Kind.NOT && precedence == Operator.COMPARISON) {
            in.next();
            in.expect(Kind.IN);
            return Optional.of(Operator.NOT_IN);
        }
        if (in.kind() == Kind.NOT && precedence == 0) {
            in.next();
            throw in.wanted("in");
        }
        Optional<Operator> operator = Operator.spelled(in.kind().spelling).filter(o -> o.precedence == precedence);
        operator.ifPresent(taken -> in.next());
        return operator;
    }

    private Expression unary() {
        Kind kind = in.kind();
        if (kind == Kind.PLUS || kind == Kind.MINUS || kind == Kind.TILDE) {
            Token operator = in.next();
            in.enter();
            Expression operand = unary();
            in.leave();
            return bounded(new Expression.Unary(operator.position(), operator.text(), operand));
        }
        return primary();
    }

    /// An operand with what follows it: attributes, calls, indices, slices.
    Expression primary() {
        Expression x = operand();
        while (true) {
            switch (in.kind()) {
                case DOT -> {
                    Position position = in.next().position();
                    x = bounded(new Expression.Dot(position, x, identifier().text()));
                }
                case LEFT_PAREN -> {
                    Position position = in.next().position();
                    in.enter();
                    List<Argument> arguments = arguments();
                    in.leave();
                    in.expect(Kind.RIGHT_PAREN);
                    x = bounded(new Expression.Call(position, x, arguments));
                }
                case LEFT_BRACKET -> {
                    in.enter();
                    x = bounded(subscript(x));
                    in.leave();
                }
                default -> {
                    return x;
                }
            }
        }
    }

    private Expression subscript(Expression object) {
        Position position = in.next().position();
        Optional<Expression> from = Optional.empty();
        if (in.kind() != Kind.COLON) {
            Expression index = test();
            if (in.kind() == Kind.COMMA) {
                var items = new ArrayList<Expression>(List.of(index));
                while (in.skip(Kind.COMMA)) {
                    if (in.kind() == Kind.RIGHT_BRACKET) {
                        break;
                    }
                    items.add(test());
                }
                index = new Expression.Tuple(index.position(), items);
            }
            if (in.skip(Kind.RIGHT_BRACKET)) {
                return new Expression.Index(position, object, index);
            }
            from = Optional.of(index);
        }
        in.expect(Kind.COLON);
        Optional<Expression> to = in.kind() == Kind.COLON || in.kind() == Kind.RIGHT_BRACKET ? Optional.empty() : Optional.of(test());
        Optional<Expression> step = in.skip(Kind.COLON) && in.kind() != Kind.RIGHT_BRACKET ? Optional.of(test()) : Optional.empty();
        in.expect(Kind.RIGHT_BRACKET);
        return new Expression.Slice(position, object, from, to, step);
    }

    private List<Argument> arguments() {
        var arguments = new ArrayList<Argument>();
        while (in.kind() != Kind.RIGHT_PAREN) {
            if (!arguments.isEmpty() && (!in.skip(Kind.COMMA) || in.kind() == Kind.RIGHT_PAREN)) {
                break;
            }
            Position position = in.position();
            if (in.skip(Kind.STAR)) {
                arguments.add(new Argument(position, Passing.STAR, "", test()));
            } else if (in.skip(Kind.STAR_STAR)) {
                arguments.add(new Argument(position, Passing.STAR_STAR, "", test()));
            } else {
                arguments.add(argument(position));
            }
        }
        return arguments;
    }

    private Argument argument(Position position) {
        Expression x = test();
        if (in.kind() == Kind.EQUALS) {
            if (!(x instanceof Expression.Name name)) {
                throw new SyntaxException(in.position(), "syntax error: keyword argument must have form name=expr");
            }
            in.next();
            return new Argument(position, Passing.NAMED, name.text(), test());
        }
        return new Argument(position, Passing.POSITIONAL, "", x);
    }

    private Expression operand() {
        Position position = in.position();
        switch (in.kind()) {
            case IDENTIFIER -> {
                return identifier();
            }
            case INT, FLOAT, STRING, BYTES -> {
                return new Expression.Literal(position, in.next().value());
            }
            case LEFT_BRACKET -> {
                return list();
            }
            case LEFT_BRACE -> {
                return dict();
            }
            case LEFT_PAREN -> {
                in.next();
                if (in.skip(Kind.RIGHT_PAREN)) {
                    return new Expression.Tuple(position, List.of());
                }
                Expression inner = expression(true);
                in.expect(Kind.RIGHT_PAREN);
                return inner;
            }
            default -> throw in.wanted("primary expression");
        }
    }

    private Expression list() {
        Position position = in.next().position();
        if (in.skip(Kind.RIGHT_BRACKET)) {
            return new Expression.ListDisplay(position, List.of());
        }
        Expression first = test();
        if (in.kind() == Kind.FOR) {
            return comprehension(position, Optional.empty(), first, Kind.RIGHT_BRACKET);
        }
        var items = new ArrayList<Expression>(List.of(first));
        while (in.kind() != Kind.RIGHT_BRACKET) {
            in.expect(Kind.COMMA);
            if (in.kind() != Kind.RIGHT_BRACKET) {
                items.add(test());
            }
        }
        in.next();
        return bounded(new Expression.ListDisplay(position, items));
    }

    private Expression dict() {
        Position position = in.next().position();
        var entries = new ArrayList<Expression.Entry>();
        while (in.kind() != Kind.RIGHT_BRACE) {
            if (!entries.isEmpty()) {
                in.expect(Kind.COMMA);
                if (in.kind() == Kind.RIGHT_BRACE) {
                    break;
                }
            }
            Expression key = test();
            Position colon = in.expect(Kind.COLON).position();
            Expression value = test();
            if (entries.isEmpty() && in.kind() == Kind.FOR) {
                return comprehension(position, Optional.of(key), value, Kind.RIGHT_BRACE);
            }
            entries.add(new Expression.Entry(colon, key, value));
        }
        in.next();
        return bounded(new Expression.DictDisplay(position, entries));
    }

    private Expression comprehension(Position position, Optional<Expression> key, Expression body, Kind end) {
        var clauses = new ArrayList<Clause>();
        while (in.kind() != end) {
            if (in.kind() == Kind.FOR) {
                Position loop = in.next().position();
                Expression target = loopTargets();
                in.expect(Kind.IN);
                in.enter();
                Expression source = binary(0);
                in.leave();
                clauses.add(new Clause.For(loop, target, source));
            } else if (in.skip(Kind.IF)) {
                clauses.add(new Clause.If(testWithoutCondition()));
            } else {
                throw in.wanted(end.shown() + ", for, or if");
            }
        }
        in.next();
        return bounded(new Expression.Comprehension(position, key, body, clauses));
    }
}
