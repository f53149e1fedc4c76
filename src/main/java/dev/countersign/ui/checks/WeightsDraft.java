package dev.countersign.ui.checks;

import dev.countersign.ui.fx.Texts;
import dev.countersign.verify.Part;
import dev.countersign.verify.Scale;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// Epsilon and the weights as they are typed. JavaFX thread.
public final class WeightsDraft {
    private final Texts texts = Texts.of(WeightsDraft.class);
    private final StringProperty epsilon = new SimpleStringProperty("");
    private final Map<Part, StringProperty> parts = new EnumMap<>(Part.class);
    private final StringProperty sensors = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper reason = new ReadOnlyStringWrapper("");
    private Scale saved = Scale.DEFAULT;

    WeightsDraft() {
        for (Part part : Part.values()) {
            var weight = new SimpleStringProperty("1");
            weight.addListener(_ -> judge());
            parts.put(part, weight);
        }
        epsilon.addListener(_ -> judge());
        sensors.addListener(_ -> judge());
        show(saved);
    }

    public StringProperty epsilonProperty() {
        return epsilon;
    }

    public StringProperty partProperty(Part part) {
        return parts.get(part);
    }

    /// Lines of `name = weight`.
    public StringProperty sensorsProperty() {
        return sensors;
    }

    /// Why it can't be saved, or empty text.
    public ReadOnlyStringProperty reasonProperty() {
        return reason.getReadOnlyProperty();
    }

    void show(Scale scale) {
        saved = scale;
        epsilon.set(text(scale.epsilon()));
        parts.forEach((part, weight) -> weight.set(text(scale.parts().getOrDefault(part, 1.0))));
        sensors.set(scale.sensors().entrySet().stream().map(e -> e.getKey() + " = " + text(e.getValue())).collect(Collectors.joining("\n")));
        judge();
    }

    /// Only where there is no reason against it.
    Scale scale() {
        var weights = new EnumMap<Part, Double>(Part.class);
        parts.forEach((part, weight) -> {
            if (number(weight.get()).orElseThrow() != 1) {
                weights.put(part, number(weight.get()).orElseThrow());
            }
        });
        var named = new TreeMap<String, Double>();
        sensors.get().lines().filter(line -> !line.isBlank()).forEach(line ->
                named.put(line.substring(0, line.lastIndexOf('=')).strip(), number(line.substring(line.lastIndexOf('=') + 1)).orElseThrow()));
        return new Scale(number(epsilon.get()).orElseThrow(), weights, new HashMap<>(named));
    }

    private void judge() {
        reason.set(number(epsilon.get()).isEmpty() ? texts.text("weights.epsilon.wrong")
                : parts.entrySet().stream().filter(e -> number(e.getValue().get()).isEmpty()).findFirst()
                .map(e -> texts.text("weights.part.wrong", e.getKey().symbol()))
                .orElseGet(() -> sensors.get().lines().filter(line -> !line.isBlank() && !isSensor(line)).findFirst()
                        .map(line -> texts.text("weights.sensor.wrong", line.strip()))
                        .orElseGet(() -> scale().equals(saved) ? texts.text("weights.same") : "")));
    }

    private static boolean isSensor(String line) {
        int at = line.lastIndexOf('=');
        return at > 0 && !line.substring(0, at).isBlank() && number(line.substring(at + 1)).isPresent();
    }

    private static OptionalDouble number(String text) {
        try {
            double number = new BigDecimal(text.strip()).doubleValue();
            return Scale.isFactor(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static String text(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
