package dev.countersign.run;

import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.workspace.Contents;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Commands to the runs that this session drives; those of others it refuses, so that none goes round in circles.
final class Driving implements RunDriver {
    private final Function<RunId, RunEngine> engines;

    /// @param engines finds the engine, or refuses
    Driving(Function<RunId, RunEngine> engines) {
        this.engines = engines;
    }

    @Override
    public void decide(RunId run, NodeId node, Decision decision, String who) {
        engines.apply(run).decide(node, decision, who);
    }

    @Override
    public void review(RunId run, NodeId node, ReviewerVerdict verdict) {
        engines.apply(run).review(node, verdict);
    }

    @Override
    public void verifyAgain(RunId run, NodeId node, String check) {
        engines.apply(run).verifyAgain(node, check);
    }

    @Override
    public void retry(RunId run, NodeId node) {
        engines.apply(run).retry(node);
    }

    @Override
    public void answer(RunId run, NodeId node, String request, Optional<String> option, String who) {
        engines.apply(run).questions().answer(node, request, option, who);
    }

    @Override
    public List<Question> questions(RunId run) {
        return engines.apply(run).questions().open();
    }

    @Override
    public void cancel(RunId run) {
        engines.apply(run).cancel();
    }

    @Override
    public void pause(RunId run, String who) {
        engines.apply(run).interventions().pause(who);
    }

    @Override
    public void resume(RunId run, String who) {
        engines.apply(run).interventions().resume(who);
    }

    @Override
    public void grant(RunId run, Measure measure, BigDecimal extra, String who) throws IOException {
        engines.apply(run).interventions().grant(measure, extra, who);
    }

    @Override
    public void replan(RunId run, Plan plan, String why, String who) throws IOException {
        engines.apply(run).interventions().replan(plan, why, who);
    }

    @Override
    public Contents contents(RunId run) throws IOException {
        return engines.apply(run).contents();
    }
}
