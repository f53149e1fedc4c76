package dev.countersign.verify;

import dev.countersign.workspace.Sha256;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What one sensor found.
///
/// @param sensor  its name: "java syntax", "mvn test"
/// @param evidence the command behind it, where there was one
public record SensorResult(Part part, String sensor, State state, Optional<Evidence> evidence) {

    public sealed interface State {
        /// @param what how much was looked at: "3 files", "214 tests passed"
        record Passed(String what) implements State {}

        record Failed(List<Residual> residuals) implements State {
            public Failed {
                residuals = List.copyOf(residuals);
                if (residuals.isEmpty()) {
                    throw new IllegalArgumentException("a failure has residuals");
                }
            }
        }

        record NotChecked(String why) implements State {}
    }

    /// A command that ran. @param log digest of its whole bounded output; @param output that output, or its tail, as text
    public record Evidence(List<String> argv, Optional<Integer> exit, Duration took, Sha256 log, String output) {
        public Evidence {
            argv = List.copyOf(argv);
        }
    }

    public List<Residual> residuals() {
        return state instanceof State.Failed failed ? failed.residuals() : List.of();
    }
}
