package dev.countersign.agent.acp;

import dev.countersign.agent.AgentFailure;

/// A call cannot go on, for a reason that is told to a person.
final class Fault extends Exception {
    private final AgentFailure.Kind kind;

    /// @param sentence whole, with what to do
    Fault(AgentFailure.Kind kind, String sentence) {
        super(sentence, null, false, false);
        this.kind = kind;
    }

    AgentFailure.Kind kind() {
        return kind;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
