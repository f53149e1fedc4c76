package dev.countersign.ui.run;

import dev.countersign.plan.NodeState;
import dev.countersign.run.RunEvent;
import dev.countersign.ui.fx.Status;
import dev.countersign.verify.Part;
import dev.countersign.verify.SensorResult;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How far the checks of a node are, as its events tell it: a run's state holds only what a check came to. Checks run one after another, and
/// what commands came to is told when the last of them has run.
///
/// @param now   the check that runs
/// @param begun parts of which a check was started
/// @param heard whether the beginning was; where it was not, a part without a result may have begun
record UnderWay(Optional<Check> now, Set<Part> begun, boolean heard) {
    static final UnderWay UNHEARD = new UnderWay(Optional.empty(), Set.of(), false);

    /// @param sensor its name, as in its result
    record Check(Part part, String sensor) {}

    UnderWay {
        begun = Set.copyOf(begun);
    }

    /// The same behind an event of the node.
    UnderWay after(RunEvent event) {
        if (event instanceof RunEvent.Moved moved) {
            return new UnderWay(Optional.empty(), Set.of(), moved.state() instanceof NodeState.Verifying);
        }
        if (event instanceof RunEvent.Checked) {
            return new UnderWay(Optional.empty(), begun, heard);
        }
        if (event instanceof RunEvent.CheckStarted started) {
            var parts = EnumSet.of(started.part());
            parts.addAll(begun);
            return new UnderWay(Optional.of(new Check(started.part(), started.sensor())), parts, heard);
        }
        return this;
    }

    /// The check of a part that runs.
    Optional<Check> of(Part part) {
        return now.filter(check -> check.part() == part);
    }

    /// How a part of a node that is being verified stands. @param results of the part, so far
    Status status(Part part, List<SensorResult> results) {
        Status found = status(results);
        if (found == Status.FAILED) {
            return found;
        }
        if (of(part).isPresent()) {
            return Status.RUNNING;
        }
        if (!results.isEmpty()) {
            return found;
        }
        return begun.contains(part) || !heard ? Status.VERIFYING : Status.WAITING;
    }

    /// How a part stands that is not being verified.
    static Status status(List<SensorResult> results) {
        return results.stream().anyMatch(r -> r.state() instanceof SensorResult.State.Failed) ? Status.FAILED
                : results.stream().anyMatch(r -> r.state() instanceof SensorResult.State.Passed) ? Status.PASSED
                : Status.NOT_CHECKED;
    }
}
