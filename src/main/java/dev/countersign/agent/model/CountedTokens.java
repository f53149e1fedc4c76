package dev.countersign.agent.model;

import dev.countersign.model.Tokens;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Optional;

/// Usage with what came from a cache apart.
final class CountedTokens extends TokenUsage {
    private final Tokens tokens;

    CountedTokens(Tokens tokens) {
        super((int) tokens.read(), (int) tokens.output());
        this.tokens = tokens;
    }

    /// Empty where the provider does not say. An answer without a single token is one that was not counted.
    static Optional<Tokens> of(TokenUsage usage) {
        return switch (usage) {
            case null -> Optional.empty();
            case CountedTokens own -> Optional.of(own.tokens);
            case TokenUsage other when other.inputTokenCount() == null || other.outputTokenCount() == null
                    || other.inputTokenCount() + other.outputTokenCount() == 0 -> Optional.empty();
            case OpenAiTokenUsage openai when openai.inputTokensDetails() != null && openai.inputTokensDetails().cachedTokens() != null -> {
                int cached = Math.clamp(openai.inputTokensDetails().cachedTokens(), 0, openai.inputTokenCount());
                yield Optional.of(new Tokens(openai.inputTokenCount() - cached, cached, 0, openai.outputTokenCount()));
            }
            case TokenUsage other -> Optional.of(new Tokens(other.inputTokenCount(), 0, 0, other.outputTokenCount()));
        };
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof CountedTokens other && other.tokens.equals(tokens);
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }
}
