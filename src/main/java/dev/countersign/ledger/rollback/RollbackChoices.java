package dev.countersign.ledger.rollback;

import dev.countersign.changeset.Merge;
import dev.countersign.workspace.FileState;
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
public record RollbackChoices(Set<WorkspacePath> leftOut, Map<WorkspacePath, List<Answer>> settled) {
    public static final RollbackChoices NONE = new RollbackChoices(Set.of(), Map.of());

    public RollbackChoices {
        leftOut = Collections.unmodifiableSet(new TreeSet<>(leftOut));
        var copy = new TreeMap<WorkspacePath, List<Answer>>();
        settled.forEach((path, choices) -> copy.put(path, List.copyOf(choices)));
        settled = Collections.unmodifiableMap(copy);
    }

    /// A choice, and the state of the file that it was made about. It counts for that state only: where the file has changed
    /// since, the conflict is open again.
    public record Answer(Optional<FileState> about, Choice choice) {}

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

    Optional<Choice> at(WorkspacePath path, int step, Optional<FileState> now) {
        List<Answer> answers = settled.getOrDefault(path, List.of());
        return step < answers.size() && answers.get(step).about.equals(now) ? Optional.of(answers.get(step).choice) : Optional.empty();
    }

    /// These choices and one more, about an open conflict. Choices for later steps of the file rest on it and are forgotten.
    public RollbackChoices with(RollbackFile.Open open, Choice choice) {
        var all = new TreeMap<>(settled);
        var own = new ArrayList<>(all.getOrDefault(open.path(), List.of()));
        own.subList(Math.min(open.step(), own.size()), own.size()).clear();
        // Steps that needed no choice leave a gap, which stands for none.
        while (own.size() < open.step()) {
            own.add(new Answer(Optional.empty(), new Choice.Lines(Map.of())));
        }
        own.add(new Answer(open.sides().ours(), choice));
        all.put(open.path(), own);
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
