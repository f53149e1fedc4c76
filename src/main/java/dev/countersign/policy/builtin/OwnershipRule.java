package dev.countersign.policy.builtin;

import dev.countersign.policy.Action;
import dev.countersign.policy.Policy.RuleInfo;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.PathEdit;
import java.util.List;
import java.util.Optional;

/// A node changes only files that its contract owns.
final class OwnershipRule implements Rule {
    @Override
    public RuleInfo info() {
        return new RuleInfo(Ruling.OWNERSHIP, "A node changes only the files that its contract owns.");
    }

    @Override
    public List<Ruling> objections(Action action) {
        return switch (action) {
            case Action.Run _, Action.Connect _, Action.Begin _ -> List.of();
            case Action.Change change -> change.changeset().edits().stream().map(PathEdit::path)
                    .filter(path -> !change.node().contract().owns(path))
                    .<Ruling>map(path -> new Ruling.Deny(info().name(), path + " does not belong to node \"" + change.node().id()
                            + "\", which owns " + String.join(", ", change.node().contract().owns()) + ".",
                            Optional.of(path), 0))
                    .toList();
        };
    }
}
