package dev.countersign.ui.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.Usage;
import dev.countersign.run.Measure;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunLimits;
import dev.countersign.run.RunRequest;
import dev.countersign.run.RunState;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.MadeUpRuns;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.UiState;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run may use, and what it used.
class LimitsTest {
    private final MadeUpRuns runs = new MadeUpRuns();
    private final ComposerViewModel composer = new ComposerViewModel(MadeUp.agents(), runs, Background.sameThread(), (_, _, accept) -> accept.run());

    @Test
    void whatIsTypedIsTheLimitOfTheNextRun() {
        LimitsViewModel limits = composer.limits();
        assertThat(limits.summaryProperty().get()).isEqualTo("No limits");
        limits.amountProperty(Measure.COST).set("$2.50");
        limits.amountProperty(Measure.TIME).set("10");
        limits.amountProperty(Measure.STEPS).set("20");
        limits.parallelProperty().set("2");
        composer.promptProperty().set("Fix it");
        composer.start();
        assertThat(runs.started).extracting(RunRequest::limits).containsExactly(new RunLimits(2,
                Map.of(Measure.COST, new BigDecimal("2.50"), Measure.TIME, new BigDecimal(600), Measure.STEPS, new BigDecimal(20))));
        assertThat(limits.summaryProperty().get()).isEqualTo("$2.50, 20 calls, 10:00");
    }

    @Test
    void whatIsNoNumberKeepsTheTaskFromStartingAndSaysWhich() {
        composer.promptProperty().set("Fix it");
        composer.limits().amountProperty(Measure.TOKENS).set("many");
        assertThat(composer.startReasonProperty().get()).isEqualTo("Tokens is a number above 0, or empty: \"many\" is not.");
        composer.limits().amountProperty(Measure.TOKENS).set("0");
        assertThat(composer.startReasonProperty().get()).contains("\"0\" is not");
        composer.limits().amountProperty(Measure.TOKENS).set("");
        composer.limits().parallelProperty().set("0");
        assertThat(composer.startReasonProperty().get()).isEqualTo("Nodes at one time is a number from 1 to 999: \"0\" is not.");
        composer.start();
        assertThat(runs.started).isEmpty();
        composer.limits().clear();
        assertThat(composer.startReasonProperty().get()).isEmpty();
    }

    @Test
    void limitsAreRemembered(@TempDir Path folder) {
        UiState state = UiState.open(folder.resolve("ui.json"));
        composer.limits().remember(state);
        composer.limits().amountProperty(Measure.COST).set("5");
        composer.limits().parallelProperty().set("3");
        var next = new LimitsViewModel();
        next.remember(state);
        assertThat(next.limits()).isEqualTo(new RunLimits(3, Map.of(Measure.COST, new BigDecimal(5))));
    }

    private static RunViewModel model(RunState state, Runs runs) {
        return new RunViewModel(state, runs, Background.sameThread(), InstantSource.fixed(MadeUp.NOW), (_, _) -> {});
    }

    @Test
    void whatIsUsedStandsBesideItsLimitAndUnknownIsSaid() {
        RunViewModel model = model(MadeUp.held(), runs);
        assertThat(model.spending().rowsProperty().get()).extracting(r -> r.measure() + " " + r.used() + " " + r.limit().orElse("-") + " " + r.near())
                .containsExactly("COST $2.13 $2.00 true", "STEPS 0 20 false", "TOKENS 9,800 - false", "TIME 0:00 - false", "FILES 0 - false");
        RunState unknown = MadeUp.held().after(new RunEvent.Returned(MadeUp.NOW, MadeUp.id("retry"), 1, "", Usage.UNKNOWN, Optional.empty()));
        assertThat(model(unknown, runs).spending().rowsProperty().get().getFirst()).isEqualTo(new SpendingViewModel.Row(Measure.COST, "unknown",
                Optional.of("$2.00"), OptionalDouble.empty(), false));
    }

    @Test
    void moreIsGrantedAtItsRowAndOnlyWhereThereIsALimit() {
        SpendingViewModel spending = model(MadeUp.held(), runs).spending();
        spending.grant(Measure.COST, "no");
        assertThat(spending.faultProperty().get()).isEqualTo("Type by how much the limit is to be raised.");
        spending.grant(Measure.FILES, "3");
        assertThat(spending.faultProperty().get()).isEqualTo("The run has no such limit.");
        assertThat(runs.asked).noneMatch(asked -> asked.startsWith("grant"));
        spending.grant(Measure.COST, "$1.50");
        assertThat(spending.faultProperty().get()).isEmpty();
        assertThat(runs.asked).filteredOn(asked -> asked.startsWith("grant")).isEqualTo(List.of("grant COST 1.50"));
    }
}
