package dev.countersign.ui.run;

import dev.countersign.run.Measure;
import dev.countersign.run.RunLimits;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.UiState;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// How much the next run may use, as it is typed: dollars, tokens, minutes, calls of agents, files, and nodes at one time. Empty is no
/// limit. JavaFX thread.
public final class LimitsViewModel {
    private static final BigDecimal MINUTE = new BigDecimal(60);

    private final Texts texts = Texts.of(LimitsViewModel.class);
    private final Map<Measure, StringProperty> amounts = new EnumMap<>(Measure.class);
    private final StringProperty parallel = new SimpleStringProperty(Integer.toString(RunLimits.PARALLEL));
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
    private RunLimits limits = RunLimits.NONE;

    LimitsViewModel() {
        for (Measure measure : Measure.values()) {
            var text = new SimpleStringProperty("");
            text.addListener((_, _, _) -> judge());
            amounts.put(measure, text);
        }
        parallel.addListener((_, _, _) -> judge());
        judge();
    }

    /// What is typed for a measure; minutes for [Measure#TIME].
    public StringProperty amountProperty(Measure measure) {
        return amounts.get(measure);
    }

    /// How many nodes may be at work at one time.
    public StringProperty parallelProperty() {
        return parallel;
    }

    /// What is wrong with what is typed; empty text where nothing is.
    public ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /// `$2, 20 calls`, or that there are none.
    public ReadOnlyStringProperty summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    /// The last that were right.
    public RunLimits limits() {
        return limits;
    }

    /// Takes what was typed last time, and keeps what is typed from now on.
    public void remember(UiState state) {
        amounts.forEach((measure, text) -> {
            text.set(state.get("limit." + measure.label(), ""));
            text.addListener((_, _, now) -> state.put("limit." + measure.label(), now));
        });
        parallel.set(state.get("limit.parallel", Integer.toString(RunLimits.PARALLEL)));
        parallel.addListener((_, _, now) -> state.put("limit.parallel", now));
    }

    public void clear() {
        amounts.values().forEach(text -> text.set(""));
        parallel.set(Integer.toString(RunLimits.PARALLEL));
    }

    private void judge() {
        var atMost = new EnumMap<Measure, BigDecimal>(Measure.class);
        String wrong = "";
        for (Map.Entry<Measure, StringProperty> one : amounts.entrySet()) {
            String text = one.getValue().get().strip();
            Optional<BigDecimal> amount = UsageText.amount(text);
            if (amount.isPresent()) {
                atMost.put(one.getKey(), one.getKey() == Measure.TIME ? amount.get().multiply(MINUTE) : amount.get());
            } else if (!text.isEmpty() && wrong.isEmpty()) {
                wrong = texts.text("limits.fault", texts.text("limits." + one.getKey().label()), text);
            }
        }
        int nodes = parallel.get().strip().matches("[1-9]\\d{0,2}") ? Integer.parseInt(parallel.get().strip()) : 0;
        if (nodes == 0 && wrong.isEmpty()) {
            wrong = texts.text("limits.fault.parallel", parallel.get().strip());
        }
        fault.set(wrong);
        if (wrong.isEmpty()) {
            limits = new RunLimits(nodes, atMost);
        }
        var words = new ArrayList<String>();
        atMost.forEach((measure, amount) -> words.add(measure == Measure.COST || measure == Measure.TIME ? UsageText.of(measure, amount) : measure.words(amount)));
        summary.set(!wrong.isEmpty() ? texts.text("limits.wrong") : words.isEmpty() ? texts.text("limits.none") : String.join(", ", words));
    }
}
