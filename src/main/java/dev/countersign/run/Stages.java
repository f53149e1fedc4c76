package dev.countersign.run;

import dev.countersign.plan.NodeId;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The stages of one run, one per node. A node is worked on by one thread at a time; different nodes by several.
final class Stages implements AutoCloseable {
    private final Workspace workspace;
    private final RunStore store;
    private final Map<NodeId, Stage> open = new ConcurrentHashMap<>();

    Stages(Workspace workspace, RunStore store) {
        this.workspace = workspace;
        this.store = store;
    }

    /// A new stage that holds `base`; an old one is deleted.
    Stage fresh(NodeId node, Snapshot base, Progress progress) throws IOException {
        drop(node);
        Path folder = store.stage(node);
        Files.createDirectories(folder.getParent());
        Stage stage = workspace.stage(folder, base, store.contents(), progress);
        open.put(node, stage);
        return stage;
    }

    /// The node's stage, holding exactly `tree`: the one that is there, one that an earlier process left, or a new one.
    Stage holding(NodeId node, Snapshot base, Snapshot tree, Progress progress) throws IOException {
        Stage stage = left(node).orElse(null);
        if (stage == null) {
            stage = fresh(node, base, progress);
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
    }
}
