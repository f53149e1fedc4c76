package dev.countersign.run;

import dev.countersign.fault.UserException;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import java.util.Optional;

/// How strongly the programs of a run are contained: as the user lowered it, by name, or else at the level that is asked of every
/// run. It never falls by itself.
///
/// @param asked      what it shall be at least
/// @param protection what holds
/// @param isLowered  by the user, for this run
record Containment(Level asked, Protection protection, boolean isLowered) {
    /// What is asked of every run.
    private static final Level ALWAYS = Level.L3;

    /// Checks of a run whose agent starts nothing run at the best level there is, where the asked one is missing.
    static Containment of(Sandbox sandbox, RunRequest request) {
        Protection best = sandbox.protection();
        Optional<Level> lowered = request.lowered().filter(level -> level.isBelow(ALWAYS));
        Level asked = lowered.orElse(ALWAYS);
        // A level below the best one may be missing too.
        boolean there = asked == Level.L0 || asked == best.level() || asked.isBelow(best.level())
                && sandbox.selfTest().attempts().stream().anyMatch(attempt -> attempt.level() == asked && attempt.holds());
        return new Containment(asked, there ? sandbox.protection(asked) : best, lowered.isPresent());
    }

    boolean isMissing() {
        return protection.level().isBelow(asked);
    }

    UserException refused(String agent) {
        return RunProblems.unconfined(agent, protection);
    }
}
