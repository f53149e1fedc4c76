package dev.countersign.verify;

import dev.countersign.workspace.WorkspacePath;
import java.util.Optional;

/// One measured shortfall, with its place and reason.
///
/// @param line      first line, from 1; 0 where there is none
/// @param column    from 1, in UTF-16 units; 0 where there is none
/// @param endLine   last line; given as 0 it is `line`
/// @param endColumn behind the last character; 0 where it is not known
/// @param magnitude ‖r‖, finite and not negative
/// @param weight    w, finite and not negative
public record Residual(Part part, String sensor, Optional<WorkspacePath> path, int line, int column, int endLine, int endColumn,
                       String message, double magnitude, double weight) {
    public Residual {
        endLine = endLine == 0 ? line : endLine;
        if (!(magnitude >= 0 && weight >= 0 && magnitude * magnitude * weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("magnitude and weight are finite and not negative");
        }
        if (line < 0 || column < 0 || endLine < line || endColumn < 0) {
            throw new IllegalArgumentException("the range of a residual ends where it starts or later");
        }
    }

    /// At one place, of which only the start is known.
    public Residual(Part part, String sensor, Optional<WorkspacePath> path, int line, int column, String message,
                    double magnitude, double weight) {
        this(part, sensor, path, line, column, line, 0, message, magnitude, weight);
    }

    /// w·‖r‖²
    public double energy() {
        return weight * magnitude * magnitude;
    }

    /// The same shortfall with `factor` times its weight.
    public Residual weighing(double factor) {
        return new Residual(part, sensor, path, line, column, endLine, endColumn, message, magnitude, weight * factor);
    }
}
