package dev.countersign.run;

import dev.countersign.changeset.Changeset;
import dev.countersign.fault.Problem;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Carries out an approval: what is committed is exactly a tree that was verified. Where the approved part, or the live tree
/// below it, makes another tree than the one that was reviewed, that tree is inspected first. The node is in state Committing
/// when this begins; it ends committed, or waits for review again with nothing written.
final class Approval {
    /// How often the live tree may move while its last state is being verified.
    private static final int ROUNDS = 5;

    private final RunParts parts;
    private final RunBook book;
    private final NodeId id;
    private final NodeView view;
    private final Decision.Approve decision;
    private final String who;
    private final Instant decided;
    private final Optional<Instant> asked;
    private final Errand errand;
    private final Standing reviewed;

    /// @param asked since when it could be decided; empty where nobody was asked
    Approval(RunParts parts, NodeView view, Decision.Approve decision, String who, Instant decided, Optional<Instant> asked, Errand errand) {
        this.asked = asked;
        this.parts = parts;
        this.book = parts.book();
        this.view = view;
        this.id = view.node().id();
        this.decision = decision;
        this.who = who;
        this.decided = decided;
        this.errand = errand;
        this.reviewed = book.standings().reviewed(id).orElseThrow();
    }

    /// Never throws: what goes wrong is a state of the node.
    void carryOut() {
        try {
            commitVerified();
        } catch (Progress.CancelledException e) {
            back("The check of the approved tree was cancelled; nothing was applied.");
        } catch (IOException | RuntimeException | Error e) {
            Problem problem = RunProblems.of(e);
            back(problem.sentence() + " (" + problem.code() + ") Nothing was applied.");
        }
    }

    private void commitVerified() throws IOException {
        Contents contents = parts.store().contents();
        Snapshot base = parts.base(reviewed);
        Snapshot candidate = base.with(reviewed.changeset().edits());
        boolean whole = decision.selection().isAllOf(reviewed.changeset());
        Snapshot selected = whole ? candidate
                : reviewed.changeset().select(base, decision.selection(), parts.store().contents());
        boolean adopts = parts.call(id, reviewed).map(RunStore.Call::adopts).orElse(false);
        for (int round = 1; round <= ROUNDS; round++) {
            Optional<Target> open = parts.desk().alone(() -> attempt(base, candidate, selected, adopts));
            if (open.isEmpty() || !verify(open.get(), whole, contents)) {
                return;
            }
        }
        back("The workspace kept changing while the approved tree was verified; nothing was applied.");
    }

    /// Commits where the tree that would come of it was verified, or settles that it can't be. While this runs, no other run
    /// of the session writes.
    ///
    /// @return the tree that must be verified first; empty where the node has left Committing
    private Optional<Target> attempt(Snapshot base, Snapshot candidate, Snapshot selected, boolean adopts) throws IOException {
        Snapshot live = parts.workspace().capture(parts.store().contents(), errand);
        Target target;
        switch (adopts ? Target.adopting(live, base, candidate, selected) : Target.of(live, base, selected, merged(live, base.editsTo(selected)))) {
            case Target.Answer.Conflicting conflicting -> {
                conflicted(conflicting.conflicts());
                return Optional.empty();
            }
            case Target.Answer.Nothing _ -> {
                back("Nothing of it is left to apply: the approved part leaves every file as it is.");
                return Optional.empty();
            }
            case Target.Answer.Clear clear -> target = clear.target();
        }
        Optional<Standing> judged = book.standings().judged(id, target.result().treeHash())
                .filter(s -> s.changeset().baseTree().equals(target.from().treeHash()));
        if (judged.isEmpty() || !isAcceptable(judged.get())) {
            return Optional.of(target);
        }
        commit(target, judged.get(), adopts);
        return Optional.empty();
    }

    /// What the reviewer settled about files as they lie there now. An answer about anything else counts for nothing.
    private Map<WorkspacePath, Optional<FileState>> merged(Snapshot live, List<PathEdit> approved) throws IOException {
        var merged = new TreeMap<WorkspacePath, Optional<FileState>>();
        for (PathEdit edit : approved) {
            OutsideAnswer answer = decision.outside().get(edit.path());
            Optional<FileState> now = live.get(edit.path());
            if (answer != null && OutsideChanges.meets(edit, now)) {
                OutsideChange change = OutsideChange.of(edit, now, parts.store().contents(), parts.store().contents());
                if (change.isSettledBy(answer)) {
                    merged.put(edit.path(), change.result(answer, parts.store().contents()));
                }
            }
        }
        return merged;
    }

    /// Stable; or no worse than what the reviewer saw and wants all the same. A tree that was sent back was seen.
    private boolean isAcceptable(Standing judged) {
        if (Gate.denial(judged.rulings()).isPresent() || judged.verification().filter(v -> !v.isStale()).isEmpty()) {
            return false;
        }
        Verification verification = judged.verification().get();
        boolean seen = verification.at().isBefore(decided);
        return verification.isStable() || decision.override() && (seen || verification.energy() <= reviewed.energy());
    }

    /// Inspects a tree that nobody has verified yet.
    ///
    /// @return whether it may be committed; else the node waits for review again
    private boolean verify(Target target, boolean whole, Contents contents) throws IOException {
        errand.check();
        var changeset = Changeset.between(target.from(), target.result(), contents);
        var candidate = new RunEvent.Candidate(book.now(), id, reviewed.candidate().attempt(), changeset,
                whole ? RunEvent.Origin.REBASE : RunEvent.Origin.SELECTION, reviewed.candidate().words());
        Stage stage = parts.stages().holding(id, target.from(), target.result(), errand);
        switch (parts.inspection().inspect(view.node(), candidate, target.from(), stage, target.result(), errand)) {
            case Inspection.Found.Denied denied -> {
                Ruling.Deny deny = denied.ruling();
                if (whole) {
                    parts.stop(id, deny, deny.reason(), Optional.of(denied.standing()));
                } else {
                    back("The approved part is denied by " + deny.rule() + ": " + deny.reason());
                }
                return false;
            }
            case Inspection.Found.Judged judged -> {
                if (isAcceptable(judged.standing())) {
                    return true;
                }
                String what = !decision.outside().isEmpty() ? "Merged with what changed on disk, its checks fail: "
                        : whole ? "The workspace changed since, and on it the checks fail: "
                        : "The approved part alone fails its checks: ";
                back(what + Gate.shortfalls(judged.verification()) + ".");
                return false;
            }
        }
    }

    private void commit(Target target, Standing standing, boolean adopts) throws IOException {
        Contents contents = parts.store().contents();
        RunState run = book.state();
        Snapshot candidate = parts.base(reviewed).with(reviewed.changeset().edits());
        Optional<Changeset> leftOut = decision.selection().isAllOf(reviewed.changeset()) ? Optional.empty()
                : Optional.of(Changeset.between(reviewed.changeset().select(parts.base(reviewed), decision.selection(), parts.store().contents()),
                        candidate, contents)).filter(changeset -> !changeset.isEmpty());
        var approved = new EntryFacts.Approved(standing, reviewed.changeset(), decision, who, decided, asked, leftOut,
                book.standings().revisions(id));
        if (adopts && !target.writes().isEmpty()) {
            EntryDraft removal = parts.facts().removal(run, view, approved, target.live().treeHash(),
                    target.result().treeHash(), target.writes());
            if (parts.desk().commit(removal, contents, target.result()) instanceof Committer.Outcome.Conflicted conflicted) {
                conflicted(conflicted.conflicts());
                return;
            }
        }
        List<PathEdit> edits = target.from().editsTo(target.result());
        if (edits.isEmpty()) {
            back("Nothing of it is left to apply: the approved part leaves every file as it is.");
            return;
        }
        EntryDraft draft = parts.facts().commit(adopts ? EntryKind.ADOPT : EntryKind.COMMIT, run, book.view(id), approved,
                parts.call(id, reviewed), target.from().treeHash(), target.result().treeHash(), edits, contents);
        switch (parts.desk().commit(draft, contents, target.result())) {
            case Committer.Outcome.Done done -> {
                book.tell(at -> new RunEvent.Committed(at, id, done.entry().seq(), done.entry().leafHash()));
                book.move(id, new NodeState.Committed(done.entry().seq()));
            }
            case Committer.Outcome.Conflicted conflicted -> conflicted(conflicted.conflicts());
        }
    }

    private void conflicted(List<ApplyOutcome.Conflict> conflicts) {
        putBack();
        book.tell(at -> new RunEvent.Conflicted(at, id, conflicts));
        String first = conflicts.getFirst().edit().path() + " " + conflicts.getFirst().why();
        book.move(id, new NodeState.AwaitingReview(conflicts.size() == 1 ? first + "; nothing was applied."
                : first + ", and " + (conflicts.size() - 1) + " more; nothing was applied."));
    }

    /// To review again, with what stood there before a part of it was tried.
    private void back(String why) {
        try {
            putBack();
            book.move(id, new NodeState.AwaitingReview(why));
        } catch (RuntimeException e) {
            book.moveInAnyCase(id, new NodeState.AwaitingReview(why));
        }
    }

    private void putBack() {
        NodeView now = book.view(id);
        Standing stands = book.standings().reviewed(id).filter(s -> s.verification().isPresent()).orElse(reviewed);
        if (!now.candidate().equals(Optional.of(stands.changeset())) || now.origin() != stands.candidate().origin()) {
            parts.putBack(id, stands);
        }
    }
}
