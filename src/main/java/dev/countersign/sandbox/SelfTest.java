package dev.countersign.sandbox;

import dev.countersign.sandbox.Protection.Layer;
import java.util.List;

/// What came of trying to escape on this machine, level by level, from the highest one down.
///
/// @param best the highest level that held
public record SelfTest(Level best, List<Attempt> attempts) {
    public SelfTest {
        attempts = List.copyOf(attempts);
    }

    public enum Result { HELD, ESCAPED, NOT_TRIED }

    /// One level. @param why it is not there, or did not hold; empty where it holds
    public record Attempt(Level level, boolean holds, String why, List<Trial> trials) {
        public Attempt {
            trials = List.copyOf(trials);
        }
    }

    /// One attack. @param attack what was tried, for a person
    public record Trial(Layer layer, String attack, Result result) {}
}
