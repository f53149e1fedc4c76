package dev.countersign.verify;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Contract;
import dev.countersign.sandbox.Level;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import java.nio.file.Path;
import java.util.List;

/// Checks a tree.
public interface Verifier {

    /// Checks `tree`, which stands in `stage`. What commands write there is taken back afterwards, so that the stage is `tree`
    /// again; a check that changed tracked files is reported as such.
    Verification verify(Request request, Listener listener, Progress progress);

    /// The project's own check commands found in a folder.
    List<CheckCommand> detect(Path root);

    /// @param checks the commands to run, already chosen
    /// @param level  how strongly they are contained
    record Request(Stage stage, Snapshot tree, Changeset changeset, Contract contract, Contents contents,
                   List<CheckCommand> checks, Level level) {}

    /// Hears results as they come.
    interface Listener {
        Listener NONE = new Listener() {};

        default void started(Part part, String sensor) {}

        default void output(String sensor, String line) {}

        default void finished(SensorResult result) {}
    }
}
