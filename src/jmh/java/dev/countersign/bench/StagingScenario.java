package dev.countersign.bench;

import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Capture, copy, change detection and reset of 10,000 files of 45 MB together, beside `cp -a` of the same.
final class StagingScenario implements Scenarios.Scenario {
    private Snapshot base;
    private Stage stage;
    private PackStore store;

    @Override
    public void run(Path folder) throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        Ground.fill(live, 10_000);
        Path pack = folder.resolve("content.pack");
        Workspace workspace = Workspace.open(live);
        var rounds = new Rounds("10,000 files: a private copy and what changed in it", "cp -a", () -> {
            Ground.delete(folder.resolve("cp"));
            return Ground.run(folder, List.of("cp", "-a", live.toString(), folder.resolve("cp").toString()));
        });
        rounds.beside("capture, into an empty store", () -> {
            if (store != null) {
                stage.close();
                store.close();
                Files.delete(pack);
            }
            store = PackStore.open(pack);
            long start = System.nanoTime();
            base = workspace.capture(store, Progress.NONE);
            return System.nanoTime() - start;
        });
        rounds.beside("capture again, nothing changed", () -> {
            long start = System.nanoTime();
            workspace.capture(store, Progress.NONE);
            return System.nanoTime() - start;
        });
        rounds.beside("make the copy", () -> {
            long start = System.nanoTime();
            stage = workspace.stage(folder.resolve("stage"), base, store, Progress.NONE);
            return System.nanoTime() - start;
        });
        rounds.beside("find 31 changed files in it", () -> {
            for (int i = 0; i < 31; i++) {
                Files.writeString(stage.root().resolve(Ground.name(i)), "edited " + i);
            }
            // Files younger than the clock's grain are hashed in any case; an agent takes longer than this.
            Thread.sleep(100);
            long start = System.nanoTime();
            int changes = base.editsTo(stage.capture(Progress.NONE)).size();
            long end = System.nanoTime();
            if (changes != 31) {
                throw new IllegalStateException(changes + " changes");
            }
            return end - start;
        });
        rounds.beside("reset it", () -> {
            long start = System.nanoTime();
            stage.resetTo(base);
            return System.nanoTime() - start;
        });
        rounds.run(5, System.out);
        stage.close();
        store.close();
    }
}
