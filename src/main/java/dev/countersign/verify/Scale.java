package dev.countersign.verify;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How residuals weigh: w = the sensor's own weight × that of its part × that configured for the sensor by its name.
///
/// @param epsilon stable where V(x) is at most this
/// @param parts   factor of each part; 1 where it is not named
/// @param sensors factor of each sensor; 1 where it is not named
public record Scale(double epsilon, Map<Part, Double> parts, Map<String, Double> sensors) {
    public static final Scale DEFAULT = new Scale(Verification.EPSILON, Map.of(), Map.of());

    public Scale {
        var copy = new EnumMap<Part, Double>(Part.class);
        copy.putAll(parts);
        parts = Collections.unmodifiableMap(copy);
        sensors = Collections.unmodifiableMap(new TreeMap<>(sensors));
        if (!isFactor(epsilon) || !parts.values().stream().allMatch(Scale::isFactor) || !sensors.values().stream().allMatch(Scale::isFactor)) {
            throw new IllegalArgumentException("epsilon and weights are finite and not negative");
        }
    }

    /// Whether a number can be a weight.
    public static boolean isFactor(double number) {
        return number >= 0 && number <= 1_000_000;
    }

    public double factor(Part part, String sensor) {
        return parts.getOrDefault(part, 1.0) * sensors.getOrDefault(sensor, 1.0);
    }

    /// The same result, its residuals weighed.
    public SensorResult weigh(SensorResult result) {
        double factor = factor(result.part(), result.sensor());
        SensorResult.State state = switch (result.state()) {
            case SensorResult.State.Failed failed -> new SensorResult.State.Failed(weigh(failed.residuals(), factor));
            case SensorResult.State.Passed _, SensorResult.State.NotChecked _, SensorResult.State.Stale _ -> result.state();
        };
        SensorResult.Baseline was = result.baseline();
        return new SensorResult(result.part(), result.sensor(), state, result.evidence(), new SensorResult.Baseline(was.compared(),
                weigh(was.before(), factor), weigh(was.mended(), factor)));
    }

    private static List<Residual> weigh(List<Residual> residuals, double factor) {
        return residuals.stream().map(r -> r.weighing(factor)).toList();
    }
}
