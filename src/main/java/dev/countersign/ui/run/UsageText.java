package dev.countersign.ui.run;

import dev.countersign.agent.Usage;
import dev.countersign.ui.fx.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;
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
