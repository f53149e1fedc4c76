package dev.countersign.starlark.eval;

import dev.countersign.starlark.syntax.Variable;
import dev.countersign.starlark.trace.Position;
import dev.countersign.starlark.value.Cell;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.FunctionValue;
import dev.countersign.starlark.value.Value;
import java.util.List;
import java.util.Optional;

/// Makes a function: evaluates the standard values of its parameters, and takes hold of the variables it shares.
final class FunctionNode extends Node {
    private final FunctionCode code;
    private final List<Optional<Node>> defaults;
    private final List<Variable> captures;

    FunctionNode(Position position, FunctionCode code, List<Optional<Node>> defaults, List<Variable> captures) {
        super(position);
        this.code = code;
        this.defaults = defaults;
        this.captures = captures;
    }

    @Override
    Value eval(Frame frame) {
        frame.evaluation.allocate(64 + 16L * (defaults.size() + captures.size()));
        var values = new Value[defaults.size()];
        for (int i = 0; i < values.length; i++) {
            Optional<Node> standard = defaults.get(i);
            if (standard.isPresent()) {
                values[i] = standard.get().eval(frame);
            }
        }
        var cells = new Cell[captures.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = switch (captures.get(i)) {
                case Variable.Local local -> (Cell) frame.locals[local.slot().index()];
                case Variable.Free free -> frame.function.captured()[free.index()];
                case Variable.Global ignored -> new Cell();
                case Variable.Predeclared ignored -> new Cell();
            };
        }
        return new FunctionValue(code, values, cells, frame.function.globals());
    }
}
