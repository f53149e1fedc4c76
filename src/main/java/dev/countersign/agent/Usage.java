package dev.countersign.agent;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/// What a call used. Unknown is empty, never 0.
///
/// @param costUsd US dollars
public record Usage(OptionalLong inputTokens, OptionalLong outputTokens, Optional<BigDecimal> costUsd) {
    public static final Usage UNKNOWN = new Usage(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
    /// Known to cost nothing: no model was called.
    public static final Usage NOTHING = new Usage(OptionalLong.of(0), OptionalLong.of(0), Optional.of(BigDecimal.ZERO));

    /// Both together. What one does not know, the sum does not know.
    public Usage plus(Usage other) {
        return new Usage(sum(inputTokens, other.inputTokens), sum(outputTokens, other.outputTokens),
                costUsd.flatMap(a -> other.costUsd.map((BigDecimal b) -> a.add(b))));
    }

    private static OptionalLong sum(OptionalLong a, OptionalLong b) {
        return a.isPresent() && b.isPresent() ? OptionalLong.of(a.getAsLong() + b.getAsLong()) : OptionalLong.empty();
    }
}
