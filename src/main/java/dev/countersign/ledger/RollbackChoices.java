package dev.countersign.ledger;

import dev.countersign.changeset.Merge;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a person chose about the files of a rollback.
///
/// @param leftOut files that stay as they are
/// @param settled how the conflicts of a file were settled, by step: a file that other work lies between takes several
public record RollbackChoices(Set<WorkspacePath> leftOut, Map<WorkspacePath, List<Choice>> settled) {
    public static final RollbackChoices NONE = new RollbackChoices(Set.of(), Map.of());

    public RollbackChoices {
        leftOut = Collections.unmodifiableSet(new TreeSet<>(leftOut));
        var copy = new TreeMap<WorkspacePath, List<Choice>>();
        settled.forEach((path, choices) -> copy.put(path, List.copyOf(choices)));
        settled = Collections.unmodifiableMap(copy);
    }

    /// About one step of one file.
    public sealed interface Choice {
        /// By conflict. Conflicts that are not named are open.
        record Lines(Map<Integer, Merge.Resolution> resolutions) implements Choice {
            public Lines {
                resolutions = Collections.unmodifiableMap(new TreeMap<>(resolutions));
            }
        }

        /// The file whole, as it is now.
        record Keep() implements Choice {}

        /// The file whole, as the rollback wants it.
        record Take() implements Choice {}
    }

    Optional<Choice> at(WorkspacePath path, int step) {
        List<Choice> choices = settled.getOrDefault(path, List.of());
        return step < choices.size() ? Optional.of(choices.get(step)) : Optional.empty();
    }

    /// These choices and one more: `choice` for step `step` of `path`. Choices for later steps rest on it and are forgotten.
    public RollbackChoices with(WorkspacePath path, int step, Choice choice) {
        var all = new TreeMap<>(settled);
        var own = new ArrayList<>(all.getOrDefault(path, List.of()));
        if (step > own.size()) {
            throw new IllegalArgumentException("step " + step + " of " + path + " rests on step " + own.size());
        }
        own.subList(step, own.size()).clear();
        own.add(choice);
        all.put(path, own);
        return new RollbackChoices(leftOut, all);
    }

    /// These choices without any about the conflicts of `path`.
    public RollbackChoices without(WorkspacePath path) {
        var all = new TreeMap<>(settled);
        all.remove(path);
        return new RollbackChoices(leftOut, all);
    }

    /// These choices with `path` left out, or not.
    public RollbackChoices leaving(WorkspacePath path, boolean out) {
        var all = new TreeSet<>(leftOut);
        if (out) {
            all.add(path);
        } else {
            all.remove(path);
        }
        return new RollbackChoices(all, settled);
    }
}
