package dev.countersign.ui.shell;

import dev.countersign.agent.Agents;
import dev.countersign.fault.Problem;
import dev.countersign.ledger.Committer;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.run.ReviewOpener;
import dev.countersign.ui.run.Runs;
import dev.countersign.ui.settings.RegistrySource;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.scene.Parent;

/// A workspace that is open, as the shell sees it.
public interface Opened {
    Path folder();

    /// Audits the ledger, and remembers the outcome. Blocks.
    void audit(Progress progress) throws IOException;

    String name();

    Optional<String> branch();

    Runs runs();

    /// Newest first.
    List<RunState> states();

    /// Whether another window or command drives this run.
    default boolean isElsewhere(RunId run) {
        return false;
    }

    /// Whether entries made from now on keep whole prompts and all that agents say and do.
    void keepPrompts(boolean yes);

    /// Hears every event of every run, from a thread per run.
    void listen(BiConsumer<RunState, RunEvent> hearer);

    /// What a crash left.
    Committer.Recovery recovery();

    /// The person's choice where the recovery needs one: the files stay as they are, and an entry says so. Blocks.
    void keepTree() throws IOException;

    /// Runs that cannot be read, one problem each.
    List<Problem> damaged();

    /// What was mended at opening, a sentence each; told once.
    List<String> notices();

    /// What somebody should see to soon, a sentence each.
    default List<String> cautions() throws IOException {
        return List.of();
    }

    /// Hears, from a thread of its own, when the ledger ceases to answer (why, for a person) and when it answers again (empty).
    default void onStalled(Consumer<Optional<String>> hearer) {}

    /// The agents that can be named here. @param known those of the program and the user
    default Agents agents(Agents known) {
        return known;
    }

    /// The workspace's own registry of agents.
    default RegistrySource registry() {
        return RegistrySource.NONE;
    }

    ReviewOpener reviews(Kit kit);

    Parent ledger(Kit kit);

    Parent checks(Kit kit);

    Parent rules(Kit kit);

    Parent scripts(Kit kit);

    /// Ends what runs. Blocks.
    void close() throws IOException;

    /// Opens folders. Blocks.
    @FunctionalInterface
    interface Opener {
        Opened open(Path folder, Progress progress) throws IOException;
    }
}
