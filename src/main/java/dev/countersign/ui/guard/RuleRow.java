package dev.countersign.ui.guard;

import dev.countersign.policy.Policy;
import dev.countersign.policy.Rulebook;

/// A row of the list of rules.
sealed interface RuleRow {
    /// The rules of one layer follow.
    record Heading(Rulebook.Layer layer) implements RuleRow {}

    /// The rules that are part of the program follow.
    record FixedHeading() implements RuleRow {}

    record Fixed(Policy.RuleInfo rule) implements RuleRow {}

    /// @param changed what is shown of it is not saved
    record File(Rulebook.RuleFile file, boolean changed) implements RuleRow {
        boolean isEditable() {
            return file.level() == Rulebook.Level.USER;
        }
    }
}
