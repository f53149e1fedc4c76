package dev.countersign.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/// What a model costs, in US dollars for a million tokens each.
///
/// @param cached what was read from a cache; where it is not said, as [#input]
/// @param stored what was written to a cache; where it is not said, as [#input]
public record Price(BigDecimal input, BigDecimal output, Optional<BigDecimal> cached, Optional<BigDecimal> stored) {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    public Price {
        if (input.signum() < 0 || output.signum() < 0 || cached.filter(p -> p.signum() < 0).isPresent() || stored.filter(p -> p.signum() < 0).isPresent()) {
            throw new IllegalArgumentException("a price is not below 0");
        }
    }

    /// US dollars.
    public BigDecimal of(Tokens tokens) {
        return times(input, tokens.input()).add(times(cached.orElse(input), tokens.cached())).add(times(stored.orElse(input), tokens.stored()))
                .add(times(output, tokens.output())).divide(MILLION, MathContext.DECIMAL64).stripTrailingZeros();
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}
