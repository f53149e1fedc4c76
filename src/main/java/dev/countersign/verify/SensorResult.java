package dev.countersign.verify;

import dev.countersign.sandbox.Protection;
import dev.countersign.workspace.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What one sensor found.
///
/// @param sensor   its name: "java syntax", "mvn test"
/// @param state    about the checked tree. Its residuals are those that the base tree did not have
/// @param evidence the command behind it, where there was one
/// @param baseline how that compares with the base tree
public record SensorResult(Part part, String sensor, State state, Optional<Evidence> evidence, Baseline baseline) {

    /// A result that was not compared with the base tree.
    public SensorResult(Part part, String sensor, State state, Optional<Evidence> evidence) {
        this(part, sensor, state, evidence, Baseline.NONE);
    }

    /// Exactly one of these holds for every sensor.
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

        /// It says nothing of the tree: never a pass, never nought.
        record NotChecked(String why) implements State {}

        /// What it said was of another tree, or of something else that is no longer so.
        record Stale(String why) implements State {}
    }

    /// What of a sensor's findings the change is not to blame for.
    ///
    /// @param compared whether the sensor looked at the base tree too
    /// @param before   found in both trees, at their places in the checked one. Shown apart; no part of the energy
    /// @param mended   found in the base tree only, at their places there
    public record Baseline(boolean compared, List<Residual> before, List<Residual> mended) {
        public static final Baseline NONE = new Baseline(false, List.of(), List.of());

        public Baseline {
            before = List.copyOf(before);
            mended = List.copyOf(mended);
            if (!compared && !(before.isEmpty() && mended.isEmpty())) {
                throw new IllegalArgumentException("what the base had is known by a comparison only");
            }
        }

        /// Σ w·‖r‖² over what the change mended. Credit to be shown: it never lowers V(x).
        public double relief() {
            return mended.stream().mapToDouble(Residual::energy).sum();
        }
    }

    /// A command that ran. @param log digest of its whole output; @param output that output, or its tail, as text
    /// @param origin under what it ran; empty in journals from before that was kept
    public record Evidence(List<String> argv, Optional<Integer> exit, Duration took, Sha256 log, String output,
                           Optional<Origin> origin) {
        public Evidence {
            argv = List.copyOf(argv);
        }

        public Evidence(List<String> argv, Optional<Integer> exit, Duration took, Sha256 log, String output) {
            this(argv, exit, took, log, output, Optional.empty());
        }

        /// Whether this was kept from an earlier check of this exact tree, and when that was.
        public Optional<Instant> reusedFrom() {
            return origin.filter(Origin::reused).map(Origin::started);
        }
    }

    /// Under what a command ran.
    ///
    /// @param tree        hash of the tree it ran on
    /// @param environment digest of all it could see: variables, tool versions, protection
    /// @param tools       version of each program, as the program says it
    /// @param sandbox     what was enforced
    /// @param reused      nothing ran now: this is from an earlier check of the same tree, command and environment
    public record Origin(Sha256 tree, Sha256 environment, Map<String, String> tools, Protection sandbox, Instant started,
                         boolean reused) {
        public Origin {
            tools = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(tools));
        }
    }

    public List<Residual> residuals() {
        return state instanceof State.Failed failed ? failed.residuals() : List.of();
    }

    /// Whether it said something of the tree.
    public boolean isChecked() {
        return switch (state) {
            case State.Passed _, State.Failed _ -> true;
            case State.NotChecked _, State.Stale _ -> false;
        };
    }
}
