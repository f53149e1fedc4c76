package dev.countersign.workspace;

import static dev.countersign.workspace.Trees.file;
import static dev.countersign.workspace.Trees.folder;
import static dev.countersign.workspace.Trees.link;
import static dev.countersign.workspace.Trees.mode;
import static dev.countersign.workspace.Trees.snapshot;
import static dev.countersign.workspace.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CaptureTest {
    @TempDir
    Path temp;

    private Path live;
    private PackStore store;

    @BeforeEach
    void begin() throws IOException {
        live = Files.createDirectory(temp.resolve("live"));
        store = Trees.pack(temp);
    }

    @AfterEach
    void end() throws IOException {
        store.close();
    }

    private Snapshot capture() throws IOException {
        return Workspace.open(live).capture(store, Progress.NONE);
    }

    @Test
    void everyKindOfPathIsAState() throws IOException {
        write(live, "src/Main.java", "class Main {}");
        mode(write(live, "run.sh", "#!/bin/sh"), 0750);
        Files.createSymbolicLink(live.resolve("link"), Path.of("nowhere/at/all"));
        mode(Files.createDirectories(live.resolve("empty/inner")), 0700);
        write(live, "größe/日本.txt", "utf-8");
        Snapshot tree = capture();
        assertThat(tree).isEqualTo(snapshot("src/Main.java", file("class Main {}"), "run.sh", file("#!/bin/sh", 0750),
                "link", link("nowhere/at/all"), "empty/inner", folder(0700), "größe/日本.txt", file("utf-8")));
        assertThat(store.read(tree.get(WorkspacePath.of("src/Main.java")).orElseThrow().content()))
                .isEqualTo("class Main {}".getBytes(StandardCharsets.UTF_8));
        assertThat(store.has(tree.get(WorkspacePath.of("link")).orElseThrow().content())).isTrue();
    }

    @Test
    void setIdAndStickyBitsAreDropped() throws IOException {
        assumeTrue(Trees.run(live, "sh", "-c", "echo x > tool && chmod 6755 tool"), "needs sh and chmod");
        assertThat(capture()).isEqualTo(snapshot("tool", file("x\n", 0755)));
    }

    @Test
    void namesThatDifferInCaseOnlyAreTwoFiles() throws IOException {
        write(live, "Readme", "1");
        write(live, "README", "2");
        assumeTrue(Files.readString(live.resolve("Readme")).equals("1"), "the file system does not tell cases apart");
        assertThat(capture()).isEqualTo(snapshot("README", file("2"), "Readme", file("1")));
    }

    @Test
    void aLinkToAFolderIsNotEntered() throws IOException {
        write(temp, "outside/secret", "x");
        Files.createSymbolicLink(live.resolve("out"), temp.resolve("outside"));
        assertThat(Trees.paths(capture())).containsExactly("out");
    }

    @Test
    @Timeout(20)
    void pipesAreReportedAndNeverOpened() throws IOException {
        assumeTrue(Trees.run(live, "mkfifo", "pipe"), "needs mkfifo");
        write(live, "a", "x");
        Survey survey = Workspace.open(live).survey(store, Progress.NONE);
        assertThat(survey.tree()).isEqualTo(snapshot("a", file("x")));
        assertThat(survey.skipped()).containsExactly(new Survey.Skipped("pipe", "a pipe, socket or device"));
    }

    @Test
    void namesThatCannotBePathsAreReported() throws IOException {
        write(live, "a\\b", "x");
        write(live, "new\nline", "x");
        write(live, "fine", "x");
        Survey survey = Workspace.open(live).survey(store, Progress.NONE);
        assertThat(Trees.paths(survey.tree())).containsExactly("fine");
        assertThat(survey.skipped()).extracting(Survey.Skipped::path).containsExactlyInAnyOrder("a\\b", "new\nline");
    }

    @Test
    void namesInNoCharacterSetAreReported() throws IOException {
        assumeTrue(Trees.run(live, "sh", "-c", "echo x > \"$(printf 'a\\377b')\""), "the file system wants UTF-8");
        write(live, "replacement\ufffdcharacter", "x");
        Survey survey = Workspace.open(live).survey(store, Progress.NONE);
        assertThat(Trees.paths(survey.tree())).containsExactly("replacement\ufffdcharacter");
        assertThat(survey.skipped()).hasSize(1);
    }

    @Test
    void anUnreadableFileIsNamed() throws IOException {
        assumeFalse(Trees.isRoot(), "root reads everything");
        mode(write(live, "secret.key", "x"), 0);
        assertThatThrownBy(this::capture).isInstanceOfSatisfying(EnvironmentException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("WORKSPACE-002");
            assertThat(e.problem().sentence()).contains("secret.key");
        });
    }

    @Test
    @Timeout(60)
    void aFileThatNeverHoldsStillIsNamed() throws IOException {
        Path log = write(live, "busy.log", "x");
        ContentStore touching = new Touching(store, log);
        assertThatThrownBy(() -> Workspace.open(live).capture(touching, Progress.NONE))
                .isInstanceOfSatisfying(EnvironmentException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("WORKSPACE-003");
                    assertThat(e.problem().sentence()).contains("busy.log");
                });
    }

    @Test
    void aFileThatChangesOnceIsReadAgain() throws IOException {
        Path text = write(live, "notes", "old");
        var once = new AtomicBoolean();
        ContentStore changing = new Touching(store, text) {
            @Override
            void touch() throws IOException {
                if (once.compareAndSet(false, true)) {
                    Files.writeString(text, "new text");
                }
            }
        };
        assertThat(Workspace.open(live).capture(changing, Progress.NONE)).isEqualTo(snapshot("notes", file("new text")));
    }

    @Test
    void cancelEndsIt() throws IOException {
        write(live, "a", "x");
        Progress cancelled = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> Workspace.open(live).capture(store, cancelled)).isInstanceOf(Progress.CancelledException.class);
    }

    @Test
    void whatIsNoFolderIsRefused() throws IOException {
        Path text = write(temp, "file", "x");
        for (Path wrong : new Path[] {text, temp.resolve("missing")}) {
            assertThatThrownBy(() -> Workspace.open(wrong)).isInstanceOfSatisfying(UserException.class,
                    e -> assertThat(e.problem().code()).isEqualTo("WORKSPACE-001"));
        }
    }

    @Test
    void aLinkToTheFolderIsTheSameWorkspace() throws IOException {
        Path alias = Files.createSymbolicLink(temp.resolve("alias"), live);
        assertThat(Workspace.open(alias).root()).isEqualTo(live.toRealPath());
        assertThat(Workspace.open(alias).id()).isEqualTo(Workspace.open(live).id()).matches("[0-9a-f]{16}");
        assertThat(Workspace.open(alias).name()).isEqualTo("live");
    }

    @Test
    void stateAndReadTellOfOnePath() throws IOException {
        write(live, "dir/a", "text");
        Files.createDirectory(live.resolve("empty"));
        mode(live.resolve("empty"), 0755);
        Files.createSymbolicLink(live.resolve("alias"), Path.of("dir"));
        Workspace workspace = Workspace.open(live);
        assertThat(workspace.state(WorkspacePath.of("dir/a"))).contains(file("text"));
        assertThat(workspace.state(WorkspacePath.of("dir"))).isEmpty();
        assertThat(workspace.state(WorkspacePath.of("empty"))).contains(folder(0755));
        assertThat(workspace.state(WorkspacePath.of("alias"))).contains(link("dir"));
        assertThat(workspace.state(WorkspacePath.of("alias/a"))).isEmpty();
        assertThat(workspace.state(WorkspacePath.of("dir/a/b"))).isEqualTo(Optional.empty());
        assertThat(workspace.read(WorkspacePath.of("dir/a"))).asString().isEqualTo("text");
        assertThat(workspace.read(WorkspacePath.of("alias"))).asString().isEqualTo("dir");
        assertThatThrownBy(() -> workspace.read(WorkspacePath.of("alias/a"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void pathsAreOrderedByTheirUtf8Bytes() {
        String[] texts = {"a", "a/b", "a-b", "\ue000x", "\ud83d\ude00", "\uffee", "\u00e9", "Z", "a\ud83d\ude00b", "a\uffeeb"};
        for (String one : texts) {
            for (String two : texts) {
                int bytes = java.util.Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), two.getBytes(StandardCharsets.UTF_8));
                assertThat(Integer.signum(WorkspacePath.of(one).compareTo(WorkspacePath.of(two))))
                        .as("%s and %s", one, two).isEqualTo(Integer.signum(bytes));
            }
        }
        assertThat(WorkspacePath.faultOf("a\ud800")).isPresent();
        assertThat(WorkspacePath.faultOf("\udc00b")).isPresent();
        for (String git : new String[] {".git", "a/.GIT/b", ".gi\u200ct", "GIT~1/x", ".git. .", "\u200c.git"}) {
            assertThat(WorkspacePath.faultOf(git)).as(git).isPresent();
        }
        assertThat(WorkspacePath.faultOf("git/.gitignore/.github")).isEmpty();
    }

    /// A store that touches a file while it is being read.
    private static class Touching implements ContentStore {
        private final ContentStore store;
        private final Path file;
        private int turn;

        Touching(ContentStore store, Path file) {
            this.store = store;
            this.file = file;
        }

        void touch() throws IOException {
            Files.writeString(file, "turn " + turn++);
        }

        @Override
        public Sha256 put(byte[] content) throws IOException {
            touch();
            return store.put(content);
        }

        @Override
        public Sha256 put(java.io.InputStream content) throws IOException {
            touch();
            return store.put(content);
        }

        @Override
        public boolean has(Sha256 content) {
            return store.has(content);
        }

        @Override
        public byte[] read(Sha256 content) throws IOException {
            return store.read(content);
        }

        @Override
        public java.io.InputStream open(Sha256 content) throws IOException {
            return store.open(content);
        }

        @Override
        public void sync() throws IOException {
            store.sync();
        }

        @Override
        public void close() throws IOException {
            store.close();
        }
    }

    @Test
    void whatNothingTouchedIsNotReadAgain() throws Exception {
        for (int i = 0; i < 20; i++) {
            write(live, "f" + i, "text " + i);
        }
        Thread.sleep(120);
        Workspace workspace = Workspace.open(live);
        var read = new CountingStore(store);
        Snapshot first = workspace.capture(read, Progress.NONE);
        assertThat(read.puts.get()).isEqualTo(20);
        write(live, "f7", "texT 7");
        assertThat(workspace.capture(read, Progress.NONE)).isNotEqualTo(first).isEqualTo(capture());
        assertThat(read.puts.get()).isEqualTo(21);
        assertThat(workspace.capture(Progress.NONE)).isEqualTo(capture());
    }

    @Test
    void aForgedTimeHidesNothingOfTheLiveTreeEither() throws Exception {
        Path file = write(live, "a", "before");
        Thread.sleep(120);
        Workspace workspace = Workspace.open(live);
        workspace.capture(store, Progress.NONE);
        var modified = Files.getLastModifiedTime(file);
        Files.writeString(file, "behind");
        Files.setLastModifiedTime(file, modified);
        assertThat(workspace.capture(store, Progress.NONE)).isEqualTo(snapshot("a", file("behind")));
    }

    @Test
    void aStoreThatLacksAKnownContentGetsIt() throws Exception {
        write(live, "a", "text");
        Thread.sleep(120);
        Workspace workspace = Workspace.open(live);
        workspace.capture(Progress.NONE);
        Snapshot tree = workspace.capture(store, Progress.NONE);
        assertThat(store.read(tree.get(WorkspacePath.of("a")).orElseThrow().content())).isEqualTo("text".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aChangeRightAfterACaptureIsSeen() throws Exception {
        Workspace workspace = Workspace.open(live);
        for (int i = 0; i < 300; i++) {
            String text = i % 2 == 0 ? "even" : "odd!";
            write(live, "a", text);
            assertThat(workspace.capture(Progress.NONE)).isEqualTo(snapshot("a", file(text)));
        }
    }

    /// How often content was handed over.
    private static final class CountingStore implements ContentStore {
        private final ContentStore store;
        private final AtomicInteger puts = new AtomicInteger();

        CountingStore(ContentStore store) {
            this.store = store;
        }

        @Override
        public Sha256 put(byte[] content) throws IOException {
            puts.incrementAndGet();
            return store.put(content);
        }

        @Override
        public Sha256 put(java.io.InputStream content) throws IOException {
            puts.incrementAndGet();
            return store.put(content);
        }

        @Override
        public boolean has(Sha256 content) {
            return store.has(content);
        }

        @Override
        public byte[] read(Sha256 content) throws IOException {
            return store.read(content);
        }

        @Override
        public java.io.InputStream open(Sha256 content) throws IOException {
            return store.open(content);
        }

        @Override
        public void sync() throws IOException {
            store.sync();
        }

        @Override
        public void close() {}
    }
}
