package dev.countersign.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a model is asked for.
public enum Tier {
    /// Splits a task into a plan.
    PLANNER,
    /// Carries out a node.
    ACTUATOR,
    /// Reviews what others did.
    VERIFIER,
    /// Shortens long conversations: something quick and cheap.
    SPECULATOR;

    public static Optional<Tier> of(String label) {
        return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst();
    }

    /// As the file names it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
