package dev.countersign.agent;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Plan;
import dev.countersign.sandbox.Level;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A workspace with one file `a.txt`, and a stage of it for an agent under test.
public final class StageFixture implements AutoCloseable {
    public final Path folder;
    public final Path live;
    public final Stage stage;
    public final Snapshot base;
    private final PackStore store;

    public StageFixture(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        live = Files.createDirectory(this.folder.resolve("live"));
        Files.writeString(live.resolve("a.txt"), "one\n");
        store = PackStore.open(this.folder.resolve("content.pack"));
        Workspace workspace = Workspace.open(live);
        base = workspace.capture(store, Progress.NONE);
        stage = workspace.stage(this.folder.resolve("stage"), base, store, Progress.NONE);
    }

    public AgentTask task(String prompt, int attempt, List<Attachment> attachments, Permissions permissions) {
        return new AgentTask(Plan.single("t").nodes().getFirst(), "t", prompt, attempt, stage, base, store, Optional.empty(), live,
                folder.resolve("home"), Level.L0, attachments, permissions);
    }

    public AgentTask task(String prompt) {
        return task(prompt, 1, List.of(), Permissions.NOBODY);
    }

    /// What really changed.
    public Changeset changes() throws IOException {
        return Changeset.between(base, stage.capture(Progress.NONE), store);
    }

    @Override
    public void close() throws IOException {
        stage.close();
        store.close();
    }
}
