package dev.countersign.run;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/// What a run may use only so much of.
public enum Measure {
    /// US dollars, as the agents say.
    COST("US dollars"),
    /// Calls of agents.
    STEPS("calls"),
    /// Tokens in and out, as the agents say.
    TOKENS("tokens"),
    /// Seconds in which something of the run was at work; what waits for a person takes none.
    TIME("seconds"),
    /// Distinct files that candidates changed.
    FILES("files");

    private final String unit;

    Measure(String unit) {
        this.unit = unit;
    }

    /// In plural, lower case.
    public String unit() {
        return unit;
    }

    /// As a person writes it: `$0.42`, `3 calls`.
    public String words(BigDecimal amount) {
        String number = amount.stripTrailingZeros().toPlainString();
        return this == COST ? "$" + number : number + " " + unit;
    }

    /// `$0.42 of $1`, `3 of 10 calls`. @param used empty where agents do not say
    public String words(Optional<BigDecimal> used, BigDecimal limit) {
        return used.map(amount -> this == COST ? words(amount) : amount.stripTrailingZeros().toPlainString()).orElse("unknown") + " of " + words(limit);
    }

    /// The name on the command line and in JSON.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
