package dev.countersign.agent.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.fault.UserException;
import dev.countersign.plan.Plan;
import dev.countersign.sandbox.Level;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchAgentTest {
    private static final String POEM = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";
    private final PatchAgent agent = new PatchAgent();
    private final List<AgentEvent> events = new ArrayList<>();

    @TempDir
    private Path temp;

    private Path live;
    private PackStore store;
    private Git git;
    private int stages;

    @BeforeEach
    void start() throws Exception {
        QuietSystem.install();
        live = Files.createDirectory(temp.resolve("live"));
        store = PackStore.open(temp.resolve("pack"));
        git = Git.init().setDirectory(live.toFile()).setInitialBranch("main").call();
        write("poem.txt", POEM);
        write("other.txt", "other\n");
        commit("first");
    }

    @AfterEach
    void stop() throws IOException {
        git.close();
        store.close();
    }

    @Test
    void aPatchFileIsAppliedInTheStageOnly() throws IOException {
        write("change.patch", "--- a/poem.txt\n+++ b/poem.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n");
        Snapshot before = capture();

        assertThat(run(Optional.of("change.patch"), before)).isEqualTo(POEM.replace("two", "2"));
        assertThat(capture()).isEqualTo(before);
    }

    @Test
    void aPatchThatDoesNotFitNamesItsLineAndChangesNothing() throws IOException {
        Path patch = Files.writeString(temp.resolve("bad.patch"), "--- a/poem.txt\n+++ b/poem.txt\n@@ -1,3 +1,3 @@\n one\n-zwei\n+2\n three\n");
        Snapshot base = capture();
        try (Stage stage = stage(base)) {
            assertThat(agent.run(task(Optional.of(patch.toString()), stage, base), events::add, Progress.NONE))
                    .isEqualTo(new AgentResult.Failed(new AgentFailure(AgentFailure.Kind.INVALID_INPUT,
                            "It does not apply, so nothing was taken: line 5, poem.txt: line 2 of the file is different.", "")));
            assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
        }
    }

    @Test
    void aRevisionIsBroughtOntoATreeThatMovedOn() throws Exception {
        write("poem.txt", POEM.replace("nine", "9"));
        RevCommit change = commit("nine");
        git.reset().setMode(ResetCommand.ResetType.HARD).setRef("HEAD~1").call();
        write("poem.txt", POEM.replace("one", "1"));

        assertThat(run(Optional.of(change.abbreviate(8).name()), capture())).isEqualTo(POEM.replace("one", "1").replace("nine", "9"));
    }

    @Test
    void aRevisionThatConflictsIsRefused() throws Exception {
        write("poem.txt", POEM.replace("one", "1"));
        RevCommit change = commit("one");
        git.reset().setMode(ResetCommand.ResetType.HARD).setRef("HEAD~1").call();
        write("poem.txt", POEM.replace("one", "uno"));

        assertThat(failure(change.name())).isEqualTo(
                "It does not apply, so nothing was taken: poem.txt: the workspace has changed it in another way.");
    }

    @Test
    void aRangeBringsAllBetween() throws Exception {
        git.checkout().setCreateBranch(true).setName("feature").call();
        write("poem.txt", POEM.replace("one", "1"));
        commit("one");
        write("new/file.txt", "new\n");
        Files.delete(live.resolve("other.txt"));
        commit("two");
        git.checkout().setName("main").call();
        Snapshot base = capture();
        try (Stage stage = stage(base)) {
            assertThat(agent.run(task(Optional.of("main..feature"), stage, base), events::add, Progress.NONE))
                    .isEqualTo(new AgentResult.Finished("3 files differ.", Usage.NOTHING));
            assertThat(Changeset.between(base, stage.capture(Progress.NONE), store).changes()).extracting(c -> c.path().value())
                    .containsExactly("new/file.txt", "other.txt", "poem.txt");
        }
    }

    @Test
    void theFirstCommitIsAChangeFromNothing() throws IOException {
        Files.delete(live.resolve("poem.txt"));
        Files.delete(live.resolve("other.txt"));

        assertThat(run(Optional.of("HEAD"), capture())).isEqualTo(POEM);
    }

    @Test
    void whatIsNeitherFileNorRevisionIsSaid() throws IOException {
        assertThat(failure("nonsense")).contains("\"nonsense\" is neither a file nor a revision of this repository");
        assertThat(failure("main...HEAD")).contains("give a range as A..B");
        assertThat(failure("^{/")).contains("is neither a file nor a revision");
    }

    @Test
    void aDirtyTreeStartsAtTheLastCommit() throws Exception {
        write("poem.txt", POEM.replace("one", "1"));
        write("fresh.txt", "fresh\n");
        Files.delete(live.resolve("other.txt"));
        Snapshot base = agent.base(Optional.empty(), live, store, Progress.NONE).orElseThrow();
        try (Stage stage = stage(base)) {
            assertThat(agent.run(task(Optional.empty(), stage, base), events::add, Progress.NONE))
                    .isInstanceOf(AgentResult.Finished.class);
            Snapshot result = stage.capture(Progress.NONE);

            assertThat(result).isEqualTo(capture());
            assertThat(Changeset.between(base, result, store).changes()).extracting(c -> c.path().value())
                    .containsExactly("fresh.txt", "other.txt", "poem.txt");
        }
    }

    @Test
    void whatOnlyGitWritesOtherwiseIsNoEdit() throws Exception {
        write("tool.sh", "run\n");
        write("big.bin", "version https://git-lfs.github.com/spec/v1\noid sha256:"
                + Sha256.of("the real content".getBytes(StandardCharsets.UTF_8)).hex() + "\nsize 16\n");
        commit("more");
        write("poem.txt", POEM.replace("\n", "\r\n"));
        write("big.bin", "the real content");
        Files.setPosixFilePermissions(live.resolve("tool.sh"), PosixFilePermissions.fromString("rw-rw----"));
        Files.createDirectory(live.resolve("empty"));

        assertThat(agent.base(Optional.empty(), live, store, Progress.NONE)).contains(capture());
    }

    @Test
    void anExecutableBitIsAnEdit() throws Exception {
        Files.setPosixFilePermissions(live.resolve("poem.txt"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Snapshot base = agent.base(Optional.empty(), live, store, Progress.NONE).orElseThrow();

        assertThat(Changeset.between(base, capture(), store).changes()).singleElement().isInstanceOf(FileChange.ModeChanged.class);
    }

    @Test
    void aTrackedFileThatIsIgnoredIsNotTakenForDeleted() throws Exception {
        write("debug.log", "log\n");
        commit("log");
        write(".gitignore", "*.log\n");
        commit("ignore");
        Snapshot base = agent.base(Optional.empty(), live, store, Progress.NONE).orElseThrow();

        assertThat(Changeset.between(base, capture(), store).changes()).isEmpty();
    }

    @Test
    void aWorkspaceBelowTheTopOfItsRepositorySeesItsPartOnly() throws Exception {
        write("part/a.txt", "a\n");
        commit("part");
        write("part/a.txt", "b\n");
        write("poem.txt", "changed outside\n");
        Path part = live.resolve("part");
        Snapshot base = agent.base(Optional.empty(), part, store, Progress.NONE).orElseThrow();

        assertThat(base.files()).containsOnlyKeys(WorkspacePath.of("a.txt"));
        assertThat(base.get(WorkspacePath.of("a.txt"))).map(FileState::content)
                .contains(Sha256.of("a\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void withoutGitThereIsNoDirtyTree() throws IOException {
        Path plain = Files.createDirectory(temp.resolve("plain"));

        assertThatThrownBy(() -> agent.base(Optional.empty(), plain, store, Progress.NONE)).isInstanceOf(UserException.class)
                .hasMessageStartingWith("PATCH-001");
    }

    @Test
    void withoutACommitThereIsNoBase() throws Exception {
        Path young = Files.createDirectory(temp.resolve("young"));
        Git.init().setDirectory(young.toFile()).call().close();

        assertThatThrownBy(() -> agent.base(Optional.empty(), young, store, Progress.NONE)).isInstanceOf(UserException.class)
                .hasMessageStartingWith("PATCH-002");
    }

    @Test
    void noProgramOfTheRepositoryRuns() throws Exception {
        Path marker = temp.resolve("ran");
        String touch = "touch " + marker;
        Path hook = live.resolve(".git/hooks/post-checkout");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\n" + touch + "\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        write(".gitattributes", "*.txt filter=evil diff=evil merge=evil\n");
        Files.writeString(live.resolve(".git/config"), """
                [core]
                \trepositoryformatversion = 0
                \tfsmonitor = "%1$s"
                \tsshCommand = "%1$s"
                [filter "evil"]
                \tsmudge = "%1$s"
                \tclean = "%1$s"
                [diff "evil"]
                \ttextconv = "%1$s"
                [merge "evil"]
                \tdriver = "%1$s"
                """.formatted(touch));
        write("poem.txt", POEM.replace("one", "1"));
        agent.base(Optional.empty(), live, store, Progress.NONE);
        Files.delete(live.resolve("poem.txt"));
        run(Optional.of("HEAD"), capture());

        assertThat(marker).doesNotExist();
    }

    @Test
    void nothingIsMeasuredInTheRepository() {
        assertThat(FS.getFileStoreAttributes(live.resolve(".git")).getFsTimestampResolution()).isEqualTo(QuietSystem.CLOCK);
    }

    private String failure(String input) throws IOException {
        Snapshot base = capture();
        try (Stage stage = stage(base)) {
            AgentResult result = agent.run(task(Optional.of(input), stage, base), events::add, Progress.NONE);
            assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
            assertThat(result).isInstanceOf(AgentResult.Failed.class);
            assertThat(((AgentResult.Failed) result).failure().kind()).isEqualTo(AgentFailure.Kind.INVALID_INPUT);
            return ((AgentResult.Failed) result).failure().message();
        }
    }

    /// The poem after a run that must succeed.
    private String run(Optional<String> input, Snapshot base) throws IOException {
        try (Stage stage = stage(base)) {
            assertThat(agent.run(task(input, stage, base), events::add, Progress.NONE)).isInstanceOf(AgentResult.Finished.class);
            Snapshot result = stage.capture(Progress.NONE);
            return new String(store.read(result.get(WorkspacePath.of("poem.txt")).orElseThrow().content()), StandardCharsets.UTF_8);
        }
    }

    private Stage stage(Snapshot tree) throws IOException {
        return Workspace.open(live).stage(temp.resolve("stage" + stages++), tree, store, Progress.NONE);
    }

    private AgentTask task(Optional<String> input, Stage stage, Snapshot base) {
        return new AgentTask(Plan.single("take it").nodes().getFirst(), "take it", "take it", 1, stage, base, store, input, live, temp, Level.L0);
    }

    private Snapshot capture() throws IOException {
        return Workspace.open(live).capture(store, Progress.NONE);
    }

    private void write(String path, String text) throws IOException {
        Path file = live.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private RevCommit commit(String message) throws GitAPIException {
        git.add().addFilepattern(".").call();
        git.add().addFilepattern(".").setUpdate(true).call();
        return git.commit().setMessage(message).setAuthor("a", "a@b").setCommitter("a", "a@b").setSign(false).call();
    }
}
