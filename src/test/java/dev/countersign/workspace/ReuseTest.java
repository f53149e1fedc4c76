package dev.countersign.workspace;

import static dev.countersign.workspace.Trees.everything;
import static dev.countersign.workspace.Trees.mode;
import static dev.countersign.workspace.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A copy that one agent had becomes another's: it must be what a new copy would be, whatever was done in it.
@Timeout(60)
class ReuseTest {
    @TempDir
    Path temp;

    private Path live;
    private PackStore store;
    private Workspace workspace;
    private Stage used;
    private Path tree;

    @BeforeEach
    void begin() throws Exception {
        live = Files.createDirectory(temp.resolve("live"));
        store = Trees.pack(temp);
        workspace = Workspace.open(live);
        write(live, ".gitignore", "*.log\n/node_modules/\nbuild/\n");
        write(live, "node_modules/lib/index.js", "dependency");
        IntStream.range(0, 12).forEach(i -> {
            try {
                write(live, "src/p" + i / 4 + "/F" + i + ".java", "class F" + i + " {}");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        mode(write(live, "run.sh", "#!/bin/sh"), 0755);
        Files.createSymbolicLink(live.resolve("alias"), Path.of("run.sh"));
        mode(Files.createDirectory(live.resolve("empty")), 0750);
        used = workspace.stage(temp.resolve("used"), base(), store, Progress.NONE);
        tree = used.root();
        // Stamps prove something only once the clock of the file system has moved on.
        Thread.sleep(120);
        used.capture(Progress.NONE);
    }

    @AfterEach
    void end() throws IOException {
        store.close();
    }

    private Snapshot base() throws IOException {
        return workspace.capture(store, Progress.NONE);
    }

    /// When the file was last touched in any way.
    private Object changed(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ctime");
    }

    /// The used one made into another of `base` is like a new one of it.
    private Stage like(Snapshot base) throws IOException {
        Stage stage = workspace.restage(used, temp.resolve("next"), Survey.of(base), store, Progress.NONE);
        Stage fresh = workspace.stage(temp.resolve("fresh"), base, store, Progress.NONE);
        assertThat(everything(stage.root())).isEqualTo(everything(fresh.root()));
        assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
        assertThat(Stage.reopen(temp.resolve("next"), store).capture(Progress.NONE)).isEqualTo(base);
        assertThat(temp.resolve("used")).doesNotExist();
        return stage;
    }

    @Test
    void whatNothingTouchedStaysWhereItIs() throws IOException {
        Path file = tree.resolve("src/p1/F5.java");
        Object before = changed(file);
        Stage stage = like(base());
        assertThat(changed(stage.root().resolve("src/p1/F5.java"))).isEqualTo(before);
    }

    @Test
    void nothingOfWhatAnAgentLeftStays() throws IOException {
        write(tree, "src/p0/F0.java", "edited");
        write(tree, "src/new/Planted.java", "planted");
        write(tree, "build/out.o", "poisoned output");
        write(tree, "x.log", "log");
        write(tree, "node_modules/lib/index.js", "poisoned dependency");
        write(tree, ".git/hooks/pre-commit", "#!/bin/sh");
        Files.delete(tree.resolve("src/p0/F1.java"));
        Files.delete(tree.resolve("alias"));
        Files.createSymbolicLink(tree.resolve("alias"), Path.of("/etc/passwd"));
        mode(tree.resolve("src/p2"), 0500);
        mode(tree.resolve("src/p1/F4.java"), 0777);
        like(base());
    }

    @Test
    void aLinkInPlaceOfAFolderIsNotFollowed() throws IOException {
        Path outside = write(temp, "outside/F0.java", "class F0 {}");
        Deletion.of(tree.resolve("src/p0"), temp);
        Files.createSymbolicLink(tree.resolve("src/p0"), outside.getParent());
        like(base());
        assertThat(outside).hasContent("class F0 {}");
    }

    @Test
    void aForgedTimeHidesNothing() throws IOException {
        Path file = tree.resolve("src/p1/F6.java");
        FileTime before = Files.getLastModifiedTime(file);
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write('k');
        }
        Files.setLastModifiedTime(file, before);
        like(base());
    }

    @Test
    void aSecondNameOfAFileTakesItsTrustAway() throws IOException {
        Path file = tree.resolve("src/p1/F6.java");
        Files.createLink(tree.resolve("src/second.java"), file);
        Object linked = changed(file);
        Stage stage = like(base());
        assertThat(changed(stage.root().resolve("src/p1/F6.java"))).isNotEqualTo(linked);
    }

    @Test
    void itHoldsWhatTheLiveTreeHasBecome() throws IOException {
        write(live, "src/p0/F0.java", "class F0 { int later; }");
        write(live, "src/later/G.java", "class G {}");
        write(live, ".gitignore", "*.tmp\n/node_modules/\n");
        write(live, "node_modules/lib/index.js", "newer dependency");
        Files.delete(live.resolve("src/p1/F7.java"));
        Files.delete(live.resolve("empty"));
        write(live, "empty/now.txt", "filled");
        like(base());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsDoneInIt(long seed) throws IOException {
        var random = new Random(seed);
        List<Path> all;
        try (var walk = Files.walk(tree)) {
            all = walk.filter(p -> !p.equals(tree)).sorted().toList();
        }
        for (int i = 0; i < 10; i++) {
            Path path = all.get(random.nextInt(all.size()));
            switch (random.nextInt(5)) {
                case 0 -> Deletion.of(path, temp);
                case 1 -> {
                    if (Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                        Files.writeString(path, "changed " + i);
                    }
                }
                case 2 -> {
                    Deletion.of(path, temp);
                    if (Files.isDirectory(path.getParent(), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                        Files.createSymbolicLink(path, temp);
                    }
                }
                case 3 -> {
                    Deletion.of(path, temp);
                    if (Files.isDirectory(path.getParent(), java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                        write(path, "inside/file.txt", "a folder now");
                    }
                }
                default -> {
                    if (Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(path)) {
                        mode(path, 0711);
                    }
                }
            }
        }
        like(base());
    }

    /// What an agent made and was captured is known, and yet none of the next base.
    @Test
    void whatWasCapturedGoesWithItsFolders() throws Exception {
        write(tree, "src/new/deep/Made.java", "made");
        write(tree, "src/p0/F0.java", "edited");
        Files.delete(tree.resolve("src/p2/F8.java"));
        Thread.sleep(120);
        used.capture(Progress.NONE);
        like(base());
    }

    @Test
    void whatWasCapturedStaysWhereTheNextBaseHasIt() throws Exception {
        Path made = write(tree, "src/new/Made.java", "made");
        Thread.sleep(120);
        used.capture(Progress.NONE);
        Object before = changed(made);
        write(live, "src/new/Made.java", "made");
        Stage stage = like(base());
        assertThat(changed(stage.root().resolve("src/new/Made.java"))).isEqualTo(before);
    }

    @Test
    void aSecondNameOutsideIsNotKept() throws Exception {
        Path outside = write(temp, "outside.java", "made");
        Files.createLink(tree.resolve("src/Made.java"), outside);
        Thread.sleep(120);
        used.capture(Progress.NONE);
        write(live, "src/Made.java", "made");
        Stage stage = like(base());
        Files.writeString(stage.root().resolve("src/Made.java"), "by the next agent");
        assertThat(outside).hasContent("made");
    }

    @Test
    void itMayBeCleanedAhead() throws Exception {
        write(tree, "src/new/Made.java", "made");
        Thread.sleep(120);
        used.capture(Progress.NONE);
        write(tree, "build/out.o", "output of a check");
        write(tree, "src/p0/F1.java", "edited by a check");
        used.clean(Progress.NONE);
        assertThat(tree.resolve("build")).doesNotExist();
        write(live, "src/p1/F4.java", "class F4 { int later; }");
        Files.delete(live.resolve("src/p2/F9.java"));
        like(base());
    }

    @Test
    void cleaningThatIsCancelledIsBegunAgain() throws Exception {
        write(tree, "build/out.o", "output of a check");
        var cancelled = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        for (int i = 0; i < 300; i++) {
            write(tree, "many/f" + i, "x");
        }
        Thread.sleep(120);
        used.capture(Progress.NONE);
        assertThatThrownBy(() -> used.clean(cancelled)).isInstanceOf(Progress.CancelledException.class);
        like(base());
    }

    @Test
    void aUsedOneThatIsGoneMeansANewOne() throws IOException {
        Deletion.of(temp.resolve("used"), temp);
        like(base());
    }

    @Test
    void missingContentLeavesNoHalfMadeCopy() throws IOException {
        write(tree, "src/p0/F0.java", "edited");
        Snapshot base = base();
        var files = new java.util.HashMap<>(base.files());
        files.put(WorkspacePath.of("src/p0/F0.java"), Trees.file("in no store"));
        assertThatThrownBy(() -> workspace.restage(used, temp.resolve("next"), Survey.of(new Snapshot(files)), store, Progress.NONE))
                .isInstanceOf(MissingContentException.class);
        assertThat(temp.resolve("next")).doesNotExist();
    }
}
