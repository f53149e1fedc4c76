package dev.countersign.ui.run;

import dev.countersign.fault.Problem;
import dev.countersign.run.Course;
import dev.countersign.run.Measure;
import dev.countersign.run.RunState;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// What a run has used so far, beside its limits, and the way to grant it more. JavaFX thread.
public final class SpendingViewModel {
    /// @param used  in words; that it is unknown, where agents do not say
    /// @param limit empty for none
    /// @param share of the limit, from 0; empty where it is not known or there is none
    /// @param near  more than [Course#WARNING] of the limit is used
    public record Row(Measure measure, String used, Optional<String> limit, OptionalDouble share, boolean near) {}

    private final Texts texts = Texts.of(SpendingViewModel.class);
    private final ReadOnlyObjectProperty<RunState> state;
    private final Runs runs;
    private final Background background;
    private final InstantSource clock;
    private final ReadOnlyObjectWrapper<List<Row>> rows = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");

    SpendingViewModel(ReadOnlyObjectProperty<RunState> state, Runs runs, Background background, InstantSource clock) {
        this.state = state;
        this.runs = runs;
        this.background = background;
        this.clock = clock;
        state.addListener((_, _, _) -> show());
        show();
    }

    /// One for each measure.
    public ReadOnlyObjectProperty<List<Row>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /// Why the last grant was not made; empty text where it was.
    public ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /// Why no more can be granted of a measure, or empty text.
    public String grantReason(Measure measure) {
        RunState now = state.get();
        return now.isEnded() ? texts.text("reason.ended") : now.course().limits().of(measure).isEmpty() ? texts.text("spending.unlimited") : "";
    }

    /// Raises the limit on `measure` by what was typed; recorded in the ledger. A paused run stays paused.
    public void grant(Measure measure, String typed) {
        Optional<BigDecimal> amount = UsageText.amount(typed);
        String why = grantReason(measure);
        if (!why.isEmpty() || amount.isEmpty()) {
            fault.set(why.isEmpty() ? texts.text("hold.amount") : why);
            return;
        }
        fault.set("");
        background.run(texts.text("work.grant"), _ -> {
            runs.grant(state.get().id(), measure, amount.get());
            return measure;
        }).onFailure((Problem problem) -> fault.set(problem.sentence()));
    }

    /// What was used moves with the clock.
    void tick() {
        show();
    }

    private void show() {
        RunState run = state.get();
        Instant now = run.endedAt().orElseGet(clock::instant);
        var next = new ArrayList<Row>();
        for (Measure measure : Measure.values()) {
            Optional<BigDecimal> used = run.course().used(measure, now);
            Optional<BigDecimal> limit = run.course().limits().of(measure);
            OptionalDouble share = used.isPresent() && limit.isPresent() ? OptionalDouble.of(used.get().divide(limit.get(), MathContext.DECIMAL32).doubleValue())
                    : OptionalDouble.empty();
            next.add(new Row(measure, used.map(amount -> UsageText.of(measure, amount)).orElse(texts.text("usage.unknown")),
                    limit.map(amount -> UsageText.of(measure, amount)), share, share.orElse(0) >= Course.WARNING.doubleValue()));
        }
        if (!next.equals(rows.get())) {
            rows.set(List.copyOf(next));
        }
    }
}
