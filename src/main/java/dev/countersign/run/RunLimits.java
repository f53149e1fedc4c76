package dev.countersign.run;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// How much of a run may happen at once, and how much in all.
///
/// @param parallel nodes at work at one time, at least 1
/// @param atMost   in the units of [Measure], each above 0; what is not named has no end
public record RunLimits(int parallel, Map<Measure, BigDecimal> atMost) {
    /// Nodes at work at one time where nobody says otherwise.
    public static final int PARALLEL = 4;
    public static final RunLimits NONE = new RunLimits(PARALLEL, Map.of());

    public RunLimits {
        if (parallel < 1) {
            throw new IllegalArgumentException("at least one node must be able to work");
        }
        if (atMost.values().stream().anyMatch(amount -> amount.signum() <= 0)) {
            throw new IllegalArgumentException("a limit is more than nothing");
        }
        var sorted = new EnumMap<Measure, BigDecimal>(Measure.class);
        sorted.putAll(atMost);
        atMost = Collections.unmodifiableMap(sorted);
    }

    public static RunLimits parallel(int nodes) {
        return new RunLimits(nodes, Map.of());
    }

    public Optional<BigDecimal> of(Measure measure) {
        return Optional.ofNullable(atMost.get(measure));
    }

    /// The same with another end for one measure.
    public RunLimits with(Measure measure, BigDecimal amount) {
        var next = new EnumMap<Measure, BigDecimal>(Measure.class);
        next.putAll(atMost);
        next.put(measure, amount);
        return new RunLimits(parallel, next);
    }
}
