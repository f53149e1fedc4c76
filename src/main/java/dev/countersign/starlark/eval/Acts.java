package dev.countersign.starlark.eval;

import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.Cursor;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.Sequences;
import dev.countersign.starlark.value.Value;
import java.util.Optional;

/// The statements, but for augmented assignment and load.
final class Acts {
    private Acts() {}

    static final class Evaluate extends Act {
        private final Node expression;

        Evaluate(int weight, Node expression) {
            super(weight);
            this.expression = expression;
        }

        @Override
        End run(Frame frame) {
            expression.eval(frame);
            return End.NEXT;
        }
    }

    static final class Assign extends Act {
        private final Target target;
        private final Node value;

        Assign(int weight, Target target, Node value) {
            super(weight);
            this.target = target;
            this.value = value;
        }

        @Override
        End run(Frame frame) {
            target.assign(frame, value.eval(frame));
            return End.NEXT;
        }
    }

    /// One condition with what it guards.
    record Branch(Node condition, Act[] body) {}

    static final class If extends Act {
        private final Branch[] branches;
        private final Act[] otherwise;

        If(int weight, Branch[] branches, Act[] otherwise) {
            super(weight);
            this.branches = branches;
            this.otherwise = otherwise;
        }

        @Override
        End run(Frame frame) {
            for (Branch branch : branches) {
                if (branch.condition().eval(frame).truth()) {
                    return all(branch.body(), frame);
                }
            }
            return all(otherwise, frame);
        }
    }

    static final class For extends Act {
        private final Position position;
        private final Target target;
        private final Node source;
        private final Act[] body;

        For(int weight, Position position, Target target, Node source, Act[] body) {
            super(weight);
            this.position = position;
            this.target = target;
            this.source = source;
            this.body = body;
        }

        @Override
        End run(Frame frame) {
            Value sequence = source.eval(frame);
            frame.at(position);
            try (Cursor cursor = Sequences.open(sequence)) {
                for (Value item = cursor.next(); item != null; item = cursor.next()) {
                    frame.evaluation.step(2);
                    frame.evaluation.allocate(8);
                    target.assign(frame, item);
                    End end = all(body, frame);
                    if (end == End.BREAK) {
                        break;
                    }
                    if (end == End.RETURN) {
                        return end;
                    }
                }
            }
            return End.NEXT;
        }
    }

    static final class Return extends Act {
        private final Optional<Node> value;

        Return(int weight, Optional<Node> value) {
            super(weight);
            this.value = value;
        }

        @Override
        End run(Frame frame) {
            frame.result(value.isPresent() ? value.get().eval(frame) : NoneValue.NONE);
            return End.RETURN;
        }
    }

    static final class Jump extends Act {
        private final End end;

        Jump(End end) {
            super(1);
            this.end = end;
        }

        @Override
        End run(Frame frame) {
            return end;
        }
    }
}
