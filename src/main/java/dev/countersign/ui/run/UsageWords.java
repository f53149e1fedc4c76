package dev.countersign.ui.run;

import dev.countersign.agent.Usage;
import dev.countersign.ui.fx.Texts;

/// What agents used, in words, for other screens.
public final class UsageWords {
    private UsageWords() {}

    /// `$0.42`, or that it is unknown.
    public static String cost(Usage usage) {
        return UsageText.cost(usage.costUsd());
    }

    /// Tokens in and out.
    public static String tokens(Usage usage) {
        return Texts.of(UsageWords.class).text("usage.tokens", UsageText.tokens(usage.inputTokens()), UsageText.tokens(usage.outputTokens()));
    }
}
