package dev.countersign.run;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.policy.Ruling;
import dev.countersign.sandbox.Protection;
import dev.countersign.verify.Part;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.Sha256;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything a run tells. All but [Said], [Asked], [CheckStarted], [CheckOutput] and [Activity] are in the run's journal, on disk before
/// they take effect; a run's state is the fold of its journal ([RunState]). A [Said] of what a call used or reached, or of an answer to an agent's question, is in the journal too.
public sealed interface RunEvent {
    Instant at();

    /// Whether it is in the journal.
    default boolean isLasting() {
        return switch (this) {
            case Said said -> said.event() instanceof AgentEvent.Used || said.event() instanceof AgentEvent.Answered
                    || said.event() instanceof AgentEvent.Network;
            case Asked _, CheckStarted _, CheckOutput _, Activity _ -> false;
            case Started _, Moved _, Called _, Returned _, Interrupted _, Continued _,
                 Replanned _, Warned _, Paused _, Resumed _, Granted _, Candidate _, Ruled _, Checked _,
                 Verified _, Decided _, Reviewed _, Conflicted _, Committed _, Merged _, Ended _ -> true;
        };
    }

    /// The run exists. First in every journal.
    record Started(Instant at, RunId run, RunRequest request, Protection protection) implements RunEvent {}

    /// A node moved to another state.
    record Moved(Instant at, NodeId node, NodeState state) implements RunEvent {}

    /// An agent is about to be called: what it costs from here on is spent.
    ///
    /// @param attempt as in [Candidate]
    /// @param base    the tree that its changes start from
    record Called(Instant at, NodeId node, int attempt, Sha256 base) implements RunEvent {}

    /// A call came to its end, and what it changed lies in the node's stage: it is not repeated, whatever happens from here on.
    ///
    /// @param failure empty where the agent finished; else the code and the message of its failure
    record Returned(Instant at, NodeId node, int attempt, String words, Usage usage, Optional<Failure> failure) implements RunEvent {}

    /// @param code stable
    record Failure(String code, String message) {}

    /// A node that an earlier process left at work; how it stands follows.
    record Interrupted(Instant at, NodeId node) implements RunEvent {}

    /// A node waits for its turn again, with all that was found so far.
    record Continued(Instant at, NodeId node) implements RunEvent {}

    /// The plan was changed. Nodes that are the same in both stand as they stood.
    ///
    /// @param why one sentence
    record Replanned(Instant at, Plan plan, String why, String who) implements RunEvent {}

    /// More than [Course#WARNING] of a limit is used.
    record Warned(Instant at, Measure measure, BigDecimal used, BigDecimal limit) implements RunEvent {}

    /// Nothing new begins from here on.
    ///
    /// @param measure what is used up; empty where a person paused the run
    record Paused(Instant at, String why, Optional<Measure> measure, String who) implements RunEvent {}

    /// The pause is over.
    record Resumed(Instant at, String who) implements RunEvent {}

    /// A person granted more.
    ///
    /// @param unknown agents do not say how much they use of it; the run goes on without knowing
    record Granted(Instant at, Measure measure, BigDecimal extra, boolean unknown, String who) implements RunEvent {}

    /// An agent said or did something; bounded, kept in the run's transcript.
    record Said(Instant at, NodeId node, AgentEvent event) implements RunEvent {}

    /// An agent at work waits for a person's leave; [Session#answer] gives it. The agent's own word of the answer is a [Said].
    record Asked(Instant at, NodeId node, PermissionRequest request, String why) implements RunEvent {}

    /// A tree to be judged stands in the node's stage.
    ///
    /// @param baseTree  the tree the changeset starts from
    /// @param attempt   from 1, over all revisions
    /// @param origin    who made it: the agent, a partial or edited approval, a re-base on a tree that moved
    record Candidate(Instant at, NodeId node, int attempt, Changeset changeset, Origin origin, String words) implements RunEvent {}

    enum Origin { AGENT, SELECTION, REBASE }

    record Ruled(Instant at, NodeId node, List<Ruling> rulings) implements RunEvent {}

    record CheckStarted(Instant at, NodeId node, Part part, String sensor) implements RunEvent {}

    record CheckOutput(Instant at, NodeId node, String sensor, String line) implements RunEvent {}

    record Checked(Instant at, NodeId node, SensorResult result) implements RunEvent {}

    record Verified(Instant at, NodeId node, Verification verification) implements RunEvent {}

    /// A reviewer spoke of the candidate. The node stays where it is.
    record Reviewed(Instant at, NodeId node, ReviewerVerdict verdict) implements RunEvent {}

    record Decided(Instant at, NodeId node, Decision decision, String who) implements RunEvent {}

    /// Something outside changed a target. Nothing was written; the node waits for review again.
    record Conflicted(Instant at, NodeId node, List<ApplyOutcome.Conflict> conflicts) implements RunEvent {}

    record Committed(Instant at, NodeId node, long seq, Sha256 leafHash) implements RunEvent {}

    /// The nodes that were committed have been checked as one tree, or could not be.
    ///
    /// @param verification of the tree after the last commit, against the one before the first; empty where there is none
    /// @param shortfall    why the run is not done by it; empty where nothing new was found
    record Merged(Instant at, Optional<Verification> verification, String shortfall) implements RunEvent {}

    /// What is being done, for a status line. @param total 0 where unknown
    record Activity(Instant at, Optional<NodeId> node, String what, long done, long total) implements RunEvent {}

    /// No node can go on by itself or by a decision. @param summary one sentence
    record Ended(Instant at, String summary) implements RunEvent {}
}
