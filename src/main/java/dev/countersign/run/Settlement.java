package dev.countersign.run;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What an earlier process left unfinished in a run, told as what it is. Nothing starts by itself: what was at work either
/// waits for review with the candidate it had, or failed; it can be started over, or goes on where it stood ([Steering#resume]). The ledger is settled before this.
final class Settlement {
    private static final int PAGE = 1_000;

    private final RunParts parts;
    private final RunBook book;

    private final Optional<Entry> unsettled;

    /// @param unsettled the entry that a person must settle first, if any
    Settlement(RunParts parts, Optional<Entry> unsettled) {
        this.parts = parts;
        this.unsettled = unsettled;
        this.book = parts.book();
    }

    static boolean isNeeded(RunState state) {
        return !state.isEnded();
    }

    void settle() throws IOException {
        for (NodeId id : book.state().nodes().keySet()) {
            settle(book.view(id));
        }
    }

    private void settle(NodeView view) throws IOException {
        NodeId id = view.node().id();
        switch (view.state()) {
            case NodeState.Running running -> interrupted(view, "attempt " + running.attempt());
            case NodeState.Verifying _ -> interrupted(view, "its checks");
            case NodeState.Committing _ -> {
                if (!isCommitted(id)) {
                    if (book.state().request().headless()) {
                        book.tell(at -> new RunEvent.Interrupted(at, id));
                    }
                    putBack(id);
                    book.move(id, new NodeState.AwaitingReview(
                            "Countersign ended while the approval was carried out; nothing was applied."));
                }
            }
            case NodeState.Waiting _ -> {
                if (book.state().course().pause().isPresent()) {
                    return;
                }
                if (view.decision().isPresent() && book.standings().reviewed(id).isPresent()) {
                    book.tell(at -> new RunEvent.Interrupted(at, id));
                    putBack(id);
                    book.move(id, Gate.reviewable(view.rulings(), "Countersign ended before the revision began."));
                } else if (Scheduler.isReady(book.state(), view)) {
                    book.tell(at -> new RunEvent.Interrupted(at, id));
                    book.move(id, new NodeState.Failed(RunProblems.INTERRUPTED, "Countersign ended before this began."));
                }
            }
            case NodeState.AwaitingReview _, NodeState.Stopped _ -> decided(view);
            case NodeState.Committed _, NodeState.Rejected _, NodeState.Failed _, NodeState.Unchanged _,
                 NodeState.Blocked _, NodeState.Cancelled _ -> { }
        }
    }

    private void interrupted(NodeView view, String during) {
        NodeId id = view.node().id();
        book.tell(at -> new RunEvent.Interrupted(at, id));
        if (book.standings().reviewed(id).isPresent()) {
            putBack(id);
            book.move(id, Gate.reviewable(book.view(id).rulings(), "Countersign ended during " + during + "."));
        } else {
            book.move(id, new NodeState.Failed(RunProblems.INTERRUPTED, "Countersign ended during " + during + "."));
        }
    }

    /// A decision that was written down and not yet carried out. A rejection is; anything else is asked for again.
    private void decided(NodeView view) throws IOException {
        NodeId id = view.node().id();
        if (view.decision().isEmpty()) {
            return;
        }
        if (view.decision().get() instanceof Decision.Reject reject && find(id, EntryKind.REJECTION).isPresent()) {
            book.move(id, new NodeState.Rejected(reject.reason()));
        } else {
            book.move(id, view.state() instanceof NodeState.Stopped stopped ? stopped
                    : new NodeState.AwaitingReview("Countersign ended before the decision was carried out; please decide again."));
        }
    }

    private boolean isCommitted(NodeId id) throws IOException {
        if (unsettled.filter(e -> belongs(e, id)).isPresent()) {
            return false;
        }
        Optional<Entry> entry = find(id, EntryKind.COMMIT);
        if (entry.isEmpty()) {
            entry = find(id, EntryKind.ADOPT);
        }
        if (entry.isEmpty()) {
            return false;
        }
        Entry found = entry.get();
        // What could not be applied after all is followed by a recovery.
        if (find(id, EntryKind.RECOVERY).filter(r -> r.seq() > found.seq()).isPresent()) {
            return false;
        }
        book.tell(at -> new RunEvent.Committed(at, id, found.seq(), found.leafHash()));
        book.move(id, new NodeState.Committed(found.seq()));
        return true;
    }

    private void putBack(NodeId id) {
        book.standings().reviewed(id).filter(s -> !Optional.of(s.changeset()).equals(book.view(id).candidate())
                || !s.verification().equals(book.view(id).verification())).ifPresent(s -> parts.putBack(id, s));
    }

    private Optional<Entry> find(NodeId node, EntryKind kind) throws IOException {
        Ledger ledger = parts.desk().ledger();
        String run = book.state().id().value();
        OptionalLong below = OptionalLong.empty();
        while (true) {
            List<Entry> page = ledger.page(EntryQuery.ofRun(run, PAGE).kind(kind).below(below));
            for (Entry entry : page) {
                // A rejection with changes took out of the tree what was not approved; it ended nothing.
                if (belongs(entry, node) && (kind != EntryKind.REJECTION || entry.what().changes().isEmpty())) {
                    return Optional.of(entry);
                }
            }
            if (page.size() < PAGE) {
                return Optional.empty();
            }
            below = OptionalLong.of(page.getLast().seq());
        }
    }

    private boolean belongs(Entry entry, NodeId node) {
        return entry.what().session().equals(book.state().id().value()) && entry.what().node().equals(node.value());
    }
}
