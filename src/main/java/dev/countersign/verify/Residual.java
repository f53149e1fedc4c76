package dev.countersign.verify;

import dev.countersign.workspace.WorkspacePath;
import java.util.Optional;

/// One measured shortfall, with its place and reason.
///
/// @param line      from 1; 0 where there is none
/// @param column    from 1; 0 where there is none
/// @param magnitude ‖r‖, not negative
/// @param weight    w, not negative
public record Residual(Part part, String sensor, Optional<WorkspacePath> path, int line, int column, String message,
                       double magnitude, double weight) {
    public Residual {
        if (!(magnitude >= 0) || !(weight >= 0)) {
            throw new IllegalArgumentException("magnitude and weight are not negative");
        }
    }

    /// w·‖r‖²
    public double energy() {
        return weight * magnitude * magnitude;
    }
}
