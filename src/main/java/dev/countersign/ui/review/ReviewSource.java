package dev.countersign.ui.review;

import dev.countersign.agent.AgentEvent;
import dev.countersign.review.GeneratedFiles;
import dev.countersign.run.Decision;
import dev.countersign.changeset.Selection;
import dev.countersign.run.NodeView;
import dev.countersign.run.OutsideChanges;
import dev.countersign.run.ReviewScope;
import dev.countersign.run.ReviewerVerdict;
import dev.countersign.run.RunEvent;
import dev.countersign.run.ScopedChanges;
import dev.countersign.sandbox.Protection;
import dev.countersign.verify.Residual;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.WorkspacePath;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One node that waits for a person, as the review sees it. [SessionSource] is the real one.
public interface ReviewSource {
    /// Of a node that stands alone.
    String NOTHING_ELSE = "There is nothing beside this node.";

    /// Names the node for as long as its run exists; decisions in progress are kept under it.
    String key();

    /// The node as it is now.
    NodeView node();

    /// The reviewer's name, for comments.
    String who();

    /// Whether the changes lie in the workspace already, so that what is left out of an approval is taken out of it.
    boolean adopts();

    Protection protection();

    /// Content of both sides of its changes.
    Contents contents();

    /// The exact command that last worked on the node, where a process was started. Blocks for reading.
    Optional<AgentEvent.Started> command() throws IOException;

    /// What the agent said and did for the node, as far as it was kept. Blocks for reading.
    default List<RunEvent.Said> transcript() throws IOException {
        return List.of();
    }

    /// Files that changed on disk since the agent read them, merged with `selection`. Blocks for reading.
    OutsideChanges outside(Selection selection) throws IOException;

    /// Hears, on any thread, that files of the node were touched on disk; once at the beginning. Close the result to stop.
    AutoCloseable watch(Runnable touched);

    /// Which of the changed files tools wrote. Blocks for reading one small file.
    default GeneratedFiles generated() {
        return GeneratedFiles.BY_NAME;
    }

    /// Errors in a text that the reviewer writes for a file, as far as its language is known. Any thread.
    List<Residual> faults(WorkspacePath path, byte[] content);

    /// Why a scope has nothing to show, for those that have not. Blocks for reading.
    default Map<ReviewScope, String> scopeFaults() throws IOException {
        return Map.of(ReviewScope.SINCE, NOTHING_ELSE, ReviewScope.TASK, NOTHING_ELSE, ReviewScope.TREE, NOTHING_ELSE);
    }

    /// What a scope holds, for one that [#scopeFaults] does not name. Blocks for reading. Close the result.
    default ScopedChanges scope(ReviewScope scope, Progress progress) throws IOException {
        throw new IllegalStateException(NOTHING_ELSE);
    }

    /// Agents that can be asked for a verdict, by name.
    default List<String> reviewers() throws IOException {
        return List.of();
    }

    /// Asks one of [#reviewers]; what it says is kept beside the node. Blocks until it is done.
    default ReviewerVerdict ask(String agent, Consumer<AgentEvent> events, Progress progress) throws IOException {
        throw new IllegalStateException("nobody can be asked");
    }

    /// Why it cannot be approved right now; empty where it can.
    Optional<String> approvalFault();

    /// Why nothing can be sent back now, whatever it says; empty where it can.
    default Optional<String> revisionFault() {
        return Optional.empty();
    }

    /// Gives the answer.
    ///
    /// @throws dev.countersign.fault.ProblemException where it is not taken
    void decide(Decision decision) throws IOException;

    /// Starts the node over from the workspace as it is now; what it proposed is put aside.
    ///
    /// @throws dev.countersign.fault.ProblemException where its state does not allow it
    void startOver();

    /// Runs the checks again on the candidate.
    void verifyAgain();

    /// Hears, on any thread, that the node changed. Close the result to stop.
    AutoCloseable listen(Runnable changed);
}
