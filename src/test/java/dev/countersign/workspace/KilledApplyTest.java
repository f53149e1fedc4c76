package dev.countersign.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledApplyTest {
    private static final int MOST_KILLS = 25;
    private static final int ENOUGH_BETWEEN = 4;

    @TempDir
    Path onDisk;

    @Test
    @Timeout(120)
    void killedAnywhereEveryPathIsWholeAndTheApplyCanBeFinished() throws Exception {
        // Where syncing costs nothing, more of the time goes into the renames, and more kills hit between them.
        Path memory = Path.of("/dev/shm");
        Path temp = Files.isWritable(memory) ? Files.createTempDirectory(memory, "countersign") : onDisk;
        try {
            killAndFinish(temp);
        } finally {
            Deletion.of(temp, temp.getParent());
        }
    }

    private static void killAndFinish(Path temp) throws Exception {
        Path live = Files.createDirectory(temp.resolve("live"));
        Path pack = temp.resolve("content.pack");
        Workspace workspace = Workspace.open(live);
        Snapshot a;
        Snapshot b;
        try (PackStore store = PackStore.open(pack)) {
            a = ApplyDriver.tree(store, 'a');
            b = ApplyDriver.tree(store, 'b');
            workspace.apply(Snapshot.EMPTY.editsTo(a), store);
        }
        Set<WorkspacePath> paths = new HashSet<>(a.files().keySet());
        paths.addAll(b.files().keySet());
        int between = 0;
        for (int kill = 0; kill < MOST_KILLS && between < ENOUGH_BETWEEN; kill++) {
            killAfter(live, pack, 3 + kill * 7 % 50);
            int atA = 0;
            int atB = 0;
            for (WorkspacePath path : paths) {
                var state = workspace.state(path);
                boolean isA = same(state, a, path);
                boolean isB = same(state, b, path);
                assertThat(isA || isB).as("kill %d: %s is %s", kill, path, state).isTrue();
                atA += isA ? 1 : 0;
                atB += isB ? 1 : 0;
            }
            between += atA < paths.size() && atB < paths.size() ? 1 : 0;
            try (PackStore store = PackStore.open(pack)) {
                boolean forward = kill % 2 == 0;
                List<PathEdit> edits = forward ? a.editsTo(b) : b.editsTo(a);
                assertThat(workspace.resume(edits, store)).as("kill %d", kill).isEqualTo(new ApplyOutcome.Applied(edits.size()));
                assertThat(workspace.capture(store, Progress.NONE)).as("kill %d", kill).isEqualTo(forward ? b : a);
                assertThat(Trees.everything(live).keySet()).noneMatch(name -> name.contains(".countersign-"));
            }
        }
        assumeTrue(between > 0, "no kill hit between two renames");
    }

    /// The folder of a swap may be there empty for a moment: that is neither a file nor anything of its own yet.
    private static boolean same(java.util.Optional<FileState> state, Snapshot tree, WorkspacePath path) {
        boolean emptied = state.filter(found -> found.kind() == FileState.Kind.FOLDER).isPresent();
        return state.equals(tree.get(path)) || emptied && tree.get(path).isEmpty();
    }

    private static void killAfter(Path live, Path pack, int millis) throws Exception {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), ApplyDriver.class.getName(),
                live.toString(), pack.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var out = new BufferedReader(new InputStreamReader(child.getInputStream()))) {
            assertThat(out.readLine()).isEqualTo("ready");
            Thread.sleep(millis);
            assertThat(child.isAlive()).isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
