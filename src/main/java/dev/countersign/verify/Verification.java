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
/// @param epsilon     stable where V(x) is at most this; what was in force when it was checked
public record Verification(Sha256 tree, List<SensorResult> results, Sha256 environment, Instant at, Duration took,
                           SortedMap<String, String> variables, Optional<Coverage> coverage, double epsilon) {
    /// Where nothing else is configured.
    public static final double EPSILON = 0.10;

    public Verification {
        results = List.copyOf(results);
        variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        if (!(epsilon >= 0)) {
            throw new IllegalArgumentException("epsilon is not negative");
        }
    }

    /// Of sensors alone, or of commands that left no report.
    public Verification(Sha256 tree, List<SensorResult> results, Sha256 environment, Instant at, Duration took) {
        this(tree, results, environment, at, took, new TreeMap<>(), Optional.empty(), EPSILON);
    }

    /// V(x) = Σ w·‖r‖² over all residuals that were found: less than the true value where something was not checked. For people
    /// use [#measured].
    public double energy() {
        return measured().known();
    }

    public double energy(Part part) {
        return measured(part).known();
    }

    /// V(x), and whether it is whole.
    public Energy measured() {
        return Energy.of(results);
    }

    public Energy measured(Part part) {
        return Energy.of(of(part));
    }

    /// Σ w·‖r‖² over what the change mended. Shown beside V(x), never taken off it.
    public double relief() {
        return results.stream().mapToDouble(r -> r.baseline().relief()).sum();
    }

    public List<SensorResult> of(Part part) {
        return results.stream().filter(r -> r.part() == part).toList();
    }

    /// All residuals that count, in the order of their sensors.
    public List<Residual> residuals() {
        return results.stream().flatMap(r -> r.residuals().stream()).toList();
    }

    /// V(x) ≤ ε as far as it was measured. Says nothing of what was not checked.
    public boolean isStable() {
        return energy() <= epsilon;
    }

    /// Stable, at least one sensor passed, none failed and none is stale: the least that may be called verified.
    public boolean isVerified() {
        boolean passed = false;
        for (SensorResult result : results) {
            switch (result.state()) {
                case SensorResult.State.Passed _ -> passed = true;
                case SensorResult.State.NotChecked _ -> { }
                case SensorResult.State.Failed _, SensorResult.State.Stale _ -> {
                    return false;
                }
            }
        }
        return passed && isStable();
    }

    /// Whether something it said holds no longer: it speaks for no tree then.
    public boolean isStale() {
        return results.stream().anyMatch(r -> r.state() instanceof SensorResult.State.Stale);
    }

    /// Whether these results are about `tree`. If not they are stale.
    public boolean speaksFor(Sha256 other) {
        return tree.equals(other);
    }

    /// These results where they are about `other`; else the same sensors, each of them stale.
    public Verification asOf(Sha256 other) {
        return speaksFor(other) ? this : stale("It was checked on tree " + tree.brief() + ", which has changed since.");
    }

    /// The same sensors, those that said something stale for this reason.
    public Verification stale(String why) {
        return new Verification(tree, results.stream().map(r -> r.isChecked() ? new SensorResult(r.part(), r.sensor(),
                new SensorResult.State.Stale(why), r.evidence(), SensorResult.Baseline.NONE) : r).toList(),
                environment, at, took, variables, coverage, epsilon);
    }
}
