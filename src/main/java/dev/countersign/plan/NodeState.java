package dev.countersign.plan;

import java.util.List;

/// Where a node stands. Sealed: a new state stops the build wherever someone must decide what it means.
public sealed interface NodeState {
    /// Its predecessors are not committed yet.
    record Waiting() implements NodeState {}

    /// An agent works. @param attempt from 1
    record Running(int attempt) implements NodeState {}

    record Verifying(int attempt) implements NodeState {}

    /// The human's turn. @param escalated why this needs more than a look (attempts used up, a conflict, checks failed
    /// after a partial approval); empty text for the plain case
    record AwaitingReview(String escalated) implements NodeState {}

    /// An approved tree is being verified or applied.
    record Committing() implements NodeState {}

    /// @param seq index of its ledger entry
    record Committed(long seq) implements NodeState {}

    /// A rule denied what it did. Waits for the human: revise or reject.
    record Stopped(String rule, String reason) implements NodeState {}

    record Rejected(String reason) implements NodeState {}

    /// The agent or the machine failed. @param code stable
    record Failed(String code, String message) implements NodeState {}

    /// The agent changed nothing, so there is nothing to decide.
    record Unchanged() implements NodeState {}

    /// A predecessor will not be committed.
    record Blocked(List<NodeId> by) implements NodeState {
        public Blocked {
            by = List.copyOf(by);
        }
    }

    record Cancelled() implements NodeState {}

    /// Nothing more will happen to it by itself or by a decision.
    default boolean isFinal() {
        return switch (this) {
            case Waiting _, Running _, Verifying _, AwaitingReview _, Committing _, Stopped _ -> false;
            case Committed _, Rejected _, Failed _, Unchanged _, Blocked _, Cancelled _ -> true;
        };
    }

    /// A person must act before it goes on.
    default boolean needsHuman() {
        return switch (this) {
            case AwaitingReview _, Stopped _ -> true;
            case Waiting _, Running _, Verifying _, Committing _, Committed _, Rejected _, Failed _, Unchanged _,
                 Blocked _, Cancelled _ -> false;
        };
    }
}
