package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Position;
import java.util.List;
import java.util.Optional;

/// An expression of the syntax tree. Nodes are compared by identity where names are bound, so no two uses share one.
public sealed interface Expression {
    /// Where a failure of this expression is reported: its operator, or its start.
    Position position();

    /// The longest way down to a leaf, which bounds how deep a recursion over the tree goes.
    int height();

    private static int over(List<? extends Expression> parts) {
        int most = 0;
        for (Expression part : parts) {
            most = Math.max(most, part.height());
        }
        return most + 1;
    }

    private static int over(Expression... parts) {
        return over(List.of(parts));
    }

    /// A literal: `BigInteger`, `Double`, `String` or `byte[]`.
    record Literal(Position position, Object value) implements Expression {
        @Override
        public int height() {
            return 1;
        }
    }

    /// A use of a name.
    record Name(Position position, String text) implements Expression {
        @Override
        public int height() {
            return 1;
        }
    }

    /// `(a, b)`, or bare `a, b`.
    record Tuple(Position position, List<Expression> items, int height) implements Expression {
        Tuple(Position position, List<Expression> items) {
            this(position, List.copyOf(items), over(items));
        }
    }

    /// `[a, b]`.
    record ListDisplay(Position position, List<Expression> items, int height) implements Expression {
        ListDisplay(Position position, List<Expression> items) {
            this(position, List.copyOf(items), over(items));
        }
    }

    /// One `key: value` of a dict display or comprehension.
    record Entry(Position position, Expression key, Expression value) {}

    /// `{a: b}`.
    record DictDisplay(Position position, List<Entry> entries, int height) implements Expression {
        DictDisplay(Position position, List<Entry> entries) {
            this(position, List.copyOf(entries), 1 + Math.max(over(entries.stream().map(Entry::key).toList()), over(entries.stream().map(Entry::value).toList())));
        }
    }

    /// `-x`, `+x`, `~x`, `not x`.
    record Unary(Position position, String operator, Expression operand, int height) implements Expression {
        Unary(Position position, String operator, Expression operand) {
            this(position, operator, operand, over(operand));
        }
    }

    /// `a + b`, `and` and `or` among them.
    record Binary(Position position, Operator operator, Expression left, Expression right, int height) implements Expression {
        Binary(Position position, Operator operator, Expression left, Expression right) {
            this(position, operator, left, right, over(left, right));
        }
    }

    /// `then if condition else other`.
    record Conditional(Position position, Expression condition, Expression then, Expression other, int height) implements Expression {
        Conditional(Position position, Expression condition, Expression then, Expression other) {
            this(position, condition, then, other, over(condition, then, other));
        }
    }

    /// `x.name`.
    record Dot(Position position, Expression object, String name, int height) implements Expression {
        Dot(Position position, Expression object, String name) {
            this(position, object, name, over(object));
        }
    }

    /// `x[i]`.
    record Index(Position position, Expression object, Expression index, int height) implements Expression {
        Index(Position position, Expression object, Expression index) {
            this(position, object, index, over(object, index));
        }
    }

    /// `x[a:b:c]`.
    record Slice(Position position, Expression object, Optional<Expression> from, Optional<Expression> to, Optional<Expression> step, int height)
            implements Expression {
        Slice(Position position, Expression object, Optional<Expression> from, Optional<Expression> to, Optional<Expression> step) {
            this(position, object, from, to, step,
                    over(object, from.orElse(object), to.orElse(object), step.orElse(object)));
        }
    }

    /// How an argument is passed.
    enum Passing { POSITIONAL, NAMED, STAR, STAR_STAR }

    /// One argument of a call; `name` is empty unless it is named.
    record Argument(Position position, Passing passing, String name, Expression value) {}

    /// `f(a, b=c, *d, **e)`.
    record Call(Position position, Expression function, List<Argument> arguments, int height) implements Expression {
        Call(Position position, Expression function, List<Argument> arguments) {
            this(position, function, List.copyOf(arguments),
                    Math.max(over(function), over(arguments.stream().map(Argument::value).toList())));
        }
    }

    /// `for target in source` or `if condition` of a comprehension.
    sealed interface Clause {
        record For(Position position, Expression target, Expression source) implements Clause {}

        record If(Expression condition) implements Clause {}
    }

    /// `[body for ...]` or `{key: body for ...}`; `key` is there for a dict.
    record Comprehension(Position position, Optional<Expression> key, Expression body, List<Clause> clauses, int height) implements Expression {
        Comprehension(Position position, Optional<Expression> key, Expression body, List<Clause> clauses) {
            this(position, key, body, List.copyOf(clauses), clauses.size() + Math.max(over(key.orElse(body), body),
                    over(clauses.stream().flatMap(clause -> switch (clause) {
                        case Clause.For loop -> java.util.stream.Stream.of(loop.target(), loop.source());
                        case Clause.If test -> java.util.stream.Stream.of(test.condition());
                    }).toList())));
        }
    }

    /// `lambda x: body`.
    record Lambda(Position position, Function function, int height) implements Expression {
        Lambda(Position position, Function function) {
            this(position, function, 1 + function.height());
        }
    }
}
