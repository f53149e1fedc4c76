package dev.countersign.workspace;

import static dev.countersign.workspace.Trees.everything;
import static dev.countersign.workspace.Trees.file;
import static dev.countersign.workspace.Trees.folder;
import static dev.countersign.workspace.Trees.link;
import static dev.countersign.workspace.Trees.mode;
import static dev.countersign.workspace.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.fault.EnvironmentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ApplyTest {
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
    }

    @AfterEach
    void end() throws IOException {
        store.close();
    }

    private PathEdit edit(String path, Object before, Object after) throws IOException {
        return Trees.edit(store, path, before, after);
    }

    private List<String> whys(ApplyOutcome outcome) {
        assertThat(outcome).isInstanceOf(ApplyOutcome.Conflicted.class);
        return ((ApplyOutcome.Conflicted) outcome).conflicts().stream().map(c -> c.edit().path() + ": " + c.why()).toList();
    }

    @Test
    void whatLiesBehindALinkThatAnEditPutsInTheWayIsLeftAlone() throws IOException {
        write(live, "a/b/file", "x");
        Files.createDirectories(live.resolve("other/b"));
        store.put("other".getBytes());
        var edits = List.of(edit("a", null, Trees.link("other")), edit("a/b/file", "x", null));
        assertThat(workspace.apply(edits, store)).isEqualTo(new ApplyOutcome.Applied(2));
        assertThat(live.resolve("other/b")).isEmptyDirectory();
        assertThat(live.resolve("a")).isSymbolicLink();
    }

    @Test
    void linksThatLeadToEachOtherAreNoObstacle() throws IOException {
        write(live, "a/b/c", "x");
        store.put("loop".getBytes());
        store.put("a".getBytes());
        var edits = List.of(edit("a", null, Trees.link("loop")), edit("a/b/c", "x", null), edit("loop", null, Trees.link("a")));
        assertThat(workspace.apply(edits, store)).isEqualTo(new ApplyOutcome.Applied(3));
        assertThat(workspace.state(WorkspacePath.of("a/b/c"))).isEmpty();
    }

    @Test
    void addsChangesAndDeletesAndLeavesTheRestUntouched() throws IOException {
        Path kept = write(live, "kept", "same");
        var time = Files.getLastModifiedTime(kept);
        write(live, "changed", "old");
        write(live, "gone/deep/file", "x");
        mode(write(live, "script", "#!"), 0644);
        var edits = List.of(edit("added/in/new/folders", null, "new"), edit("changed", "old", "new"),
                edit("gone/deep/file", "x", null), edit("script", file("#!"), file("#!", 0755)));
        assertThat(workspace.apply(edits, store)).isEqualTo(new ApplyOutcome.Applied(4));
        assertThat(everything(live)).isEqualTo(Map.of("", "folder", "added", "folder", "added/in", "folder", "added/in/new", "folder",
                "added/in/new/folders", "rw-r--r-- new", "changed", "rw-r--r-- new", "kept", "rw-r--r-- same", "script", "rwxr-xr-x #!"));
        assertThat(Files.getLastModifiedTime(kept)).isEqualTo(time);
        assertThat(Files.getAttribute(live.resolve("changed"), "unix:nlink")).isEqualTo(1);
        assertThat(Files.getAttribute(live.resolve("added/in/new/folders"), "unix:nlink")).isEqualTo(1);
    }

    @Test
    void everyConflictIsToldAndNothingWritten() throws IOException {
        write(live, "content", "theirs");
        write(live, "created", "theirs");
        mode(write(live, "mode", "x"), 0600);
        Files.createSymbolicLink(live.resolve("kind"), Path.of("content"));
        write(live, "fine", "x");
        write(live, "file", "x");
        write(live, "folder/other", "x");
        write(temp, "outside/x", "x");
        Files.createSymbolicLink(live.resolve("out"), temp.resolve("outside"));
        Files.createDirectory(live.resolve("real"));
        Files.createSymbolicLink(live.resolve("in"), Path.of("real"));
        var before = everything(temp);
        var edits = List.of(edit("content", "mine", "new"), edit("created", null, "new"), edit("deleted", "x", null),
                edit("fine", "x", "y"), edit("file/below", null, "new"), edit("folder", null, "new"), edit("in/x", null, "new"),
                edit("kind", "theirs", "new"), edit("mode", "x", "y"), edit("out/x", "x", "evil"), edit("out/y", null, "evil"));
        before.remove("content.pack");
        assertThat(whys(workspace.apply(edits, store))).containsExactly("content: changed since the run began",
                "created: created since the run began", "deleted: deleted since the run began",
                "file/below: a file stands at file, where its folder should be", "folder: its place holds folder/other",
                "in/x: a link stands at in, where its folder should be", "kind: replaced since the run began",
                "mode: its permissions changed since the run began", "out/x: a link leads outside the workspace at out",
                "out/y: a link leads outside the workspace at out");
        var after = everything(temp);
        after.remove("content.pack");
        assertThat(after).isEqualTo(before);
    }

    @Test
    void aConflictTellsWhatWasFound() throws IOException {
        write(live, "a", "theirs");
        PathEdit edit = edit("a", "mine", "new");
        assertThat(workspace.apply(List.of(edit), store)).isEqualTo(new ApplyOutcome.Conflicted(
                List.of(new ApplyOutcome.Conflict(edit, Optional.of(file("theirs")), "changed since the run began"))));
    }

    @Test
    void aFolderBecomesAFileAndAFileAFolder() throws IOException {
        write(live, "dir/one", "1");
        write(live, "dir/sub/two", "2");
        write(live, "file", "f");
        Files.createSymbolicLink(live.resolve("link"), temp);
        var edits = new ArrayList<>(List.of(edit("dir", null, "now a file"), edit("dir/one", "1", null), edit("dir/sub/two", "2", null),
                edit("file", "f", null), edit("file/a/b", null, "below"), edit("link", link(temp.toString()), null),
                edit("link/inside", null, "not outside")));
        assertThat(workspace.apply(edits, store)).isEqualTo(new ApplyOutcome.Applied(7));
        assertThat(everything(live)).isEqualTo(Map.of("", "folder", "dir", "rw-r--r-- now a file", "file", "folder", "file/a", "folder",
                "file/a/b", "rw-r--r-- below", "link", "folder", "link/inside", "rw-r--r-- not outside"));
        assertThat(temp.resolve("inside")).doesNotExist();
        store.put(temp.toString().getBytes());
        assertThat(workspace.apply(edits.stream().map(PathEdit::inverse).toList(), store)).isEqualTo(new ApplyOutcome.Applied(7));
        assertThat(everything(live)).isEqualTo(Map.of("", "folder", "dir", "folder", "dir/one", "rw-r--r-- 1", "dir/sub", "folder",
                "dir/sub/two", "rw-r--r-- 2", "file", "rw-r--r-- f", "link", "-> " + temp));
    }

    @Test
    void aFolderThatHoldsMoreDoesNotBecomeAFile() throws IOException {
        write(live, "dir/one", "1");
        write(live, "dir/.git/config", "theirs");
        assertThat(whys(workspace.apply(List.of(edit("dir", null, "file"), edit("dir/one", "1", null)), store)))
                .containsExactly("dir: its place holds dir/.git");
        assertThat(everything(live)).containsKeys("dir/one", "dir/.git/config");
    }

    @Test
    void emptyFoldersComeAndGoAsTheEditsSay() throws IOException {
        write(live, "emptied/x", "x");
        write(live, "vanishing/x", "x");
        write(live, "used/x", "x");
        write(live, "used/ignored.o", "output");
        mode(Files.createDirectory(live.resolve("old")), 0755);
        mode(Files.createDirectory(live.resolve("filled")), 0755);
        mode(Files.createDirectory(live.resolve("closed")), 0755);
        var edits = List.of(edit("emptied", null, folder(0711)), edit("emptied/x", "x", null), edit("vanishing/x", "x", null),
                edit("used/x", "x", null), edit("old", folder(0755), null), edit("filled", folder(0755), null),
                edit("filled/new", null, "n"), edit("closed", folder(0755), folder(0700)), edit("fresh", null, folder(0750)));
        assertThat(workspace.apply(edits, store)).isEqualTo(new ApplyOutcome.Applied(9));
        assertThat(everything(live)).isEqualTo(Map.of("", "folder", "emptied", "folder", "used", "folder", "used/ignored.o",
                "rw-r--r-- output", "filled", "folder", "filled/new", "rw-r--r-- n", "closed", "folder", "fresh", "folder"));
        assertThat(List.of(mode(live.resolve("emptied")), mode(live.resolve("closed")), mode(live.resolve("fresh"))))
                .containsExactly("rwx--x--x", "rwx------", "rwxr-x---");
    }

    @Test
    void aReadOnlyFileIsReplacedWithTheModeOfTheEdit() throws IOException {
        mode(write(live, "ro", "old"), 0444);
        assertThat(workspace.apply(List.of(edit("ro", file("old", 0444), withMode("new", 0444))), store)).isEqualTo(new ApplyOutcome.Applied(1));
        assertThat(everything(live)).containsEntry("ro", "r--r--r-- new");
    }

    private FileState withMode(String text, int mode) throws IOException {
        store.put(text.getBytes());
        return file(text, mode);
    }

    @Test
    void ownerAndGroupStay() throws IOException {
        assumeTrue(Trees.isRoot(), "only root gives files away");
        Path given = write(live, "a", "old");
        Files.setAttribute(given, "unix:uid", 1234);
        Files.setAttribute(given, "unix:gid", 2345);
        workspace.apply(List.of(edit("a", "old", "new")), store);
        assertThat(Files.readAttributes(given, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(Map.of("uid", 1234, "gid", 2345));
        assertThat(given).hasContent("new");
    }

    @Test
    void missingContentIsFoundBeforeAnythingIsWritten() throws IOException {
        write(live, "a", "old");
        var before = everything(live);
        var edits = List.of(edit("a", "old", "new"), edit("b", null, file("never put")));
        assertThatThrownBy(() -> workspace.apply(edits, store)).isInstanceOf(MissingContentException.class);
        assertThat(everything(live)).isEqualTo(before);
    }

    @Test
    void lyingContentIsNeverWritten() throws IOException {
        write(live, "a", "old");
        var before = everything(live);
        var edits = List.of(edit("a", "old", "new"), edit("z", null, "truth"));
        assertThatThrownBy(() -> workspace.apply(edits, new Meddling(store) {
            @Override
            public InputStream open(Sha256 content) throws IOException {
                return content.equals(file("truth").content()) ? new ByteArrayInputStream("lies!".getBytes()) : super.open(content);
            }
        })).isInstanceOf(MissingContentException.class);
        assertThat(everything(live)).isEqualTo(before);
    }

    @Test
    void aChangeMadeWhileContentIsWrittenIsFoundAndAllPutBack() throws IOException {
        write(live, "a/file", "old");
        write(live, "d/file", "old");
        write(live, "m", "old");
        write(live, "z", "old");
        var edits = List.of(edit("a/file", "old", "new"), edit("b/new", null, "new"), edit("d/file", "old", null), edit("e", null, folder(0755)),
                edit("m", "old", withMode("old", 0755)), edit("z", "old", "late"));
        var outcome = workspace.apply(edits, new Meddling(store) {
            @Override
            public InputStream open(Sha256 content) throws IOException {
                if (content.equals(file("late").content())) {
                    Files.writeString(live.resolve("z"), "theirs");
                }
                return super.open(content);
            }
        });
        assertThat(whys(outcome)).containsExactly("z: changed since the run began");
        assertThat(everything(live)).isEqualTo(Map.of("", "folder", "a", "folder", "a/file", "rw-r--r-- old", "d", "folder",
                "d/file", "rw-r--r-- old", "m", "rw-r--r-- old", "z", "rw-r--r-- theirs"));
    }

    @Test
    void contradictingEditsAreRefused() throws IOException {
        PathEdit one = edit("a", null, "x");
        assertThatThrownBy(() -> workspace.apply(List.of(one, one), store)).isInstanceOf(IllegalArgumentException.class);
        var below = List.of(one, edit("a/b", null, "x"));
        assertThatThrownBy(() -> workspace.apply(below, store)).isInstanceOf(IllegalArgumentException.class);
        assertThat(everything(live)).isEqualTo(Map.of("", "folder"));
    }

    @Test
    void aFullDiskPutsEverythingBack() throws IOException {
        assumeTrue(Trees.run(temp, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", live.toString()), "needs the right to mount");
        try {
            write(live, "a", "old");
            byte[] large = new byte[700 << 10];
            Files.write(live.resolve("filler"), large);
            var before = everything(live);
            byte[] tooLarge = new byte[400 << 10];
            tooLarge[0] = 1;
            store.put(tooLarge);
            var state = new FileState(FileState.Kind.FILE, 0644, Sha256.of(tooLarge), tooLarge.length);
            var early = List.of(edit("a", "old", "new"), edit("b", null, state));
            assertThatThrownBy(() -> workspace.apply(early, store)).isInstanceOfSatisfying(EnvironmentException.class,
                    e -> assertThat(e.problem().code()).isEqualTo("WORKSPACE-004"));
            assertThat(everything(live)).isEqualTo(before);
            // A digest that claims to be small passes the first look, so the disk fills in the middle.
            var late = List.of(edit("a", "old", "new"),
                    edit("b", null, new FileState(FileState.Kind.FILE, 0644, state.content(), 10)));
            assertThatThrownBy(() -> workspace.apply(late, store)).isInstanceOfSatisfying(EnvironmentException.class, e -> {
                assertThat(e.problem().code()).isEqualTo("WORKSPACE-004");
                assertThat(e.problem().unchanged()).contains("put back");
            });
            assertThat(everything(live)).isEqualTo(before);
            assertThat(workspace.apply(List.of(edit("a", "old", "new")), store)).isEqualTo(new ApplyOutcome.Applied(1));
        } finally {
            assertThat(Trees.run(temp, "umount", live.toString())).isTrue();
        }
    }

    @Test
    void aReadOnlyFileSystemIsNamedBeforeAnything() throws IOException {
        assumeTrue(Trees.run(temp, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", live.toString()), "needs the right to mount");
        try {
            write(live, "a", "old");
            assumeTrue(Trees.run(temp, "mount", "-o", "remount,ro", live.toString()), "needs the right to mount");
            var edits = List.of(edit("a", "old", "new"));
            assertThatThrownBy(() -> workspace.apply(edits, store)).isInstanceOfSatisfying(EnvironmentException.class,
                    e -> assertThat(e.problem().code()).isEqualTo("WORKSPACE-005"));
            assertThat(everything(live)).containsEntry("a", "rw-r--r-- old");
        } finally {
            assertThat(Trees.run(temp, "umount", live.toString())).isTrue();
        }
    }

    @Test
    void resumingFinishesANewFolderThatHasNotItsPermissionsYet() throws IOException {
        Files.createDirectory(live.resolve("new"));
        Files.createDirectory(live.resolve("turns"));
        var edits = List.of(edit("new", null, folder(0711)), edit("turns", "a file", folder(0700)));
        assertThat(workspace.resume(edits, store)).isEqualTo(new ApplyOutcome.Applied(2));
        assertThat(workspace.state(WorkspacePath.of("new"))).contains(folder(0711));
        assertThat(workspace.state(WorkspacePath.of("turns"))).contains(folder(0700));
    }

    @Test
    void resumingFinishesWhatIsLeftAndTidiesUp() throws IOException {
        write(live, "done", "new");
        write(live, "open", "old");
        write(live, "gone/.countersign-0123456789abcdef-0.old", "set aside");
        write(live, ".countersign-notes.new", "not ours");
        var edits = List.of(edit("done", "old", "new"), edit("open", "old", "new"), edit("gone/x", "x", null));
        assertThat(workspace.apply(edits, store)).isInstanceOf(ApplyOutcome.Conflicted.class);
        assertThat(workspace.resume(edits, store)).isEqualTo(new ApplyOutcome.Applied(3));
        assertThat(everything(live)).isEqualTo(Map.of("", "folder", "done", "rw-r--r-- new", "open", "rw-r--r-- new",
                ".countersign-notes.new", "rw-r--r-- not ours"));
        write(live, "open", "theirs");
        assertThat(whys(workspace.resume(edits, store))).containsExactly("open: changed since the run began");
    }

    @Test
    void leftoversAreNoPartOfASnapshotAndCanBeCleared() throws IOException {
        write(live, "dir/.countersign-0123456789abcdef-0.new", "half");
        write(live, "dir/a", "x");
        assertThat(workspace.capture(store, Progress.NONE)).isEqualTo(Trees.snapshot("dir/a", file("x")));
        assertThat(workspace.clearLeftovers()).isEqualTo(1);
        assertThat(everything(live)).isEqualTo(Map.of("", "folder", "dir", "folder", "dir/a", "rw-r--r-- x"));
    }

    /// Contents that come with a surprise.
    private static class Meddling implements Contents {
        private final Contents contents;

        Meddling(Contents contents) {
            this.contents = contents;
        }

        @Override
        public boolean has(Sha256 content) {
            return contents.has(content);
        }

        @Override
        public byte[] read(Sha256 content) throws IOException {
            return contents.read(content);
        }

        @Override
        public InputStream open(Sha256 content) throws IOException {
            return contents.open(content);
        }
    }
}
