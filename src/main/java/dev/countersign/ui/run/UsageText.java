package dev.countersign.ui.run;

import dev.countersign.agent.Usage;
import dev.countersign.run.Measure;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Usage in words. Unknown is said to be unknown.
final class UsageText {
    private static final Texts TEXTS = Texts.of(UsageText.class);

    private UsageText() {}

    static String tokens(OptionalLong tokens) {
        return tokens.isEmpty() ? TEXTS.text("usage.unknown") : String.format(Locale.ENGLISH, "%,d", tokens.getAsLong());
    }

    static String cost(Optional<BigDecimal> cost) {
        if (cost.isEmpty()) {
            return TEXTS.text("usage.unknown");
        }
        BigDecimal usd = cost.get();
        boolean small = usd.signum() > 0 && usd.compareTo(new BigDecimal("0.01")) < 0;
        return "$" + usd.setScale(small ? 4 : 2, RoundingMode.HALF_UP).toPlainString();
    }

    /// What was used of a measure, or may be.
    static String of(Measure measure, BigDecimal amount) {
        return switch (measure) {
            case COST -> cost(Optional.of(amount));
            case TIME -> Durations.clock(Duration.ofMillis(amount.movePointRight(3).longValue()));
            case TOKENS -> tokens(OptionalLong.of(amount.longValue()));
            case STEPS, FILES -> amount.stripTrailingZeros().toPlainString();
        };
    }

    /// An amount above 0 as a person types it, with or without a dollar sign.
    static Optional<BigDecimal> amount(String text) {
        try {
            return Optional.of(new BigDecimal(text.strip().replace("$", "").replace(",", ""))).filter(amount -> amount.signum() > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static String line(Usage usage) {
        return TEXTS.text("usage.line", tokens(usage.inputTokens()), tokens(usage.outputTokens()), cost(usage.costUsd()));
    }

    /// The sum; unknown as soon as one part is.
    static Usage sum(Collection<Usage> parts) {
        return parts.stream().reduce(Usage.NOTHING, (a, b) -> new Usage(add(a.inputTokens(), b.inputTokens()),
                add(a.outputTokens(), b.outputTokens()),
                a.costUsd().flatMap(x -> b.costUsd().map(x::add))));
    }

    private static OptionalLong add(OptionalLong a, OptionalLong b) {
        return a.isPresent() && b.isPresent() ? OptionalLong.of(a.getAsLong() + b.getAsLong()) : OptionalLong.empty();
    }
}
