package dev.countersign.workspace;

import static dev.countersign.workspace.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreRulesTest {
    @TempDir
    Path temp;

    private List<String> captured(Path root) throws IOException {
        try (PackStore store = PackStore.open(temp.resolve("content.pack"))) {
            return Trees.paths(Workspace.open(root).capture(store, Progress.NONE));
        }
    }

    private Path repository() throws IOException {
        Path repo = Files.createDirectory(temp.resolve("repo"));
        assumeTrue(Trees.run(repo, "git", "init", "-q", "-b", "main"), "needs git");
        write(repo, ".gitignore", "*.log\n!keep.log\n/out/\ndeep/*\n!deep/kept/\nbuild\n# comment\n\\#file\nsp ace\n**/gen/**\n*.tmp\n");
        write(repo, "a.log", "");
        write(repo, "keep.log", "");
        write(repo, "out/x", "");
        write(repo, "sub/out/x", "");
        write(repo, "deep/a", "");
        write(repo, "deep/kept/b", "");
        write(repo, "deep/kept/c.log", "");
        write(repo, "sub/.gitignore", "!a.log\nlocal\n/only-here\n");
        write(repo, "sub/a.log", "");
        write(repo, "sub/b.log", "");
        write(repo, "sub/local/x", "");
        write(repo, "sub/inner/only-here", "");
        write(repo, "sub/only-here", "");
        write(repo, "build/x", "");
        write(repo, "build/tracked.txt", "");
        write(repo, "#file", "");
        write(repo, "sp ace", "");
        write(repo, "x/gen/y/z", "");
        write(repo, "excluded/e", "");
        write(repo, "forced.tmp", "");
        Files.writeString(repo.resolve(".git/info/exclude"), "excluded/\n");
        assertThat(Trees.run(repo, "git", "add", "-f", "build/tracked.txt", "forced.tmp", "sub/a.log")).isTrue();
        return repo;
    }

    private static List<String> byGit(Path repo) throws IOException {
        return Trees.lines(repo, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "4"})
    void whatIsCapturedIsWhatGitSeesInEveryIndexVersion(String version) throws IOException {
        Path repo = repository();
        write(repo, "intent", "");
        assertThat(Trees.run(repo, "git", "add", "-N", "intent")).isTrue();
        assertThat(Trees.run(repo, "git", "update-index", "--index-version", version)).isTrue();
        assertThat(captured(repo)).containsExactlyInAnyOrderElementsOf(byGit(repo)).contains("build/tracked.txt", "forced.tmp");
    }

    @Test
    void aSplitIndexCountsToo() throws IOException {
        Path repo = repository();
        assertThat(Trees.run(repo, "git", "update-index", "--split-index")).isTrue();
        write(repo, "later.tmp", "");
        assertThat(Trees.run(repo, "git", "add", "-f", "later.tmp")).isTrue();
        assertThat(captured(repo)).containsExactlyInAnyOrderElementsOf(byGit(repo)).contains("forced.tmp", "later.tmp");
    }

    @Test
    void aSha256RepositoryCountsToo() throws IOException {
        Path repo = Files.createDirectory(temp.resolve("repo"));
        assumeTrue(Trees.run(repo, "git", "init", "-q", "--object-format=sha256"), "needs a git with SHA-256");
        write(repo, ".gitignore", "*.o\n");
        write(repo, "forced.o", "");
        write(repo, "other.o", "");
        assertThat(Trees.run(repo, "git", "add", "-f", "forced.o")).isTrue();
        assertThat(captured(repo)).containsExactly(".gitignore", "forced.o");
    }

    @Test
    void aSubfolderObeysTheRulesAboveIt() throws IOException {
        Path repo = repository();
        assertThat(captured(repo.resolve("sub"))).containsExactlyInAnyOrder(".gitignore", "a.log", "out/x", "inner/only-here");
        assertThat(Workspace.open(repo.resolve("sub")).branch()).contains("main");
    }

    @Test
    void aFolderThatItsRepositoryIgnoresStandsAlone() throws IOException {
        Path repo = repository();
        write(repo, "out/scratch/file", "");
        assertThat(captured(repo.resolve("out/scratch"))).containsExactly("file");
        assertThat(Workspace.open(repo.resolve("out/scratch")).branch()).isEmpty();
    }

    @Test
    void aBrokenIndexTracksNothing() throws IOException {
        Path repo = repository();
        byte[] index = Files.readAllBytes(repo.resolve(".git/index"));
        for (int cut = 0; cut < index.length - 21; cut += 7) {
            Files.write(repo.resolve(".git/index"), java.util.Arrays.copyOf(index, cut));
            var paths = GitIndex.paths(repo.resolve(".git/index"), 20);
            assertThat(paths.isEmpty() || paths.contains("forced.tmp")).as("cut at %d: %s", cut, paths).isTrue();
        }
        Files.writeString(repo.resolve(".git/index"), "not an index");
        assertThat(captured(repo)).contains("keep.log").doesNotContain("forced.tmp");
    }

    @Test
    void gitFoldersOfNestedRepositoriesAndOtherVersionControlAreLeftOut() throws IOException {
        Path root = Files.createDirectory(temp.resolve("plain"));
        for (String inside : new String[] {"nested/.git/HEAD", "nested/a", ".hg/store", ".svn/db", ".jj/x", "worktree/.git", "worktree/b"}) {
            write(root, inside, "");
        }
        assertThat(captured(root)).containsExactly("nested/a", "worktree/b");
    }

    @Test
    void withoutGitBuildOutputIsKnownByItsMarker() throws IOException {
        Path root = Files.createDirectory(temp.resolve("plain"));
        for (String path : new String[] {"pom.xml", "target/x.class", "docs/target/page.md", "app/build.gradle.kts", "app/build/x", "app/.gradle/x",
            "build/notes.md", "crate/Cargo.toml", "crate/target/debug/x", "web/node_modules/x", "py/__pycache__/x", "py/.pytest_cache/x",
            ".venv/x", "venv/pyvenv.cfg", "py/venv/song.txt"}) {
            write(root, path, "");
        }
        assertThat(captured(root)).containsExactly("app/build.gradle.kts", "build/notes.md", "crate/Cargo.toml", "docs/target/page.md",
                "pom.xml", "py/venv/song.txt");
    }

    @Test
    void aRuleFileThatIsALinkIsNotFollowed() throws IOException {
        Path root = Files.createDirectory(temp.resolve("plain"));
        write(temp, "rules", "*\n");
        Files.createSymbolicLink(root.resolve(".gitignore"), temp.resolve("rules"));
        write(root, "a", "");
        assertThat(captured(root)).containsExactly(".gitignore", "a");
    }

    @Test
    void theBranchIsReadFromFiles() throws IOException {
        Path repo = repository();
        Workspace workspace = Workspace.open(repo);
        assertThat(workspace.branch()).contains("main");
        assertThat(Trees.run(repo, "git", "checkout", "-q", "-b", "feature/ünï")).isTrue();
        assertThat(workspace.branch()).contains("feature/ünï");
        assertThat(Trees.run(repo, "git", "-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x")).isTrue();
        Path linked = temp.resolve("linked");
        assertThat(Trees.run(repo, "git", "worktree", "add", "-q", "-b", "other", linked.toString())).isTrue();
        assertThat(Workspace.open(linked).branch()).contains("other");
        assertThat(captured(linked)).contains("forced.tmp");
        assertThat(Trees.run(repo, "git", "checkout", "-q", "--detach")).isTrue();
        assertThat(workspace.branch()).hasValueSatisfying(commit -> assertThat(commit).matches("[0-9a-f]{7}"));
        Files.writeString(repo.resolve(".git/HEAD"), "garbage");
        assertThat(workspace.branch()).isEmpty();
        assertThat(Workspace.open(Files.createDirectory(temp.resolve("bare"))).branch()).isEmpty();
    }
}
