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
}
