package dev.countersign.run;

import dev.countersign.fault.EnvironmentException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Gives commands to whoever drives a run: this session, where it does or can, or another process.
final class Dispatch {
    private final RunShelf runs;
    private final Holds holds;
    private final Driving driving;
    private final BooleanSupplier closed;

    interface Command {
        void give(RunDriver driver) throws IOException;
    }

    /// @param driving of the runs that this session drives
    /// @param closed  whether the session is over: every command is refused then
    Dispatch(RunShelf runs, Holds holds, Driving driving, BooleanSupplier closed) {
        this.runs = runs;
        this.holds = holds;
        this.driving = driving;
        this.closed = closed;
    }

    void give(RunId run, Command command) throws IOException {
        if (known(run).isPresent()) {
            command.give(driving);
            return;
        }
        Optional<RunLink.Reached> reached = holds.reach(run);
        if (reached.isPresent()) {
            try (RunLink.Reached other = reached.get()) {
                command.give(other.driver());
            }
        } else if (known(run).isPresent()) {
            command.give(driving);
        } else {
            throw RunProblems.elsewhere(run, holds.words(run));
        }
    }

    /// The same for callers whose own contract has no [IOException].
    void giveQuietly(RunId run, Command command) {
        try {
            give(run, command);
        } catch (IOException e) {
            throw new EnvironmentException(RunProblems.of(e), e);
        }
    }

    /// The engine of a run that is known, where this session drives it or can.
    Optional<RunEngine> known(RunId run) throws IOException {
        if (closed.getAsBoolean()) {
            throw RunProblems.closed();
        }
        if (runs.state(run).isEmpty()) {
            throw RunProblems.unknown("run " + run);
        }
        return runs.driven(run);
    }
}
