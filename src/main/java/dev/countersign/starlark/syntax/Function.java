package dev.countersign.starlark.syntax;

import dev.countersign.starlark.trace.Position;
import java.util.List;

/// A `def` or a `lambda`: its name (`lambda` for one without), parameters and body.
public record Function(Position position, String name, List<Parameter> parameters, List<Statement> body, int height) {
    Function(Position position, String name, List<Parameter> parameters, List<Statement> body) {
        this(position, name, List.copyOf(parameters), List.copyOf(body), 1 + Math.max(Statement.height(body),
                parameters.stream().flatMap(p -> p.standard().stream()).mapToInt(Expression::height).max().orElse(0)));
    }
}
