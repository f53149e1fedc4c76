package dev.countersign.ui.settings;

import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.SelfTest;
import java.util.List;
import java.util.Optional;

/// One level of the sandbox as it was found here.
///
/// @param protection what it enforces, where it holds
public record TriedLevel(SelfTest.Attempt attempt, Optional<Protection> protection) {

    /// All levels from the highest one down; tries those that were not tried yet, which takes a second or two.
    public static List<TriedLevel> of(Sandbox sandbox) {
        return sandbox.selfTest().attempts().stream().map(attempt -> new TriedLevel(attempt,
                attempt.holds() ? Optional.of(sandbox.protection(attempt.level())) : Optional.empty())).toList();
    }

    /// Attempts that were not held, in words.
    List<String> notHeld() {
        return attempt.trials().stream().filter(trial -> trial.result() != SelfTest.Result.HELD).map(SelfTest.Trial::attack).toList();
    }
}
