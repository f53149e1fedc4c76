package dev.countersign.run;

import dev.countersign.plan.NodeId;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Survey;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The stages of one run, one per node. A node is worked on by one thread at a time; different nodes by several. The stage of a node
/// that has ended is kept for the next one, so that a copy of the whole workspace is not made anew for each.
final class Stages implements AutoCloseable {
    private static final int MOST_IDLE = 2;
    private final Workspace workspace;
    private final RunStore store;
    private final Map<NodeId, Stage> open = new ConcurrentHashMap<>();
    private final ArrayDeque<Idle> idle = new ArrayDeque<>();
    private int retired;

    Stages(Workspace workspace, RunStore store) {
        this.workspace = workspace;
        this.store = store;
    }

    /// A new stage that holds `base`; an old one is deleted.
    Stage fresh(NodeId node, Survey base, Progress progress) throws IOException {
        drop(node);
        Path folder = store.stage(node);
        Files.createDirectories(folder.getParent());
        Optional<Stage> used = takeIdle();
        Stage stage = used.isPresent() ? workspace.restage(used.get(), folder, base, store.contents(), progress)
                : workspace.stage(folder, base, store.contents(), progress);
        open.put(node, stage);
        return stage;
    }

    /// The node's stage, holding exactly `tree`: the one that is there, one that an earlier process left, or a new one.
    Stage holding(NodeId node, Snapshot base, Snapshot tree, Progress progress) throws IOException {
        Stage stage = left(node).orElse(null);
        if (stage == null) {
            stage = fresh(node, Survey.of(base), progress);
        }
        stage.resetTo(tree);
        return stage;
    }

    /// The node's stage as it was left, with whatever an agent did in it.
    Optional<Stage> left(NodeId node) {
        Stage stage = open.get(node);
        if (stage != null) {
            return Optional.of(stage);
        }
        if (!Files.isDirectory(store.stage(node))) {
            return Optional.empty();
        }
        try {
            Stage found = Stage.reopen(store.stage(node), store.contents());
            open.put(node, found);
            return Optional.of(found);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /// A stage of a node that has ended is not needed any more: it waits to become another's, until the run ends.
    void tidy(RunBook book, NodeId node) {
        if (book.view(node).state().isFinal()) {
            try {
                retire(node);
                if (book.state().isEnded()) {
                    clearIdle();
                }
            } catch (IOException e) {
                // What could not be deleted is found and deleted when the workspace is opened again.
                book.activity(Optional.of(node), "The stage could not be deleted: " + e.getMessage(), 0, 0);
            }
        }
    }

    /// Deletes what an earlier process left.
    void tidy(RunBook book) {
        book.state().nodes().keySet().forEach(node -> tidy(book, node));
        try {
            clearIdle();
        } catch (IOException e) {
            book.activity(Optional.empty(), "The stages could not be deleted: " + e.getMessage(), 0, 0);
        }
    }

    private void retire(NodeId node) throws IOException {
        Stage stage = open.remove(node);
        synchronized (idle) {
            if (stage != null && idle.size() < MOST_IDLE) {
                idle.add(new Idle(stage.moveTo(store.idleStage(retired++))));
                return;
            }
        }
        drop(node);
    }

    private Optional<Stage> takeIdle() {
        Optional<Idle> next;
        synchronized (idle) {
            next = Optional.ofNullable(idle.poll());
        }
        return next.flatMap(Idle::take);
    }

    private void clearIdle() throws IOException {
        synchronized (idle) {
            idle.forEach(Idle::leave);
            idle.clear();
            store.deleteIdleStages();
        }
    }

    /// Deletes the node's stage.
    void drop(NodeId node) throws IOException {
        Stage stage = open.remove(node);
        if (stage != null) {
            stage.close();
        }
        RunStore.delete(store.stage(node));
    }

    /// Forgets the open stages; their folders stay, to be reopened.
    @Override
    public void close() {
        open.clear();
        synchronized (idle) {
            idle.forEach(Idle::leave);
            idle.clear();
        }
    }
}
