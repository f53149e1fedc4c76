package dev.countersign.changeset;

import static dev.countersign.changeset.MemoryStore.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.UnifiedPatch.Applied;
import dev.countersign.changeset.UnifiedPatch.Reject;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class UnifiedPatchTest {
    private static final String POEM = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";
    private final MemoryStore store = new MemoryStore();

    @Property(tries = 500)
    void whatIsWrittenIsReadAgain(@ForAll("trees") Snapshot base, @ForAll("trees") Snapshot result) throws IOException {
        Changeset changeset = Changeset.between(base, result, store);
        String patch = UnifiedPatch.format(changeset, store, 3);

        if (!changeset.isEmpty()) {
            assertThat(apply(patch, base)).as(patch).isEqualTo(new Applied.Done(result));
        }
    }

    /// Trees that the format can hold: files and links with git's modes, names that need care, content of every kind.
    @Provide
    Arbitrary<Snapshot> trees() {
        Arbitrary<String> lines = Arbitraries.of("a\n", "b\n", "c\r\n", "\n", "--- x\n", "+++ y\n", "@@ -1 +1 @@\n", "d\rd\n", "\u00e9\n")
                .list().ofMaxSize(14).map(l -> String.join("", l));
        Arbitrary<FileState> states = Arbitraries.oneOf(
                Combinators.combine(lines, Arbitraries.of("", "end")).as((l, end) -> store.file(l + end)),
                lines.map(store::script), Arbitraries.of(store.link("a"), store.link("some where"), store.file(""),
                        store.file(new byte[] {0, 1, 2}), store.file("caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)),
                        store.file("\ufeffwide\n".getBytes(StandardCharsets.UTF_16LE)), store.file("\ufeffmarked\n")));
        Arbitrary<String> names = Arbitraries.of("a", "b/c", "b/d", "with space", "qu\"ote", "\u00fcml\u00e4ut", "tab\there", "x y/z w",
                "b.c", "dev", "a.orig");
        return Combinators.combine(names.list().uniqueElements().ofMaxSize(4), states.list().ofSize(4)).as((paths, kinds) -> {
            var files = new TreeMap<WorkspacePath, FileState>();
            for (int i = 0; i < paths.size(); i++) {
                files.put(WorkspacePath.of(paths.get(i)), kinds.get(i));
            }
            return new Snapshot(files);
        });
    }

    @Test
    void aPatchReadsAsGitWritesIt() throws IOException {
        Snapshot base = store.tree("f", POEM);
        Snapshot result = store.tree("f", POEM.replace("two", "2").replace("nine\n", "nine"));

        assertThat(UnifiedPatch.format(Changeset.between(base, result, store), store, 1)).isEqualTo("""
                diff --git a/f b/f
                index 8f72cd0ef5d8ae3b47cd4a54fbb6c7c0c4d6cc91..%s 100644
                --- a/f
                +++ b/f
                @@ -1,3 +1,3 @@
                 one
                -two
                +2
                 three
                @@ -8,2 +8,2 @@
                 eight
                -nine
                +nine
                \\ No newline at end of file
                """.replaceFirst("8f72cd0ef5d8ae3b47cd4a54fbb6c7c0c4d6cc91", PatchWriter.blobId(store.bytes(base, "f")).name())
                .formatted(PatchWriter.blobId(store.bytes(result, "f")).name()));
    }

    @Test
    void hunksAreFoundWhereTheLinesMoved() throws IOException {
        Snapshot base = store.tree("f", "new top\nnew top\n" + POEM);

        assertThat(apply("""
                --- a/f
                +++ b/f
                @@ -4,3 +4,3 @@
                 four
                -five
                +5
                 six
                """, base)).isEqualTo(new Applied.Done(store.tree("f", "new top\nnew top\n" + POEM.replace("five", "5"))));
    }

    @Test
    void contextThatDiffersIsNamedWithItsLineInThePatch() throws IOException {
        assertThat(apply("""
                some words before

                --- a/f
                +++ b/f
                @@ -4,3 +4,3 @@
                 four
                -fife
                +5
                 six
                """, store.tree("f", POEM))).isEqualTo(refused(7, "f", "line 5 of the file is different"));
    }

    @Test
    void otherLineEndsAreCalledThat() throws IOException {
        assertThat(apply("--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n", store.tree("f", "one\r\ntwo\r\n")))
                .isEqualTo(refused(4, "f", "line 1 of the file has another line end"));
    }

    @Test
    void oneRejectKeepsEverythingAsItWas() throws IOException {
        assertThat(apply("""
                --- a/f
                +++ b/f
                @@ -1,2 +1,2 @@
                 one
                -two
                +2
                --- a/missing
                +++ b/missing
                @@ -1 +1 @@
                -x
                +y
                """, store.tree("f", "one\ntwo\n"))).isEqualTo(refused(7, "missing", "there is no such file in the workspace"));
    }

    @Test
    void namesWithoutPrefixWork() throws IOException {
        Snapshot base = store.tree("src/f", "one\ntwo\n");
        var done = new Applied.Done(store.tree("src/f", "one\n2\n"));
        String hunk = "@@ -1,2 +1,2 @@\n one\n-two\n+2\n";

        assertThat(apply("--- src/f\t2026-01-01 10:00:00.000000000 +0000\n+++ src/f\t2026-01-02 10:00:00.000000000 +0000\n" + hunk, base))
                .isEqualTo(done);
        assertThat(apply("--- src/f.orig\n+++ src/f\n" + hunk, base)).isEqualTo(done);
        assertThat(apply("diff --git src/f src/f\n--- src/f\n+++ src/f\n" + hunk, base)).isEqualTo(done);
        assertThat(apply("Index: src/f\n=====\n--- src/f\t(revision 1)\n+++ src/f\t(working copy)\n" + hunk, base)).isEqualTo(done);
    }

    @Test
    void filesComeAndGoWithoutGitHeaders() throws IOException {
        Snapshot base = store.tree("old", "x\n");

        assertThat(apply("""
                --- /dev/null
                +++ b/new
                @@ -0,0 +1 @@
                +y
                --- old\t2026-01-01 10:00:00.000000000 +0000
                +++ old\t1970-01-01 00:00:00.000000000 +0000
                @@ -1 +0,0 @@
                -x
                """, base)).isEqualTo(new Applied.Done(store.tree("new", "y\n")));
    }

    @Test
    void pathsThatLeaveTheWorkspaceAreRejected() throws IOException {
        for (String path : List.of("../x", "a/../../x", ".git/hooks/post-commit", "sub/.GIT/config")) {
            assertThat(apply("diff --git a/%1$s b/%1$s\nnew file mode 100755\n--- /dev/null\n+++ b/%1$s\n@@ -0,0 +1 @@\n+x\n"
                    .formatted(path), Snapshot.EMPTY)).isInstanceOfSatisfying(Applied.Refused.class, refused ->
                    assertThat(refused.rejects()).singleElement().satisfies(reject -> {
                        assertThat(reject.line()).isEqualTo(1);
                        assertThat(reject.why()).startsWith("the path cannot be used: ");
                    }));
        }
        assertThat(apply("--- /dev/null\n+++ /etc/cron.d/x\n@@ -0,0 +1 @@\n+x\n", Snapshot.EMPTY))
                .isEqualTo(refused(1, "/etc/cron.d/x", "the path cannot be used: it is absolute"));
    }

    @Test
    void whatIsNoPatchIsRejected() throws IOException {
        assertThat(apply("just words\n", Snapshot.EMPTY)).isEqualTo(refused(1, "", "there is no change of a file in it"));
        assertThat(apply("", Snapshot.EMPTY)).isEqualTo(refused(1, "", "there is no change of a file in it"));
    }

    @Test
    void aCutPatchIsRejected() throws IOException {
        assertThat(apply("--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n", store.tree("f", POEM)))
                .isInstanceOf(Applied.Refused.class);
    }

    @Test
    void binaryWithoutContentIsRejected() throws IOException {
        assertThat(apply("diff --git a/f b/f\nindex 1111111..2222222 100644\nBinary files a/f and b/f differ\n",
                store.tree("f", "x"))).isEqualTo(refused(1, "f", "it is binary and the patch does not carry its content"));
    }

    @Test
    void aFileThatIsThereIsNotCreated() throws IOException {
        assertThat(apply("--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+x\n", store.tree("f", "mine\n")))
                .isEqualTo(refused(1, "f", "a file of that name is there already"));
    }

    @Test
    void aDeletionOfMoreThanThePatchKnowsIsRejected() throws IOException {
        assertThat(apply("--- a/f\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n", store.tree("f", "x\ny\n")))
                .isInstanceOf(Applied.Refused.class);
    }

    @Test
    void aLinkIsNotPatchedAsAFile() throws IOException {
        assertThat(apply("--- a/f\n+++ b/f\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+y\n\\ No newline at end of file\n",
                with(Snapshot.EMPTY, "f", store.link("x")))).isEqualTo(refused(1, "f", "it is a link in the workspace"));
    }

    @Test
    void aFileInPlaceOfAFolderIsRejected() throws IOException {
        assertThat(apply("--- /dev/null\n+++ b/a/x\n@@ -0,0 +1 @@\n+x\n", store.tree("a", "file\n")))
                .isEqualTo(refused(1, "a/x", "a file and a folder cannot have one name"));
    }

    @Test
    void aPatchWrittenByAWindowsShellWorks() throws IOException {
        byte[] wide = "\ufeff--- a/f\n+++ b/f\n@@ -1 +1 @@\n-x\n+y\n".getBytes(StandardCharsets.UTF_16LE);

        assertThat(UnifiedPatch.apply(wide, store.tree("f", "x\n"), store)).isEqualTo(new Applied.Done(store.tree("f", "y\n")));
    }

    @Test
    void aMailedSeriesAppliesInItsOrder() throws IOException {
        String mail = "From 1 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] %s\n\n---\n f | 2 +-\n\ndiff --git a/f b/f\n--- a/f\n+++ b/f\n"
                + "@@ -1 +1 @@\n-%s\n+%s\n-- \n2.39.5\n\n";

        assertThat(apply(mail.formatted("one", "a", "b") + mail.formatted("two", "b", "c"), store.tree("f", "a\n")))
                .isEqualTo(new Applied.Done(store.tree("f", "c\n")));
    }

    @Test
    void headersThatNameDifferentFilesAreRejected() throws IOException {
        assertThat(apply("diff --git a/old b/new\nsimilarity index 90%\nrename from old\nrename to new\n"
                + "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", store.tree("old", "a\n", "x", "a\n")))
                .isInstanceOfSatisfying(Applied.Refused.class, refused -> assertThat(refused.rejects())
                        .singleElement().extracting(Reject::why).isEqualTo("its headers name different files"));
    }

    @Test
    void pathsAreNamedBeforeItRuns() {
        assertThat(UnifiedPatch.paths("""
                --- a/x
                +++ b/x
                @@ -1 +1 @@
                -a
                +b
                --- /dev/null
                +++ b/../out
                @@ -0,0 +1 @@
                +b
                diff --git a/old b/new
                similarity index 100%
                rename from old
                rename to new
                """.getBytes(StandardCharsets.UTF_8))).containsExactly(WorkspacePath.of("new"), WorkspacePath.of("old"), WorkspacePath.of("x"));
    }

    private Applied apply(String patch, Snapshot base) throws IOException {
        return UnifiedPatch.apply(patch.getBytes(StandardCharsets.UTF_8), base, store);
    }

    private static Applied refused(int line, String path, String why) {
        return new Applied.Refused(List.of(new Reject(line, path, why)));
    }
}
