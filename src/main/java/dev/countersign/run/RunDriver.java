package dev.countersign.run;

import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Idempotent;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// What can be asked of the process that drives a run; [Session] says what each command does. Any thread.
public interface RunDriver {
    void decide(RunId run, NodeId node, Decision decision, String who) throws IOException;

    void review(RunId run, NodeId node, ReviewerVerdict verdict) throws IOException;

    void verifyAgain(RunId run, NodeId node, String check) throws IOException;

    void retry(RunId run, NodeId node) throws IOException;

    /// @param option an option of the request; empty for a plain no
    void answer(RunId run, NodeId node, String request, Optional<String> option, String who) throws IOException;

    @Idempotent
    List<Question> questions(RunId run) throws IOException;

    @Idempotent
    void cancel(RunId run) throws IOException;

    void pause(RunId run, String who) throws IOException;

    void resume(RunId run, String who) throws IOException;

    void grant(RunId run, Measure measure, BigDecimal extra, String who) throws IOException;

    void replan(RunId run, Plan plan, String why, String who) throws IOException;

    /// Content of the run's candidates and bases.
    Contents contents(RunId run) throws IOException;
}
