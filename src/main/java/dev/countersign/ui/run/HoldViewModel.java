package dev.countersign.ui.run;

import dev.countersign.run.Measure;
import dev.countersign.run.Pause;
import dev.countersign.run.RunState;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What holds a run, and how it goes on: a person's pause, a limit that is used up, a crash. And what it used of its limits. JavaFX
/// thread.
public final class HoldViewModel {
    private final Texts texts = Texts.of(HoldViewModel.class);
    private final ReadOnlyObjectProperty<RunState> state;
    private final Runs runs;
    private final Background background;
    private final InstantSource clock;
    private final ReadOnlyStringWrapper why = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper used = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<Measure>> measure = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper together = new ReadOnlyBooleanWrapper();
    private final StringProperty extra = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper pauseReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper goOnReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");

    HoldViewModel(ReadOnlyObjectProperty<RunState> state, Runs runs, Background background, InstantSource clock) {
        this.state = state;
        this.runs = runs;
        this.background = background;
        this.clock = clock;
        state.addListener((_, _, _) -> show());
        extra.addListener((_, _, _) -> {
            fault.set("");
            judge();
        });
        show();
    }

    /// One sentence on what holds the run; empty where nothing does.
    public ReadOnlyStringProperty whyProperty() {
        return why.getReadOnlyProperty();
    }

    /// `$0.42 of $1`; empty where there is no limit.
    public ReadOnlyStringProperty usedProperty() {
        return used.getReadOnlyProperty();
    }

    /// The limit that must be raised before it goes on.
    public ReadOnlyObjectProperty<Optional<Measure>> measureProperty() {
        return measure.getReadOnlyProperty();
    }

    /// Whether what holds it is that its nodes fail together: going on checks them once more.
    public ReadOnlyBooleanProperty togetherProperty() {
        return together.getReadOnlyProperty();
    }

    /// By how much, as it is typed.
    public StringProperty extraProperty() {
        return extra;
    }

    /// Why the run can't be paused, or empty text.
    public ReadOnlyStringProperty pauseReasonProperty() {
        return pauseReason.getReadOnlyProperty();
    }

    /// Why the run can't go on, or empty text.
    public ReadOnlyStringProperty goOnReasonProperty() {
        return goOnReason.getReadOnlyProperty();
    }

    /// What went wrong when it was last asked; empty where nothing did.
    public ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }

    public void pause() {
        if (pauseReason.get().isEmpty()) {
            ask(texts.text("work.pause"), () -> runs.pause(state.get().id()));
        }
    }

    /// Raises the limit that is used up by what was typed, and lets the run go on.
    public void goOn() {
        if (!goOnReason.get().isEmpty()) {
            return;
        }
        Optional<Measure> raised = measure.get();
        BigDecimal amount = raised.isPresent() ? amount().orElseThrow() : BigDecimal.ZERO;
        ask(texts.text("work.resume"), () -> {
            if (raised.isPresent()) {
                runs.grant(state.get().id(), raised.get(), amount);
            }
            runs.resume(state.get().id());
        });
    }

    private interface Asked {
        void ask() throws java.io.IOException;
    }

    private void ask(String label, Asked asked) {
        fault.set("");
        background.run(label, _ -> {
            asked.ask();
            return label;
        }).onSuccess(_ -> extra.set("")).onFailure(problem -> fault.set(problem.sentence()));
    }

    /// What was used moves with the clock; call it about once a second while the run lives.
    void tick() {
        showUsed();
    }

    private void show() {
        RunState now = state.get();
        Optional<Pause> pause = now.course().pause();
        why.set(pause.map(Pause::why).orElse(now.course().interrupted().isEmpty() ? "" : texts.text("hold.interrupted",
                now.course().interrupted().size())));
        together.set(now.isHeldTogether());
        measure.set(pause.flatMap(Pause::measure).filter(m -> isSpent(now, m)));
        pauseReason.set(now.isEnded() ? texts.text("reason.ended") : pause.isPresent() ? texts.text("hold.paused")
                : now.nodes().values().stream().allMatch(v -> v.state().isFinal() || v.state().needsHuman()) ? texts.text("hold.nothing") : "");
        showUsed();
        judge();
    }

    private boolean isSpent(RunState run, Measure one) {
        Optional<BigDecimal> limit = run.course().limits().of(one);
        Optional<BigDecimal> amount = run.course().used(one, clock.instant());
        return limit.isPresent() && (amount.isPresent() ? amount.get().compareTo(limit.get()) >= 0 : !run.course().waived().contains(one));
    }

    private void showUsed() {
        RunState now = state.get();
        var parts = new ArrayList<String>();
        now.course().limits().atMost().forEach((one, limit) -> parts.add(one.words(
                now.course().used(one, now.endedAt().orElseGet(clock::instant)), limit)));
        used.set(String.join(" \u00b7 ", parts));
    }

    private void judge() {
        goOnReason.set(!state.get().isResumable() ? texts.text("hold.goes") : measure.get().isPresent() && amount().isEmpty()
                ? texts.text("hold.amount") : "");
    }

    private Optional<BigDecimal> amount() {
        return UsageText.amount(extra.get());
    }
}
