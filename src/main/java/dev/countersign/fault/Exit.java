package dev.countersign.fault;

/// Exit statuses of the command line. The numbers are a published contract (`docs/cli.md`) and never change.
public enum Exit {
    /// Everything asked for was approved and committed, or there was nothing to do.
    DONE(0),
    /// Finished, but something was rejected, escalated or left undecided.
    UNDECIDED(1),
    /// Usage, configuration, registry or plan is wrong: nothing was started.
    USAGE(2),
    /// Verification failed.
    VERIFICATION(3),
    /// The ledger or a proof does not verify.
    LEDGER(4),
    /// A human is needed and there is none.
    HUMAN(5),
    /// Budget or time is spent.
    BUDGET(6),
    /// An agent or its provider failed.
    AGENT(7),
    /// Sandbox or policy refused.
    REFUSED(8),
    /// Conflict with changes made outside.
    CONFLICT(9),
    /// A defect of Countersign.
    BUG(70);

    private final int status;

    Exit(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
