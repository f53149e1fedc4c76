package dev.countersign.policy.builtin;

import dev.countersign.changeset.FileChange;
import dev.countersign.policy.Policy.RuleInfo;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.Contents;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A file that grows over 5 MiB is asked about.
final class SizeRule extends ChangeRule {
    private static final long ASK_OVER = 5L << 20;

    @Override
    public RuleInfo info() {
        return new RuleInfo("size", "A file that grows over 5 MiB is asked about.");
    }

    @Override
    List<Ruling> objections(FileChange change, Contents contents) {
        long before = change.beforeState().map(s -> s.size()).orElse(0L);
        long after = change.afterState().map(s -> s.size()).orElse(0L);
        if (after <= ASK_OVER || after <= before) {
            return List.of();
        }
        return List.of(new Ruling.Ask(info().name(), String.format(Locale.ROOT, "%s has %.1f MiB now.", change.path(),
                after / (double) (1 << 20)), Optional.of(change.path()), 0));
    }
}
