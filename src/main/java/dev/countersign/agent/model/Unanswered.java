package dev.countersign.agent.model;

import dev.countersign.agent.AgentFailure.Kind;

/// No model that could be asked answered.
final class Unanswered extends Exception {
    private final Kind kind;

    Unanswered(Kind kind, String sentence) {
        super(sentence, null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
