package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Position;
import java.util.List;
import java.util.Optional;

/// A statement of the syntax tree.
public sealed interface Statement {
    Position position();

    /// The longest way down to a leaf.
    int height();

    /// The greatest height among `statements`.
    static int height(List<Statement> statements) {
        return statements.stream().mapToInt(Statement::height).max().orElse(0);
    }

    record Evaluate(Position position, Expression expression) implements Statement {
        @Override
        public int height() {
            return 1 + expression.height();
        }
    }

    record Assign(Position position, Expression target, Expression value) implements Statement {
        @Override
        public int height() {
            return 1 + Math.max(target.height(), value.height());
        }
    }

    /// `target += value` and its like.
    record Augment(Position position, Operator operator, Expression target, Expression value) implements Statement {
        @Override
        public int height() {
            return 1 + Math.max(target.height(), value.height());
        }
    }

    record Define(Position position, Expression.Name name, Function function) implements Statement {
        @Override
        public int height() {
            return 1 + function.height();
        }
    }

    /// One `if` or `elif` with what it guards.
    record Branch(Expression condition, List<Statement> body) {
        public Branch {
            body = List.copyOf(body);
        }
    }

    record If(Position position, List<Branch> branches, List<Statement> otherwise, int height) implements Statement {
        If(Position position, List<Branch> branches, List<Statement> otherwise) {
            this(position, List.copyOf(branches), List.copyOf(otherwise), 1 + Math.max(Statement.height(otherwise), branches.stream()
                    .mapToInt(b -> Math.max(b.condition().height(), Statement.height(b.body()))).max().orElse(0)));
        }
    }

    record For(Position position, Expression target, Expression source, List<Statement> body, int height) implements Statement {
        For(Position position, Expression target, Expression source, List<Statement> body) {
            this(position, target, source, List.copyOf(body),
                    1 + Math.max(Math.max(target.height(), source.height()), Statement.height(body)));
        }
    }

    record Return(Position position, Optional<Expression> value) implements Statement {
        @Override
        public int height() {
            return 1 + value.map(Expression::height).orElse(0);
        }
    }

    /// `break`, `continue` or `pass`.
    record Jump(Position position, Way way) implements Statement {
        public enum Way { BREAK, CONTINUE, PASS }

        @Override
        public int height() {
            return 1;
        }
    }

    /// One name that a load binds: `local = "original"`.
    record Binding(Expression.Name local, String original, Position position) {}

    record Load(Position position, String module, Position modulePosition, List<Binding> bindings) implements Statement {
        public Load {
            bindings = List.copyOf(bindings);
        }

        @Override
        public int height() {
            return 1;
        }
    }
}
