package dev.countersign.verify;

import dev.countersign.workspace.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All check results of one tree. Says nothing of any other tree: see [#speaksFor].
///
/// @param tree        hash of the tree that was checked
/// @param environment digest of what the commands could see: variables, tool versions, protection
/// @param variables   the whole environment of the commands, values of what looks like a secret masked; empty where none ran
/// @param coverage    which changed lines the commands ran, where they left a report of it
public record Verification(Sha256 tree, List<SensorResult> results, Sha256 environment, Instant at, Duration took,
                           SortedMap<String, String> variables, Optional<Coverage> coverage) {
    /// Stable where V(x) is at most this.
    public static final double EPSILON = 0.10;

    public Verification {
        results = List.copyOf(results);
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
    }

    /// Of sensors alone, or of commands that left no report.
    public Verification(Sha256 tree, List<SensorResult> results, Sha256 environment, Instant at, Duration took) {
        this(tree, results, environment, at, took, new TreeMap<>(), Optional.empty());
    }

    /// V(x) = Σ w·‖r‖² over all residuals.
    public double energy() {
        return results.stream().flatMap(r -> r.residuals().stream()).mapToDouble(Residual::energy).sum();
    }

    public double energy(Part part) {
        return results.stream().filter(r -> r.part() == part).flatMap(r -> r.residuals().stream())
                .mapToDouble(Residual::energy).sum();
    }

    public List<SensorResult> of(Part part) {
        return results.stream().filter(r -> r.part() == part).toList();
    }

    /// Nothing that was checked failed. Says nothing of what was not checked.
    public boolean isStable() {
        return energy() <= EPSILON && results.stream().noneMatch(r -> r.state() instanceof SensorResult.State.Failed);
    }

    /// At least one sensor passed and none failed: the least that may be called verified.
    public boolean isVerified() {
        return isStable() && results.stream().anyMatch(r -> r.state() instanceof SensorResult.State.Passed);
    }

    /// Whether these results are about `tree`. If not they are stale.
    public boolean speaksFor(Sha256 other) {
        return tree.equals(other);
    }
}
