package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.CodeAnchor;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.Merge;
import dev.countersign.changeset.Selection;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.run.Disks;
import dev.countersign.run.OutsideAnswer;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The parts of a terminal's review, answered as a person would.
class TerminalReviewTest {
    private static final WorkspacePath A = WorkspacePath.of("src/a.txt");
    private static final WorkspacePath B = WorkspacePath.of("b.txt");
    private static final String BEFORE = "n 1\nn 2\n3\n4\n5\n6\n7\n8\n9\n";

    private final MemoryStore store = new MemoryStore();
    private final Snapshot base = store.tree("src/a.txt", BEFORE, "b.txt", "one\n");
    private final Map<WorkspacePath, FileDiff> diffs = new TreeMap<>();
    private final Changeset changeset = changeset();
    private final StringWriter screen = new StringWriter();
    private final ReviewChoices choices = new ReviewChoices(changeset, diffs);

    private Changeset changeset() {
        try {
            var found = Changeset.between(base, store.tree("src/a.txt", "n one\nn two\n3\n4\n5\n6\n7\n8\nnine\nten\n", "b.txt", "two\n"), store);
            for (FileChange change : found.changes()) {
                diffs.put(change.path(), new Differ().diff(change, store, Differ.Options.EXACT));
            }
            return found;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Terminal person(String... answers) {
        var out = new PrintWriter(screen);
        return new Terminal(new BufferedReader(new StringReader(String.join("\n", answers) + "\n")), out, out, true, false);
    }

    private boolean hunks(String... answers) {
        Terminal terminal = person(answers);
        return new HunkTalk(terminal, changeset, diffs, choices, comments(terminal), new DiffPrinter(terminal, diffs)).ask();
    }

    private CommentTalk comments(Terminal terminal) {
        return new CommentTalk(terminal, diffs, choices, "Ada", InstantSource.fixed(Instant.parse("2026-11-21T09:00:00Z")));
    }

    private String written(WorkspacePath path) throws IOException {
        return store.text(changeset.select(base, choices.selection(false), store), path.value());
    }

    @Test
    void hunksAreTakenWholeInPartOrNot() throws IOException {
        assertThat(hunks("n", "l", "1,3", "y")).isTrue();
        assertThat(choices.of(B)).contains(new FileSelection.None());
        assertThat(choices.of(A)).contains(new FileSelection.Lines(new TreeSet<>(List.of(0, 8)), new TreeSet<>(List.of(0, 8, 9))));
        assertThat(written(A)).isEqualTo("n one\nn 2\n3\n4\n5\n6\n7\n8\nnine\nten\n");
        assertThat(screen.toString()).contains("-   1  n 1", "-   2  n 2", "+   3  n one", "+   4  n two");
    }

    @Test
    void aStepBackAsksTheHunkBeforeAgain() {
        assertThat(hunks("y", "n", "u", "y", "y")).isTrue();
        assertThat(choices.selection(false)).isEqualTo(Selection.all(changeset));
        assertThat(choices.undo()).isTrue();
        assertThat(choices.of(A)).contains(new FileSelection.Hunks(new TreeSet<>(List.of(0))));
        assertThat(choices.redo()).isTrue();
        assertThat(choices.selection(false)).isEqualTo(Selection.all(changeset));
        assertThat(choices.redo()).isFalse();
    }

    @Test
    void leavingKeepsWhatWasAnsweredAndWrongLineNumbersAreAskedForAgain() {
        assertThat(hunks("y", "l", "9", "0-2", "x", "2-", "q", "q")).isFalse();
        assertThat(choices.of(B)).contains(new FileSelection.Whole());
        assertThat(choices.of(A)).isEmpty();
        assertThat(screen.toString()).contains("Answer with numbers from 1 to 4, as 1,3-5.");
    }

    @Test
    void thePreviewSaysWhatWillBeWritten() {
        hunks("n", "l", "3", "p", "q");
        assertThat(screen.toString()).contains("Will be written: src/a.txt  +1 \u22120", "+n one").doesNotContain("Nothing of src/a.txt");
    }

    @Test
    void linesThatAreChosenAreThoseThatAreShown() {
        assertThat(LineNumbers.parse("1, 3-5", 5)).contains(new TreeSet<>(List.of(1, 3, 4, 5)));
        assertThat(LineNumbers.parse("", 5)).contains(new TreeSet<>());
        for (String bad : List.of("0", "6", "3-1", "1,,2", "a", "-1", "1-9999999999")) {
            assertThat(LineNumbers.parse(bad, 5)).as(bad).isEqualTo(Optional.empty());
        }
    }

    @Test
    void commentsHaveTheirPlaceAndCanBeDeletedAndBroughtBack() {
        comments(person("a.txt:1-2", "shorter")).ask();
        comments(person("src/a.txt:-1", "keep it")).ask();
        assertThat(choices.comments()).extracting(c -> c.place() + " " + c.anchor().quote() + " " + c.text())
                .containsExactly("src/a.txt:1-2 [n one, n two] shorter", "src/a.txt:1 (removed) [n 1] keep it");
        assertThat(choices.comments().getLast().anchor().side()).isEqualTo(CodeAnchor.Side.BEFORE);
        comments(person("d 1")).ask();
        assertThat(choices.comments()).extracting(c -> c.text()).containsExactly("keep it");
        choices.undo();
        assertThat(choices.comments()).hasSize(2);
        comments(person("a.txt:11", "x")).ask();
        comments(person("none.txt:1", "x")).ask();
        assertThat(choices.comments()).hasSize(2);
        assertThat(screen.toString()).contains("src/a.txt has lines 1 to 10.", "That is not a line of a changed text file of this review.");
    }

    private Optional<Map<WorkspacePath, OutsideAnswer>> outside(OutsideTalk.Settle settle, String... answers) throws IOException {
        var disk = Map.of(A, Optional.of(store.file("disk 1\nn 2\n3\n4\n5\n6\n7\n8\n9\n".getBytes())), B, Optional.of(store.file("one\n0\n".getBytes())));
        var met = Disks.outside(changeset, Selection.all(changeset), disk, store).files();
        var talk = new OutsideTalk(person(answers), settle);
        talk.show(met);
        return talk.ask(met);
    }

    @Test
    void conflictsWithTheDiskAreShownAndSettledOneByOne() throws IOException {
        var answers = outside(OutsideTalk.Settle.ASK, "b", "t").orElseThrow();
        assertThat(answers).containsOnlyKeys(A, B);
        assertThat(answers.get(A).how()).isEqualTo(new OutsideAnswer.How.Merged(Map.of(0, new Merge.Resolution.Theirs())));
        assertThat(answers.get(B).how()).isEqualTo(new OutsideAnswer.How.Merged(Map.of(0, new Merge.Resolution.OursThenTheirs())));
        assertThat(screen.toString()).contains("changed on disk", "1 conflict", "    disk 1", "    n one", "Conflict 1 of 1");
    }

    @Test
    void conflictsWithTheDiskAreSettledByOneRuleOrLeftAlone() throws IOException {
        assertThat(outside(OutsideTalk.Settle.OURS).orElseThrow().get(A).how())
                .isEqualTo(new OutsideAnswer.How.Merged(Map.of(0, new Merge.Resolution.Ours())));
        assertThat(screen.toString()).contains("Settled by --ours: what is on disk stays.");
        assertThat(outside(OutsideTalk.Settle.ASK, "k", "q")).isEmpty();
    }
}
