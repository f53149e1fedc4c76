package dev.countersign.starlark.value;

import dev.countersign.starlark.trace.Position;
import org.jspecify.annotations.Nullable;

/// One active call of a script's function: its variables, and the place it has come to.
public final class Frame {
    public final Evaluation evaluation;
    /// The locals: a [Value], a [Cell] where shared, or null.
    public final @Nullable Object[] locals;
    public final FunctionValue function;
    final @Nullable Frame caller;
    private Position position;
    private Value result = NoneValue.NONE;

    public Frame(Evaluation evaluation, FunctionValue function, @Nullable Object[] locals, Position position) {
        this.evaluation = evaluation;
        this.function = function;
        this.locals = locals;
        this.position = position;
        caller = evaluation.frame();
    }

    /// Notes where the next operation that may fail stands.
    public void at(Position place) {
        position = place;
    }

    public Position position() {
        return position;
    }

    public void result(Value value) {
        result = value;
    }

    public Value result() {
        return result;
    }
}
