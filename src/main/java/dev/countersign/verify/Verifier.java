package dev.countersign.verify;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Contract;
import dev.countersign.sandbox.Level;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.WorkspacePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Checks a tree.
public interface Verifier {

    /// Checks `tree`, which stands in `stage`. What commands write there is taken back afterwards, so that the stage is `tree`
    /// again; a check that changed tracked files is reported as such.
    Verification verify(Request request, Listener listener, Progress progress);

    /// The project's own check commands found in a folder.
    List<CheckCommand> detect(Path root);

    /// Errors that parsers find in one file's text by itself, while somebody writes it. None where its language is not known: that
    /// says nothing of the text.
    List<Residual> faults(WorkspacePath path, byte[] content);

    /// What a file lets others build on; its bytes where its language is not known or it does not parse.
    default Signature signature(WorkspacePath path, byte[] content) {
        return Signature.ofBytes(content);
    }

    /// How residuals weigh from the next check on.
    default Scale scale() {
        return Scale.DEFAULT;
    }

    /// Chooses that, and keeps it.
    ///
    /// @throws dev.countersign.fault.EnvironmentException `CHECK-008` where it can't be kept; then nothing changed
    void weigh(Scale next);

    /// What is to be checked.
    ///
    /// @param checks   the commands to run, already chosen
    /// @param together the nodes beside this one
    /// @param effort   what may be taken from earlier checks
    /// @param level    how strongly the commands are contained
    record Request(Stage stage, Snapshot tree, Changeset changeset, Contract contract, Contents contents,
                   List<CheckCommand> checks, Together together, Effort effort, Level level) {
        public Request {
            checks = List.copyOf(checks);
        }

        /// A node by itself; whatever was checked before is taken as it was found.
        public Request(Stage stage, Snapshot tree, Changeset changeset, Contract contract, Contents contents, List<CheckCommand> checks,
                       Level level) {
            this(stage, tree, changeset, contract, contents, checks, Together.ALONE, Effort.REUSE, level);
        }

        /// The tree that the change starts from.
        public Snapshot base() {
            return tree.with(changeset.edits().stream().map(e -> new PathEdit(e.path(), e.after(), e.before())).toList());
        }
    }

    /// How much of it is done anew: a command that is not ran once on this exact tree, under this exact environment.
    ///
    /// @param all   every command runs
    /// @param names commands that run in any case
    record Effort(boolean all, Set<String> names) {
        public static final Effort REUSE = new Effort(false, Set.of());
        public static final Effort FRESH = new Effort(true, Set.of());

        public Effort {
            names = Set.copyOf(names);
        }

        /// Everything but this one as it was found before.
        public static Effort only(String name) {
            return new Effort(false, Set.of(name));
        }

        public boolean isFresh(String name) {
            return all || names.contains(name);
        }
    }

    /// Hears results as they come.
    interface Listener {
        Listener NONE = new Listener() {};

        default void started(Part part, String sensor) {}

        default void output(String sensor, String line) {}

        default void finished(SensorResult result) {}
    }
}
