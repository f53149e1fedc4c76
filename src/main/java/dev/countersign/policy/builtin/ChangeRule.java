package dev.countersign.policy.builtin;

import dev.countersign.changeset.FileChange;
import dev.countersign.policy.Action;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.Contents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A rule that looks at each changed file by itself.
abstract class ChangeRule implements Rule {
    @Override
    public final List<Ruling> objections(Action action) throws IOException {
        return switch (action) {
            case Action.Run _, Action.Connect _, Action.Begin _ -> List.of();
            case Action.Change change -> {
                var rulings = new ArrayList<Ruling>();
                for (FileChange file : change.changeset().changes()) {
                    rulings.addAll(objections(file, change.contents()));
                }
                yield rulings;
            }
        };
    }

    abstract List<Ruling> objections(FileChange change, Contents contents) throws IOException;
}
