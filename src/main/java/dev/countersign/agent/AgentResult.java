package dev.countersign.agent;

/// How a call ended.
public sealed interface AgentResult {
    /// @param words the agent's own summary, possibly empty; never proof of anything
    record Finished(String words, Usage usage) implements AgentResult {}

    record Failed(AgentFailure failure) implements AgentResult {}

    record Cancelled() implements AgentResult {}
}
