package dev.countersign.bench;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.run.Decision;
import dev.countersign.changeset.Selection;
import dev.countersign.run.NodeView;
import dev.countersign.run.OutsideChanges;
import dev.countersign.run.RunEvent;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Protection;
import dev.countersign.ui.review.ReviewSource;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A node that waits for review, with one changeset and a check that passed.
final class BenchSource implements ReviewSource {
    private final NodeView view;
    private final Contents contents;

    BenchSource(Changeset changeset, Contents contents) {
        this.contents = contents;
        var node = new Node(new NodeId("bench"), "Change a lot", NodeClass.IMPLEMENTATION, List.of(), Optional.empty(), Contract.OPEN);
        Instant now = Instant.now();
        var passed = new SensorResult(Part.SYN, "java syntax", new SensorResult.State.Passed(changeset.changes().size() + " files"),
                Optional.empty());
        var verification = new Verification(changeset.resultTree(), List.of(passed), Sha256.of(new byte[0]), now, Duration.ofSeconds(1));
        view = new NodeView(node, new NodeState.AwaitingReview(""), 1, Optional.of(changeset), RunEvent.Origin.AGENT, "Changed it all.",
                List.of(), List.of(), Optional.of(verification), List.of(0.0), List.of(), Optional.empty(), Usage.NOTHING, now);
    }

    @Override
    public String key() {
        return "bench/bench";
    }

    @Override
    public NodeView node() {
        return view;
    }

    @Override
    public String who() {
        return "Ada";
    }

    @Override
    public boolean adopts() {
        return false;
    }

    @Override
    public Protection protection() {
        return new Protection(Level.L0, "sandbox: none", Map.of());
    }

    @Override
    public Contents contents() {
        return contents;
    }

    @Override
    public Optional<AgentEvent.Started> command() {
        return Optional.empty();
    }

    @Override
    public List<Residual> faults(WorkspacePath path, byte[] content) {
        return List.of();
    }

    @Override
    public Optional<String> approvalFault() {
        return Optional.empty();
    }

    @Override
    public OutsideChanges outside(Selection selection) {
        return OutsideChanges.NONE;
    }

    @Override
    public AutoCloseable watch(Runnable touched) {
        return () -> {};
    }

    @Override
    public void decide(Decision decision) {
        throw new UnsupportedOperationException("a benchmark decides nothing");
    }

    @Override
    public void startOver() {
        throw new UnsupportedOperationException("a benchmark starts nothing over");
    }

    @Override
    public void verifyAgain() {
        throw new UnsupportedOperationException("a benchmark verifies nothing");
    }

    @Override
    public AutoCloseable listen(Runnable changed) {
        return () -> {};
    }
}
