package dev.countersign.review;

import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.run.NodeView;
import dev.countersign.run.RunEvent;
import dev.countersign.verify.Coverage;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A node that waits for review, put together by a test: real trees, diffs and changesets.
final class Reviewed {
    static final Instant AT = Instant.parse("2026-11-21T09:00:00Z");

    final MemoryStore store = new MemoryStore();
    private Snapshot base = Snapshot.EMPTY;
    private Snapshot result = Snapshot.EMPTY;
    private Contract contract = Contract.OPEN;
    private List<Ruling> rulings = List.of();
    private List<SensorResult> results = List.of();
    private Optional<Coverage> coverage = Optional.empty();

    Reviewed before(String path, String text) {
        base = MemoryStore.with(base, path, store.file(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return this;
    }

    Reviewed after(String path, String text) {
        result = MemoryStore.with(result, path, store.file(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return this;
    }

    Reviewed both(String path, String before, String after) {
        return before(path, before).after(path, after);
    }

    Reviewed script(String path, String text) {
        result = MemoryStore.with(result, path, store.script(text));
        return this;
    }

    Reviewed link(String path, String target) {
        result = MemoryStore.with(result, path, store.link(target));
        return this;
    }

    Reviewed bytes(String path, byte... content) {
        result = MemoryStore.with(result, path, store.file(content));
        return this;
    }

    Reviewed owning(String... globs) {
        contract = new Contract(List.of(globs), List.of(), List.of());
        return this;
    }

    Reviewed ruled(Ruling... all) {
        rulings = List.of(all);
        return this;
    }

    Reviewed checked(SensorResult... all) {
        results = List.of(all);
        return this;
    }

    Reviewed covered(String path, Coverage.Lines lines) {
        coverage = Optional.of(new Coverage(List.of("lcov.info"), new TreeMap<>(java.util.Map.of(WorkspacePath.of(path), lines))));
        return this;
    }

    Changeset changeset() {
        try {
            return Changeset.between(base, result, store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NodeView view() {
        Changeset changeset = changeset();
        var node = new Node(new NodeId("retry"), "Add retry", NodeClass.IMPLEMENTATION, List.of(), Optional.empty(), contract);
        return new NodeView(node, new NodeState.AwaitingReview(""), 2, Optional.of(changeset), RunEvent.Origin.AGENT, "All is well.\n", rulings,
                List.of(), Optional.of(new Verification(changeset.resultTree(), results, Sha256.of(new byte[0]), AT, Duration.ofSeconds(9),
                new TreeMap<>(), coverage, Verification.EPSILON)), List.of(1.0, 0.0), List.of(), Optional.empty(), Usage.UNKNOWN, AT);
    }

    Optional<FileDiff> diff(FileChange change) {
        try {
            return Optional.of(new Differ().diff(change, store, Differ.Options.EXACT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<FileRisk> risks() {
        return Triage.of(view(), this::diff);
    }

    /// The kinds of reasons of one file, in order.
    List<Reason.Kind> kinds(String path) {
        return risks().stream().filter(r -> r.path().value().equals(path)).findFirst().orElseThrow().reasons().stream().map(Reason::kind).toList();
    }

    Summary summary() {
        return Summary.of(view(), this::diff, GeneratedFiles.BY_NAME);
    }
}
