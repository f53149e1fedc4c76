package dev.countersign.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.StageFixture;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.plan.Plan;
import dev.countersign.policy.Action;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.policy.starlark.StarlarkPolicy;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.verify.Part;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Survey;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a program left in its private copy, from the sandbox to the gate of `--yes`: what comes back, in which form, and what never comes into
/// the workspace without a person.
@Timeout(60)
class BroughtBackTest {
    private static final Sha256 NOTHING = Sha256.of(new byte[0]);

    @TempDir
    private Path folder;

    private Ruled ruling(FileChange change, PackStore store) {
        var policy = new StarlarkPolicy(new BuiltInPolicy(), folder.resolve("rules"));
        List<Ruling> rulings = policy.rule(new Action.Change(Plan.single("t").nodes().getFirst(), new Changeset(NOTHING, NOTHING, List.of(change)), store));
        var passed = new SensorResult(Part.LOG, "tests", new SensorResult.State.Passed("9 tests passed"), Optional.empty());
        var verification = new Verification(NOTHING, List.of(passed), NOTHING, Instant.EPOCH, Duration.ZERO);
        return new Ruled(rulings, Gate.passesAlone(verification, rulings, true));
    }

    private record Ruled(List<Ruling> rulings, boolean alone) {}

    private Ruled added(String path, String text, int permissions) throws IOException {
        try (var store = PackStore.open(folder.resolve("objects.pack"))) {
            byte[] bytes = text.getBytes(UTF_8);
            return ruling(new FileChange.Added(WorkspacePath.of(path), new FileState(FileState.Kind.FILE, permissions, store.put(bytes), bytes.length)), store);
        }
    }

    @Test
    void anOrdinaryFileMayPassAlone() throws IOException {
        assertThat(added("src/A.java", "class A {}\n", 0644).alone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // Hooks.
        ".husky/pre-commit", ".githooks/post-checkout", ".pre-commit-config.yaml", "lefthook.yml", ".gitattributes", ".gitmodules", ".gitconfig", ".lfsconfig",
        // Editors.
        ".vscode/tasks.json", "sub/.VSCode/settings.json", ".idea/workspace.xml", ".vimrc", ".exrc", ".nvimrc", ".emacs", "init.el", ".editorconfig", ".zed/tasks.json",
        ".devcontainer/devcontainer.json",
        // Shells and other programs that read a file when they start.
        ".bashrc", ".bash_profile", ".bash_aliases", ".profile", ".zshrc", ".zshenv", ".zprofile", ".envrc", ".inputrc", ".gdbinit", ".npmrc", "conftest.py", "sitecustomize.py",
        // Build servers.
        ".github/workflows/ci.yml", ".gitlab-ci.yml", "Jenkinsfile", ".circleci/config.yml", "azure-pipelines.yml", ".travis.yml", ".drone.yml", "buildspec.yml",
        // Repositories inside.
        "vendor/x.git/config",
        // What agents are told.
        "AGENTS.md", ".claude/settings.json", ".mcp.json"})
    void whatOthersRunIsFlaggedAndNeverPassesAlone(String path) throws IOException {
        Ruled ruled = added(path, "x\n", 0644);

        assertThat(ruled.alone()).isFalse();
        assertThat(ruled.rulings()).anySatisfy(ruling -> assertThat(ruling).isNotInstanceOf(Ruling.Allow.class)
                .asString().contains(path.substring(path.lastIndexOf('/') + 1)));
    }

    /// Git takes a folder with such a file for a repository, whatever it is called, and runs what its settings say.
    @Test
    void aRepositoryUnderAnotherNameIsFlagged() throws IOException {
        assertThat(added("docs/sample/HEAD", "ref: refs/heads/main\n", 0644).alone()).isFalse();
        assertThat(added("docs/sample/HEAD", "0123456789abcdef0123456789abcdef01234567\n", 0644).alone()).isFalse();
        assertThat(added("docs/HEAD", "of the department\n", 0644).alone()).isTrue();
    }

    /// What lies in a repository's own folder has no name here at all.
    @ParameterizedTest
    @ValueSource(strings = {".git/hooks/pre-commit", "sub/.git/config", "sub/.git", "x/.GIT/config"})
    void whatLiesInARepositoryCannotBeNamed(String path) {
        assertThatThrownBy(() -> WorkspacePath.of(path)).hasMessageContaining("PATH-001");
    }

    @Test
    void anExecutableNeverPassesAlone() throws IOException {
        Ruled ruled = added("tool", "#!/bin/sh\n", 0755);

        assertThat(ruled.alone()).isFalse();
        assertThat(ruled.rulings().toString()).contains("tool becomes executable.");
    }

    /// A program in the best sandbox that this machine has leaves what it can.
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the program is a shell script with Linux's tools")
    void whatAProgramLeavesComesBackAsPlainFilesAndLinks() throws IOException {
        try (var work = new StageFixture(folder)) {
            Path outside = Files.writeString(work.folder.resolve("outside"), "not yours");
            var sandbox = new LocalSandbox(work.folder.resolve("scratch"), new SecureRandom());
            var err = new ByteArrayOutputStream();
            Outcome outcome = sandbox.run(new Command(List.of("/bin/sh", "-c", """
                    echo plain > plain; echo tool > tool; chmod 755 tool; chmod 6755 tool; chmod 1777 plain
                    mkfifo pipe; ln -s '%s' link; mkdir d; ln -s ../../.. d/up
                    mkdir -p sub/.git/hooks; echo evil > sub/.git/hooks/pre-commit; echo 'gitdir: /tmp/x' > d/.git; mkdir .git; echo evil > .git/config
                    (while :; do echo late >> plain; sleep 0.01; done) &
                    true
                    """.formatted(outside)), work.stage.root(), new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")), new byte[0]),
                    new Profile(sandbox.protection().level(), List.of(work.stage.root().toRealPath()), List.of(), new Network.Off()),
                    new Limits(Duration.ofSeconds(3), 1 << 20), (stream, chunk) -> err.writeBytes(chunk), Progress.NONE);
            assertThat(outcome).as(err.toString(UTF_8)).isInstanceOfAny(Outcome.Exited.class, Outcome.TimedOut.class);

            long size = Files.size(work.stage.root().resolve("plain"));
            Survey survey = work.stage.survey(Progress.NONE);

            assertThat(survey.skipped()).extracting(Survey.Skipped::path).contains(".git", "sub/.git", "d/.git", "pipe");
            assertThat(survey.tree().get(WorkspacePath.of("tool")).orElseThrow().permissions()).as("no set-id bits").isEqualTo(0755);
            assertThat(survey.tree().get(WorkspacePath.of("plain")).orElseThrow().permissions() & ~0777).isZero();
            assertThat(survey.tree().get(WorkspacePath.of("link")).orElseThrow()).extracting(FileState::kind, FileState::content)
                    .containsExactly(FileState.Kind.LINK, Sha256.of(outside.toString().getBytes(UTF_8)));
            assertThat(survey.tree().get(WorkspacePath.of("plain")).orElseThrow().size()).as("nothing lives that could still write").isEqualTo(size);
            var policy = new StarlarkPolicy(new BuiltInPolicy(), folder.resolve("rules"));
            try (var store = PackStore.open(folder.resolve("links.pack"))) {
                for (String target : List.of(outside.toString(), "../../..")) {
                    byte[] bytes = target.getBytes(UTF_8);
                    var link = new FileChange.Added(WorkspacePath.of("d/up"), new FileState(FileState.Kind.LINK, 0777, store.put(bytes), bytes.length));
                    assertThat(policy.rule(new Action.Change(Plan.single("t").nodes().getFirst(), new Changeset(NOTHING, NOTHING, List.of(link)), store)))
                            .as("a link that leaves").anyMatch(Ruling.Deny.class::isInstance);
                }
            }
        }
    }
}
