package dev.countersign.workspace;

import static dev.countersign.workspace.Trees.everything;
import static dev.countersign.workspace.Trees.file;
import static dev.countersign.workspace.Trees.folder;
import static dev.countersign.workspace.Trees.link;
import static dev.countersign.workspace.Trees.mode;
import static dev.countersign.workspace.Trees.paths;
import static dev.countersign.workspace.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.fault.EnvironmentException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StageTest {
    @TempDir
    Path temp;

    private Path live;
    private PackStore store;
    private Workspace workspace;

    @BeforeEach
    void begin() throws IOException {
        live = Files.createDirectory(temp.resolve("live"));
        store = Trees.pack(temp);
        workspace = Workspace.open(live);
        write(live, ".gitignore", "*.log\n/node_modules/\nbuild/\n");
        write(live, "src/A.java", "class A {}");
        mode(write(live, "run.sh", "#!/bin/sh"), 0755);
        Files.createSymbolicLink(live.resolve("alias"), Path.of("src/A.java"));
        mode(Files.createDirectory(live.resolve("empty")), 0750);
    }

    @AfterEach
    void end() throws IOException {
        store.close();
    }

    private Snapshot base() throws IOException {
        return workspace.capture(store, Progress.NONE);
    }

    private Stage stage() throws IOException {
        return workspace.stage(temp.resolve("stage"), base(), store, Progress.NONE);
    }

    @Test
    void itIsTheBaseWithItsTimesAndDependenciesAndNothingElse() throws IOException {
        write(live, "node_modules/lib/index.js", "dependency");
        write(live, "build/out.o", "output");
        write(live, "x.log", "log");
        write(live, ".git/HEAD", "ref: refs/heads/main");
        Files.setLastModifiedTime(live.resolve("src/A.java"), FileTime.from(1_000_000_123_456_789L, TimeUnit.MICROSECONDS));
        Snapshot base = base();
        try (Stage stage = workspace.stage(temp.resolve("stage"), base, store, Progress.NONE)) {
            assertThat(stage.root()).isEqualTo(temp.resolve("stage/tree"));
            assertThat(everything(stage.root())).isEqualTo(Map.ofEntries(Map.entry("", "folder"),
                    Map.entry(".gitignore", "rw-r--r-- *.log\n/node_modules/\nbuild/\n"), Map.entry("src", "folder"),
                    Map.entry("src/A.java", "rw-r--r-- class A {}"), Map.entry("run.sh", "rwxr-xr-x #!/bin/sh"),
                    Map.entry("alias", "-> src/A.java"), Map.entry("empty", "folder"), Map.entry("node_modules", "folder"),
                    Map.entry("node_modules/lib", "folder"), Map.entry("node_modules/lib/index.js", "rw-r--r-- dependency")));
            assertThat(Files.getLastModifiedTime(stage.root().resolve("src/A.java")).to(TimeUnit.MICROSECONDS))
                    .isEqualTo(1_000_000_123_456_789L);
            assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
            assertThat(stage.base()).isEqualTo(base);
        }
        assertThat(temp.resolve("stage")).doesNotExist();
    }

    /// Which a path of the Java library does not keep.
    @Test
    void theTextOfALinkIsKeptLetterByLetter() throws IOException {
        Files.createDirectory(live.resolve("node_modules"));
        assumeTrue(Trees.run(live, "ln", "-s", "src//", "odd") && Trees.run(live, "ln", "-s", "../src/", "node_modules/odd"));

        Snapshot base = base();
        try (Stage stage = workspace.stage(temp.resolve("stage"), base, store, Progress.NONE)) {
            assertThat(base.get(WorkspacePath.of("odd"))).contains(link("src//"));
            assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
            assertThat(Trees.lines(stage.root(), "readlink", "odd", "node_modules/odd")).containsExactly("src//\n../src/\n");
        }
        Files.delete(live.resolve("odd"));
        assertThat(workspace.apply(List.of(Trees.edit(store, "odd", null, link("src//"))), store)).isEqualTo(new ApplyOutcome.Applied(1));
        assertThat(Trees.lines(live, "readlink", "odd")).containsExactly("src//\n");
    }

    @Test
    void itIsTheBaseEvenWhereTheLiveTreeMovedOn() throws IOException {
        Snapshot base = base();
        write(live, "src/A.java", "class Moved {}");
        Files.delete(live.resolve("run.sh"));
        try (Stage stage = workspace.stage(temp.resolve("stage"), base, store, Progress.NONE)) {
            assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
            assertThat(everything(live)).containsEntry("src/A.java", "rw-r--r-- class Moved {}");
        }
    }

    @Test
    void aForgedTimeHidesNothing() throws Exception {
        try (Stage stage = stage()) {
            Thread.sleep(120);
            stage.capture(Progress.NONE);
            Path file = stage.root().resolve("src/A.java");
            FileTime before = Files.getLastModifiedTime(file);
            try (var out = new RandomAccessFile(file.toFile(), "rw")) {
                out.write('k');
            }
            Files.setLastModifiedTime(file, before);
            assertThat(stage.capture(Progress.NONE).get(WorkspacePath.of("src/A.java"))).contains(file("klass A {}"));
        }
    }

    @Test
    void aChangeRightAfterStagingOrCapturingIsFound() throws IOException {
        try (Stage stage = stage()) {
            for (int i = 0; i < 200; i++) {
                String text = "class " + (char) ('A' + i % 26) + " {}";
                Files.writeString(stage.root().resolve("src/A.java"), text);
                assertThat(stage.capture(Progress.NONE).get(WorkspacePath.of("src/A.java"))).contains(file(text));
            }
        }
    }

    @Test
    void anAgentCannotHideFilesByIgnoreRules() throws IOException {
        try (Stage stage = stage()) {
            write(stage.root(), ".gitignore", "*\n");
            write(stage.root(), "evil/.gitignore", "*\n");
            write(stage.root(), "evil/payload.sh", "x");
            write(stage.root(), "pom.xml", "<project/>");
            write(stage.root(), "target/payload", "x");
            write(stage.root(), "out.log", "ignored by the base");
            assertThat(paths(stage.capture(Progress.NONE))).containsExactly(".gitignore", "alias", "empty", "evil/.gitignore",
                    "evil/payload.sh", "pom.xml", "run.sh", "src/A.java", "target/payload");
        }
    }

    @Test
    void whatIgnoresItselfInTheBaseStaysIgnored() throws IOException {
        write(live, "tools/cache/.gitignore", "*\n");
        write(live, "tools/cache/x", "1");
        try (Stage stage = stage()) {
            write(stage.root(), "tools/cache/y", "2");
            assertThat(paths(stage.capture(Progress.NONE))).doesNotContain("tools/cache/y");
        }
    }

    @Test
    void whatItWasMadeOfIsNeverIgnored() throws IOException {
        Snapshot base = base();
        byte[] text = "tracked although ignored".getBytes();
        store.put(text);
        Snapshot tracked = base.with(List.of(Trees.edit(store, "kept.log", null, "tracked although ignored")));
        try (Stage stage = workspace.stage(temp.resolve("stage"), tracked, store, Progress.NONE)) {
            assertThat(stage.capture(Progress.NONE)).isEqualTo(tracked);
            Files.writeString(stage.root().resolve("kept.log"), "changed");
            assertThat(stage.capture(Progress.NONE).get(WorkspacePath.of("kept.log"))).contains(file("changed"));
        }
    }

    @Test
    void outputInAnEmptyFolderOfTheBaseIsNoChange() throws IOException {
        Snapshot base = base();
        try (Stage stage = workspace.stage(temp.resolve("stage"), base, store, Progress.NONE)) {
            write(stage.root(), "empty/check.log", "output");
            assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
            stage.resetTo(base);
            assertThat(stage.root().resolve("empty/check.log")).exists();
        }
    }

    @Test
    void linksPipesAndPlantedGitFoldersDoNoHarm() throws IOException {
        Snapshot base = base();
        write(temp, "outside/secret", "secret");
        try (Stage stage = workspace.stage(temp.resolve("stage"), base, store, Progress.NONE)) {
            Path root = stage.root();
            Deletion.of(root.resolve("src"), temp);
            Files.createSymbolicLink(root.resolve("src"), temp.resolve("outside"));
            Files.delete(root.resolve("run.sh"));
            Files.createSymbolicLink(root.resolve("run.sh"), temp.resolve("outside/secret"));
            write(root, ".git/config", "[core]\n\tfsmonitor = evil");
            assumeTrue(Trees.run(root, "mkfifo", "pipe"), "needs mkfifo");
            Survey survey = stage.survey(Progress.NONE);
            assertThat(survey.tree().get(WorkspacePath.of("src"))).contains(link(temp.resolve("outside").toString()));
            assertThat(survey.tree().get(WorkspacePath.of("run.sh"))).contains(link(temp.resolve("outside/secret").toString()));
            assertThat(survey.skipped()).extracting(Survey.Skipped::path).containsExactlyInAnyOrder(".git", "pipe");
            assertThat(store.has(Sha256.of("secret".getBytes()))).isFalse();
            stage.resetTo(base);
            assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
            assertThat(everything(root)).doesNotContainKeys(".git", "pipe");
        }
        assertThat(everything(temp.resolve("outside"))).isEqualTo(Map.of("", "folder", "secret", "rw-r--r-- secret"));
    }

    @Test
    void aSecondNameForAFileOutsideIsNotWrittenThrough() throws IOException {
        Snapshot base = base();
        Path outside = write(temp, "outside", "mine");
        try (Stage stage = workspace.stage(temp.resolve("stage"), base, store, Progress.NONE)) {
            Path file = stage.root().resolve("src/A.java");
            Files.delete(file);
            Files.createLink(file, outside);
            stage.resetTo(base);
            assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
        }
        assertThat(outside).hasContent("mine");
    }

    @Test
    void closedFilesAndFoldersAreReadResetAndDeleted() throws IOException {
        Snapshot base = base();
        Stage stage = workspace.stage(temp.resolve("stage"), base, store, Progress.NONE);
        write(stage.root(), "dark/new", "hidden");
        mode(stage.root().resolve("dark/new"), 0);
        mode(stage.root().resolve("dark"), 0);
        mode(stage.root().resolve("src"), 0500);
        Snapshot now = stage.capture(Progress.NONE);
        assertThat(now.get(WorkspacePath.of("dark/new"))).contains(file("hidden", 0));
        stage.resetTo(base);
        assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
        mode(stage.root().resolve("src"), 0500);
        mode(stage.root(), 0500);
        stage.close();
        assertThat(temp.resolve("stage")).doesNotExist();
    }

    @Test
    void foldersDeeperThanAPathMayBeAreReportedAndDeleted() throws IOException {
        Snapshot base = base();
        Stage stage = workspace.stage(temp.resolve("stage"), base, store, Progress.NONE);
        assumeTrue(Trees.run(stage.root(), "sh", "-c",
                "d=$(printf 'x%.0s' $(seq 200)); for i in $(seq 30); do mkdir $d && cd -P $d || exit 1; done; echo x > f"),
                "needs a shell that goes that deep");
        assertThat(stage.survey(Progress.NONE).skipped()).extracting(Survey.Skipped::why).containsExactly("its path is too long");
        stage.resetTo(base);
        assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
        stage.close();
        assertThat(temp.resolve("stage")).doesNotExist();
    }

    @Test
    void moreNewContentThanBoundsAllowIsRefusedWithoutReadingIt() throws IOException {
        try (Stage stage = stage()) {
            try (var sparse = new RandomAccessFile(stage.root().resolve("huge").toFile(), "rw")) {
                sparse.setLength(5L << 30);
            }
            assertThatThrownBy(() -> stage.capture(Progress.NONE)).isInstanceOfSatisfying(EnvironmentException.class,
                    e -> assertThat(e.problem().code()).isEqualTo("WORKSPACE-006"));
        }
    }

    @Test
    void everySwapOfKindsIsTakenBack() throws IOException {
        Snapshot base = base();
        try (Stage stage = workspace.stage(temp.resolve("stage"), base, store, Progress.NONE)) {
            Path root = stage.root();
            Deletion.of(root.resolve("src"), temp);
            write(root, "src", "a file now");
            Files.delete(root.resolve("run.sh"));
            write(root, "run.sh/inner/x", "a folder now");
            write(root, "run.sh/ignored.log", "even with ignored output");
            Files.delete(root.resolve("alias"));
            Files.createDirectory(root.resolve("alias"));
            Files.delete(root.resolve("empty"));
            Files.createSymbolicLink(root.resolve("empty"), Path.of("/"));
            Files.createDirectories(root.resolve("new/empty/folders"));
            Snapshot mutated = stage.capture(Progress.NONE);
            assertThat(mutated.get(WorkspacePath.of("alias")).orElseThrow().kind()).isEqualTo(FileState.Kind.FOLDER);
            stage.resetTo(base);
            assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
            assertThat(root.resolve("new")).doesNotExist();
            assertThat(everything(root)).containsEntry("run.sh", "rwxr-xr-x #!/bin/sh");
            stage.resetTo(mutated);
            assertThat(stage.capture(Progress.NONE)).isEqualTo(mutated);
        }
    }

    @Test
    void anotherProcessGoesOnWithIt() throws IOException {
        Snapshot base = base();
        Stage first = workspace.stage(temp.resolve("stage"), base, store, Progress.NONE);
        write(first.root(), ".gitignore", "*\n");
        write(first.root(), "new", "x");
        Snapshot seen = first.capture(Progress.NONE);
        try (Stage again = Stage.reopen(temp.resolve("stage"), store)) {
            assertThat(again.base()).isEqualTo(base);
            assertThat(again.capture(Progress.NONE)).isEqualTo(seen);
            assertThat(seen.get(WorkspacePath.of("new"))).contains(file("x"));
        }
    }

    @Test
    void aDamagedRecordIsRefused() throws IOException {
        stage();
        Path record = temp.resolve("stage/stage.bin");
        byte[] bytes = Files.readAllBytes(record);
        for (int at = 0; at < bytes.length; at += 13) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 4;
            Files.write(record, flipped);
            assertThatThrownBy(() -> Stage.reopen(temp.resolve("stage"), store)).as("byte %d", at)
                    .isInstanceOfSatisfying(EnvironmentException.class, e -> assertThat(e.problem().code()).isEqualTo("WORKSPACE-009"));
        }
        Files.delete(record);
        assertThatThrownBy(() -> Stage.reopen(temp.resolve("stage"), store)).isInstanceOf(EnvironmentException.class);
    }

    @Test
    void cancellingWhileCopyingLeavesNothing() throws IOException {
        Snapshot base = base();
        var progress = new Progress() {
            private boolean copying;

            @Override
            public void step(String what, long done, long total) {
                copying |= what.startsWith("Copying");
            }

            @Override
            public boolean cancelled() {
                return copying;
            }
        };
        for (int i = 0; i < 100; i++) {
            write(live, "many/" + i, "x");
        }
        Snapshot many = base();
        assertThatThrownBy(() -> workspace.stage(temp.resolve("stage"), many, store, progress)).isInstanceOf(Progress.CancelledException.class);
        assertThat(temp.resolve("stage")).doesNotExist();
        assertThat(many).isNotEqualTo(base);
    }
}
