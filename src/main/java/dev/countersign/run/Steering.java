package dev.countersign.run;

import dev.countersign.plan.Plan;
import java.io.IOException;
import java.math.BigDecimal;

/// What a person does to a run as a whole, whoever drives it. Part of a [Session]; any thread.
public final class Steering {
    /// Gives a command to whoever drives the run.
    interface Reins {
        void give(RunId run, Pull pull) throws IOException;
    }

    /// One command.
    interface Pull {
        void to(RunDriver driver) throws IOException;
    }

    private final Reins reins;

    Steering(Reins reins) {
        this.reins = reins;
    }

    /// Nothing new begins; what is at work goes on to its end.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-014` where the run has ended or is paused
    public void pause(RunId run, String who) throws IOException {
        reins.give(run, driver -> driver.pause(run, who));
    }

    /// A paused run goes on, and so does what an earlier process left at work: where it stood, without asking an agent again for what it
    /// has answered.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-014` where there is nothing to go on with, `RUN-015` where a limit is used up:
    ///         grant more first
    public void resume(RunId run, String who) throws IOException {
        reins.give(run, driver -> driver.resume(run, who));
    }

    /// Raises a limit by `extra`; recorded in the ledger before it counts. Where agents do not say how much they use, the run goes on
    /// without knowing. A paused run stays paused.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-014` where there is no such limit, `RUN-015` where it would be used up all the same
    public void grant(RunId run, Measure measure, BigDecimal extra, String who) throws IOException {
        reins.give(run, driver -> driver.grant(run, measure, extra, who));
    }

    /// Changes the plan. Nodes that are the same stand as they stood; what waits for review and is given up is rejected.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-016` where the plan cannot run, or changes what is committed or at work
    public void replan(RunId run, Plan plan, String why, String who) throws IOException {
        reins.give(run, driver -> driver.replan(run, plan, why, who));
    }
}
