package dev.countersign.starlark.eval;

import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.FunctionValue;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.Value;
import java.util.List;

/// The statements of a file, run once.
record TopLevel(String file, Act[] acts, int locals, int height, Load.Loads loads) implements FunctionValue.Code {
    @Override
    public String name() {
        return "<toplevel>";
    }

    @Override
    public List<String> parameters() {
        return List.of();
    }

    @Override
    public Value call(Evaluation evaluation, FunctionValue function, Arguments arguments) {
        evaluation.allocate(locals * 8L);
        var frame = new Frame(evaluation, function, new Object[locals], new Position(file, 1, 1));
        evaluation.enter(frame, height);
        try {
            Act.all(acts, frame);
            return NoneValue.NONE;
        } catch (Failure failure) {
            throw evaluation.located(failure);
        } finally {
            evaluation.leave(frame, height);
        }
    }
}
