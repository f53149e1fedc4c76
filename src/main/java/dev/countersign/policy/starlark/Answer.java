package dev.countersign.policy.starlark;

import dev.countersign.policy.Ruling;
import dev.countersign.policy.Rulebook;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;

/// What one rule said.
///
/// @param over names of rules of layers beneath whose objections to the same it waives; only of a plain yes
record Answer(Decision decision, Rulebook.Level level, String rule, String reason, Optional<WorkspacePath> path, int line,
              Optional<Ruling.Source> source, List<String> over) {
    enum Decision { ALLOW, DENY, ASK }

    Answer {
        over = List.copyOf(over);
    }

    Ruling ruling() {
        return switch (decision) {
            case ALLOW -> new Ruling.Allow(rule);
            case DENY -> new Ruling.Deny(rule, reason, path, line, source);
            case ASK -> new Ruling.Ask(rule, reason, path, line, source);
        };
    }
}
