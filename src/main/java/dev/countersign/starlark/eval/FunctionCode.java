package dev.countersign.starlark.eval;

import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.Cell;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.FunctionValue;
import dev.countersign.starlark.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A compiled function.
final class FunctionCode implements FunctionValue.Code {
    private final String name;
    private final Position position;
    private final Binder binder;
    private final int locals;
    private final int[] cells;
    private final int height;
    private Act[] body = {};

    /// @param locals how many places its frame has
    /// @param cells which of them nested functions share
    /// @param height how deep the evaluation of its body can nest
    FunctionCode(String name, Position position, Binder binder, int locals, int[] cells, int height) {
        this.name = name;
        this.position = position;
        this.binder = binder;
        this.locals = locals;
        this.cells = cells;
        this.height = height;
    }

    void body(Act[] acts) {
        body = acts;
    }

    Binder binder() {
        return binder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> parameters() {
        return binder.names();
    }

    @Override
    public Value call(Evaluation evaluation, FunctionValue function, Arguments arguments) {
        evaluation.allocate(96 + locals * 8L + cells.length * 16L);
        var places = new Object[locals];
        try {
            binder.bind(evaluation, function, arguments, places);
        } catch (Failure failure) {
            throw new Failure("function %s %s".formatted(name, failure.getMessage()));
        }
        for (int cell : cells) {
            var made = new Cell();
            made.set((@Nullable Value) places[cell]);
            places[cell] = made;
        }
        var frame = new Frame(evaluation, function, places, position);
        evaluation.enter(frame, height);
        try {
            Act.all(body, frame);
            return frame.result();
        } catch (Failure failure) {
            throw evaluation.located(failure);
        } finally {
            evaluation.leave(frame, height);
        }
    }
}
