package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.changeset.FileMerge;
import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.ledger.rollback.RollbackChoices.Choice;
import dev.countersign.ledger.rollback.RollbackChoices;
import dev.countersign.ledger.rollback.RollbackFile;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Taking back parts of the past while everything later stays, on a real folder and a real ledger.
class RollbackTest {
    private static final WorkspacePath A = WorkspacePath.of("a.txt");
    private static final String LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";

    @TempDir
    Path temporary;

    private Bench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench(temporary);
        bench.write("a.txt", LINES);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    @Test
    void undoOfOneEntryKeepsLaterEntriesAndOutsideEdits() throws IOException {
        bench.commit("n", Map.of("a.txt", LINES.replace("2", "two")));
        bench.commit("m", Map.of("a.txt", LINES.replace("2", "two").replace("5", "five")));
        bench.write("a.txt", LINES.replace("2", "two").replace("5", "five").replace("9", "nine"));

        RollbackPreview preview = bench.preview(RollbackRequest.Undo.of(0));
        assertThat(preview.changes()).extracting(RollbackFile.Change::kept, RollbackFile.Change::outside)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(2, true));
        assertThat(preview.kept()).isEqualTo(2);
        bench.apply(preview);

        assertThat(bench.read("a.txt")).isEqualTo(LINES.replace("5", "five").replace("9", "nine"));
        assertThat(bench.audit().intact()).isTrue();
    }

    @Test
    void rollbackToAnEntryKeepsOutsideEditsMadeBetweenEntries() throws IOException {
        bench.commit("n", Map.of("a.txt", LINES.replace("1", "one")));
        bench.commit("n", Map.of("a.txt", LINES.replace("1", "one").replace("3", "three")));
        String outside = LINES.replace("1", "one").replace("3", "three").replace("6", "six");
        bench.write("a.txt", outside);
        bench.commit("n", Map.of("a.txt", outside.replace("9", "nine")));

        bench.apply(bench.preview(new RollbackRequest.To(0)));

        assertThat(bench.read("a.txt")).isEqualTo(LINES.replace("1", "one").replace("6", "six"));
    }

    @Test
    void allEntriesOfANodeAreTakenBackTogether() throws IOException {
        bench.commit("n", Map.of("a.txt", LINES.replace("1", "one"), "new.txt", "n\n"));
        bench.commit("m", Map.of("a.txt", LINES.replace("1", "one").replace("5", "five")));
        bench.commit("n", Map.of("a.txt", LINES.replace("1", "one").replace("5", "five").replace("9", "nine")));

        var entries = bench.rollback.entriesOf(0, java.util.Optional.of("run"), java.util.Optional.of("n"));
        assertThat(entries).containsExactly(0L, 2L);
        bench.apply(bench.preview(new RollbackRequest.Undo(entries)));

        assertThat(bench.read("a.txt")).isEqualTo(LINES.replace("5", "five"));
        assertThat(bench.file("new.txt")).doesNotExist();
    }

    @Test
    void oneHunkIsTakenBackAndTheOthersStay() throws IOException {
        bench.commit("n", Map.of("a.txt", LINES.replace("1", "one").replace("5", "five").replace("9", "nine")));
        bench.write("a.txt", "0\n" + bench.read("a.txt"));

        bench.apply(bench.preview(new RollbackRequest.Hunks(0, Map.of(A, new TreeSet<>(Set.of(1))))));

        assertThat(bench.read("a.txt")).isEqualTo("0\n" + LINES.replace("1", "one").replace("9", "nine"));
    }

    @Test
    void allHunksOfANewFileAreTheFile() throws IOException {
        bench.commit("n", Map.of("new.txt", "x\n"));

        bench.apply(bench.preview(new RollbackRequest.Hunks(0, Map.of(WorkspacePath.of("new.txt"), new TreeSet<>(Set.of(0))))));

        assertThat(bench.file("new.txt")).doesNotExist();
    }

    @Test
    void aHunkThatIsNotThereIsRefused() throws IOException {
        bench.commit("n", Map.of("a.txt", LINES.replace("1", "one")));

        assertThatThrownBy(() -> bench.preview(new RollbackRequest.Hunks(0, Map.of(A, new TreeSet<>(Set.of(7))))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("1 hunks");
    }

    @Test
    void aConflictIsOpenUntilEachOfItsPlacesIsSettled() throws IOException {
        bench.commit("n", Map.of("a.txt", LINES.replace("2", "two").replace("8", "eight")));
        bench.write("a.txt", LINES.replace("2", "zwei").replace("8", "acht").replace("5", "fuenf"));

        RollbackPreview preview = bench.preview(RollbackRequest.Undo.of(0));
        assertThat(preview.edits()).isEmpty();
        RollbackFile.Open open = preview.conflicts().getFirst();
        assertThat(open.why()).isEqualTo("changed outside Countersign since entry 0");
        assertThat(((FileMerge.Lines) open.merge()).merge().conflicts()).hasSize(2);

        RollbackPreview half = bench.preview(RollbackRequest.Undo.of(0),
                RollbackChoices.NONE.with(open, new Choice.Lines(Map.of(0, new Resolution.Theirs()))));
        assertThat(half.conflicts()).hasSize(1);
        RollbackPreview whole = bench.preview(RollbackRequest.Undo.of(0), half.choices()
                .with(half.conflicts().getFirst(), new Choice.Lines(Map.of(0, new Resolution.Theirs(), 1, new Resolution.Own("8 acht\n")))));
        assertThat(whole.conflicts()).isEmpty();
        bench.apply(whole);

        assertThat(bench.read("a.txt")).isEqualTo(LINES.replace("5", "fuenf").replace("8", "8 acht"));
    }

    @Test
    void aStepAfterASettledOneOpensItsOwnConflict() throws IOException {
        bench.commit("n", Map.of("a.txt", "A\n"));
        bench.commit("m", Map.of("a.txt", "B\n"));
        bench.commit("n", Map.of("a.txt", "C\n"));
        bench.write("a.txt", "mine\n");
        var aim = new RollbackRequest.Undo(new TreeSet<>(Set.of(0L, 2L)));

        RollbackPreview first = bench.preview(aim);
        assertThat(first.conflicts()).extracting(RollbackFile.Open::step, RollbackFile.Open::steps)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(0, 2));
        RollbackPreview second = bench.preview(aim, first.choices().with(first.conflicts().getFirst(), new Choice.Keep()));
        assertThat(second.conflicts()).extracting(RollbackFile.Open::step, RollbackFile.Open::why)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(1, "changed again by entry 1"));
        bench.apply(bench.preview(aim, second.choices().with(second.conflicts().getFirst(), new Choice.Take())));

        assertThat(bench.read("a.txt")).isEqualTo(LINES);
    }

    @Test
    void anAnswerCountsOnlyForTheFileItWasGivenAbout() throws IOException {
        bench.commit("n", Map.of("a.txt", "A\n"));
        bench.write("a.txt", "mine\n");
        RollbackPreview preview = bench.preview(RollbackRequest.Undo.of(0));
        RollbackChoices choices = preview.choices().with(preview.conflicts().getFirst(), new Choice.Take());

        bench.write("a.txt", "mine, and more\n");

        assertThat(bench.preview(RollbackRequest.Undo.of(0), choices).conflicts()).hasSize(1);
    }

    @Test
    void whatIsLeftOutStays() throws IOException {
        bench.commit("n", Map.of("a.txt", "A\n", "b.txt", "B\n"));

        RollbackPreview preview = bench.preview(RollbackRequest.Undo.of(0), RollbackChoices.NONE.leaving(A, true));
        assertThat(preview.leftOut()).extracting(RollbackFile::path).containsExactly(A);
        bench.apply(preview);

        assertThat(bench.read("a.txt")).isEqualTo("A\n");
        assertThat(bench.file("b.txt")).doesNotExist();
    }

    @Test
    void modesLinksAndFoldersComeBack() throws IOException {
        Path link = Files.createSymbolicLink(bench.file("link"), Path.of("a.txt"));
        Files.createDirectory(bench.file("empty"));
        bench.permit("a.txt", "rwxr-xr-x");
        var before = bench.tree();
        bench.adopt(() -> {
            Files.delete(link);
            Files.createSymbolicLink(link, Path.of("elsewhere"));
            bench.permit("a.txt", "rw-r--r--");
            bench.write("empty/full.txt", "x\n");
        });
        bench.write("a.txt", LINES + "10\n");
        bench.permit("a.txt", "rw-r--r--");

        bench.apply(bench.preview(RollbackRequest.Undo.of(0)));

        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("a.txt"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.file("a.txt")))).isEqualTo("rwxr-xr-x");
        assertThat(bench.file("empty")).isEmptyDirectory();
        assertThat(bench.read("a.txt")).isEqualTo(LINES + "10\n");
        bench.write("a.txt", LINES);
        bench.permit("a.txt", "rwxr-xr-x");
        assertThat(bench.tree()).isEqualTo(before);
    }

    @Test
    void aFolderInTheWayIsSaidBefore() throws IOException {
        bench.commit("n", Map.of("a.txt", ""));
        bench.write("a.txt/mine", "m");

        RollbackPreview preview = bench.preview(RollbackRequest.Undo.of(0));

        assertThat(preview.edits()).isEmpty();
        assertThat(preview.blocked()).extracting(RollbackFile.Blocked::why).containsExactly("its place holds a.txt/mine");
    }

    @Test
    void aFolderThatSomebodyFilledIsNotEmptied() throws IOException {
        Files.createDirectory(bench.file("dir"));
        bench.adopt(() -> bench.write("dir/x", "x"));
        bench.write("dir/mine", "mine");

        RollbackPreview preview = bench.preview(RollbackRequest.Undo.of(0));
        assertThat(preview.edits()).extracting(PathEdit::path).containsExactly(WorkspacePath.of("dir/x"));
        bench.apply(preview);

        assertThat(bench.read("dir/mine")).isEqualTo("mine");
    }

    @Test
    void filesThatTheLedgerNeverWroteAreNeverNamed() throws IOException {
        bench.write(".gitignore", "*.log\n");
        bench.write(".git/config", "[core]\n");
        bench.commit("n", Map.of("a.txt", "A\n", "dir/b.txt", "B\n"));
        bench.write("untracked.txt", "mine");
        bench.write("dir/x.log", "ignored");

        RollbackPreview preview = bench.preview(RollbackRequest.Undo.of(0));
        assertThat(preview.files()).extracting(file -> file.path().value()).containsExactly("a.txt", "dir/b.txt");
        bench.apply(preview);

        assertThat(List.of(bench.read("untracked.txt"), bench.read("dir/x.log"), bench.read(".git/config")))
                .containsExactly("mine", "ignored", "[core]\n");
        assertThat(bench.file("dir/b.txt")).doesNotExist();
    }

    @Test
    void aPreviewCanBeCancelled() throws IOException {
        bench.commit("n", Map.of("a.txt", "A\n"));
        var cancelled = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };

        assertThatThrownBy(() -> bench.rollback.preview(new RollbackRequest(RollbackRequest.Undo.of(0), Set.of()), RollbackChoices.NONE,
                cancelled)).isInstanceOf(Progress.CancelledException.class);
    }

    @Test
    void redoOfARollbackKeepsWhatWasDoneSince() throws IOException {
        bench.commit("n", Map.of("a.txt", LINES.replace("2", "two")));
        bench.apply(bench.preview(RollbackRequest.Undo.of(0)));
        bench.write("a.txt", LINES.replace("8", "eight"));

        bench.apply(bench.preview(RollbackRequest.Undo.of(1)));
        assertThat(bench.read("a.txt")).isEqualTo(LINES.replace("2", "two").replace("8", "eight"));
        bench.apply(bench.preview(RollbackRequest.Undo.of(2)));
        assertThat(bench.read("a.txt")).isEqualTo(LINES.replace("8", "eight"));
        bench.apply(bench.preview(RollbackRequest.Undo.of(3)));
        assertThat(bench.read("a.txt")).isEqualTo(LINES.replace("2", "two").replace("8", "eight"));
    }
}
