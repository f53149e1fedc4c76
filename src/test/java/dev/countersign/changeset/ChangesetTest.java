package dev.countersign.changeset;

import static dev.countersign.changeset.MemoryStore.with;
import static dev.countersign.changeset.MemoryStore.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.fault.UserException;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ChangesetTest {
    private static final String POEM = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";
    private final MemoryStore store = new MemoryStore();

    @Property(tries = 1000)
    void editsLeadExactlyToTheResult(@ForAll("trees") Snapshot base, @ForAll("trees") Snapshot result) throws IOException {
        Changeset changeset = Changeset.between(base, result, store);

        assertThat(base.with(changeset.edits())).isEqualTo(result);
        assertThat(changeset.isEmpty()).isEqualTo(base.equals(result));
        assertThat(changeset.changes()).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> a.path().compareTo(b.path()));
    }

    @Property(tries = 1000)
    void everythingSelectsTheResultAndNothingTheBase(@ForAll("trees") Snapshot base, @ForAll("trees") Snapshot result)
            throws IOException {
        Changeset changeset = Changeset.between(base, result, store);

        assertThat(changeset.select(base, Selection.all(changeset), store)).isEqualTo(result);
        assertThat(changeset.select(base, new Selection(Map.of()), store)).isEqualTo(base);
    }

    @Property(tries = 500)
    void allHunksAreTheWhole(@ForAll("trees") Snapshot base, @ForAll("trees") Snapshot result) throws IOException {
        Changeset changeset = Changeset.between(base, result, store);
        var files = new TreeMap<WorkspacePath, FileSelection>();
        for (FileChange change : changeset.changes()) {
            files.put(change.path(), hunks(change).<FileSelection>map(FileSelection.Hunks::new).orElse(new FileSelection.Whole()));
        }

        assertThat(changeset.select(base, new Selection(files), store)).isEqualTo(result);
    }

    @Property(tries = 500)
    void whatWasLeftOutLeadsToTheResult(@ForAll("texts") String before, @ForAll("texts") String after, @ForAll Set<Boolean> odd)
            throws IOException {
        Snapshot base = store.tree("f", before);
        Snapshot result = store.tree("f", after);
        Changeset changeset = Changeset.between(base, result, store);
        Set<Integer> all = changeset.isEmpty() ? Set.of() : hunks(changeset.changes().getFirst()).orElseThrow();
        var some = new TreeSet<>(all);
        some.removeIf(i -> odd.contains(i % 2 == 0));

        Snapshot part = changeset.isEmpty() ? base : select(changeset, base, "f", new FileSelection.Hunks(some));
        Changeset rest = Changeset.between(part, result, store);

        assertThat(part.with(rest.edits())).isEqualTo(result);
        assertThat(rest.isEmpty()).isEqualTo(some.equals(all));
    }

    @Property(tries = 1000)
    void chosenLinesKeepTheOrderOfBothSides(@ForAll("texts") String before, @ForAll("texts") String after, @ForAll long chance)
            throws IOException {
        Snapshot base = store.tree("f", before);
        Changeset changeset = Changeset.between(base, store.tree("f", after), store);
        if (changeset.isEmpty()) {
            return;
        }
        FileDiff.Text diff = text(changeset);
        var random = new Random(chance);
        var removed = new TreeSet<Integer>();
        var added = new TreeSet<Integer>();
        for (Hunk hunk : diff.hunks()) {
            IntStream.range(hunk.beforeStart(), hunk.beforeEnd()).filter(_ -> random.nextBoolean()).forEach(removed::add);
            IntStream.range(hunk.afterStart(), hunk.afterEnd()).filter(_ -> random.nextBoolean()).forEach(added::add);
        }

        Snapshot part = select(changeset, base, "f", new FileSelection.Lines(removed, added));

        List<String> lines = TextFile.read(store.bytes(part, "f")).orElseThrow().lines();
        var expected = new ArrayList<>(kept(diff.before().lines(), line -> !removed.contains(line)));
        expected.addAll(kept(diff.after().lines(), added::contains));
        assertThat(lines).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(isWithin(kept(diff.before().lines(), line -> !removed.contains(line)), lines)).isTrue();
        assertThat(isWithin(kept(diff.after().lines(), line -> added.contains(line) || !isChanged(diff, line)), lines)).isTrue();
    }

    @Property(tries = 500)
    void allLinesOfAHunkAreTheHunk(@ForAll("texts") String before, @ForAll("texts") String after, @ForAll Set<Boolean> odd)
            throws IOException {
        Snapshot base = store.tree("f", before);
        Changeset changeset = Changeset.between(base, store.tree("f", after), store);
        if (changeset.isEmpty()) {
            return;
        }
        var accepted = new TreeSet<Integer>();
        var removed = new TreeSet<Integer>();
        var added = new TreeSet<Integer>();
        for (Hunk hunk : text(changeset).hunks()) {
            if (odd.contains(hunk.index() % 2 == 0)) {
                accepted.add(hunk.index());
                IntStream.range(hunk.beforeStart(), hunk.beforeEnd()).forEach(removed::add);
                IntStream.range(hunk.afterStart(), hunk.afterEnd()).forEach(added::add);
            }
        }

        assertThat(select(changeset, base, "f", new FileSelection.Lines(removed, added)))
                .isEqualTo(select(changeset, base, "f", new FileSelection.Hunks(accepted)));
    }

    @Test
    void aLineTakenAloneStaysWhereItsPartnerWas() throws IOException {
        Snapshot base = store.tree("f", "start\nint first = 1;\nint second = 2;\nend\n");
        Snapshot result = store.tree("f", "start\nint first = 10;\nint second = 20;\nint third = 30;\nend\n");
        Changeset changeset = Changeset.between(base, result, store);

        assertThat(store.text(select(changeset, base, "f", lines(Set.of(1), Set.of(1))), "f"))
                .isEqualTo("start\nint first = 10;\nint second = 2;\nend\n");
        assertThat(store.text(select(changeset, base, "f", lines(Set.of(2), Set.of(2))), "f"))
                .isEqualTo("start\nint first = 1;\nint second = 20;\nend\n");
        assertThat(store.text(select(changeset, base, "f", lines(Set.of(), Set.of(3))), "f"))
                .isEqualTo("start\nint first = 1;\nint second = 2;\nint third = 30;\nend\n");
        assertThat(store.text(select(changeset, base, "f", lines(Set.of(1, 2), Set.of())), "f")).isEqualTo("start\nend\n");
    }

    @Test
    void anUnfinishedLineIsFinishedBeforeWhatFollows() throws IOException {
        Snapshot base = store.tree("f", "a\r\nold");
        Snapshot result = store.tree("f", "a\r\nnew");
        Changeset changeset = Changeset.between(base, result, store);

        assertThat(store.text(select(changeset, base, "f", lines(Set.of(), Set.of(1))), "f")).isEqualTo("a\r\nold\r\nnew");
    }

    @Test
    void someLinesOfANewFileOrOfOneThatGoes() throws IOException {
        Snapshot full = store.tree("f", "a\nb\nc\n");
        Changeset comes = Changeset.between(Snapshot.EMPTY, full, store);
        Changeset goes = Changeset.between(full, Snapshot.EMPTY, store);

        assertThat(select(comes, Snapshot.EMPTY, "f", lines(Set.of(), Set.of(0, 2)))).isEqualTo(store.tree("f", "a\nc\n"));
        assertThat(select(comes, Snapshot.EMPTY, "f", lines(Set.of(), Set.of()))).isEqualTo(Snapshot.EMPTY);
        assertThat(select(goes, full, "f", lines(Set.of(1), Set.of()))).isEqualTo(store.tree("f", "a\nc\n"));
        assertThat(select(goes, full, "f", lines(Set.of(), Set.of()))).isEqualTo(full);
        assertThat(select(goes, full, "f", lines(Set.of(0, 1, 2), Set.of()))).isEqualTo(Snapshot.EMPTY);
    }

    @Test
    void linesThatDidNotChangeCannotBeChosen() throws IOException {
        Snapshot base = store.tree("f", "a\nb\n");
        Changeset changeset = Changeset.between(base, store.tree("f", "a\nc\n"), store);

        assertThatThrownBy(() -> select(changeset, base, "f", lines(Set.of(0), Set.of())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("f has no such changed lines");
    }

    @Test
    void linesOfTwoWidthsAreNotMixed() throws IOException {
        Snapshot base = with(Snapshot.EMPTY, "f", store.file("a\nb\n"));
        Snapshot result = with(Snapshot.EMPTY, "f", store.file(("\ufeffa\nc\n").getBytes(StandardCharsets.UTF_16LE)));
        Changeset changeset = Changeset.between(base, result, store);

        assertThatThrownBy(() -> select(changeset, base, "f", lines(Set.of(0), Set.of())))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("f changes its charset and can be taken by hunks only");
        assertThat(select(changeset, base, "f", lines(Set.of(0, 1), Set.of(0, 1)))).isEqualTo(result);
    }

    @Test
    void whatWasChosenIsCountedInHunks() throws IOException {
        Snapshot base = store.tree("f", POEM, "g", "g\n", "h", "h\n");
        Snapshot result = store.tree("f", POEM.replace("two\nthree", "2\n3").replace("nine", "9"), "g", "G\n", "h", "H\n");
        Changeset changeset = Changeset.between(base, result, store);
        var selection = new Selection(Map.of(path("f"), lines(Set.of(1, 8), Set.of(1, 8)), path("g"), new FileSelection.Edited("x\n")));

        SelectionCount count = SelectionCount.of(changeset, selection, store);

        assertThat(count).isEqualTo(new SelectionCount(4, 2, 1, 1));
        assertThat(count.words()).isEqualTo("2 of 4 hunks, 1 in part, 1 file edited");
    }

    private FileDiff.Text text(Changeset changeset) throws IOException {
        return (FileDiff.Text) new Differ().diff(changeset.changes().getFirst(), store, Differ.Options.EXACT);
    }

    private static List<String> kept(List<String> lines, IntPredicate which) {
        return IntStream.range(0, lines.size()).filter(which).mapToObj(lines::get).toList();
    }

    private static boolean isChanged(FileDiff.Text diff, int after) {
        return diff.hunks().stream().anyMatch(h -> h.afterStart() <= after && after < h.afterEnd());
    }

    private static boolean isWithin(List<String> part, List<String> whole) {
        int found = 0;
        for (String line : whole) {
            found += found < part.size() && part.get(found).equals(line) ? 1 : 0;
        }
        return found == part.size();
    }

    private static FileSelection lines(Set<Integer> removed, Set<Integer> added) {
        return new FileSelection.Lines(new TreeSet<>(removed), new TreeSet<>(added));
    }

    private Optional<TreeSet<Integer>> hunks(FileChange change) throws IOException {
        boolean files = change.beforeState().map(s -> s.kind() == FileState.Kind.FILE).orElse(true)
                && change.afterState().map(s -> s.kind() == FileState.Kind.FILE).orElse(true);
        if (files && new Differ().diff(change, store, Differ.Options.EXACT) instanceof FileDiff.Text diff) {
            var all = new TreeSet<Integer>();
            diff.hunks().forEach(h -> all.add(h.index()));
            return Optional.of(all);
        }
        return Optional.empty();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "c", "d").list().ofMaxSize(12).map(lines -> String.join("\n", lines));
    }

    /// Trees as a capture can give them: nothing lies below a file, a link or an empty folder.
    @Provide
    Arbitrary<Snapshot> trees() {
        Arbitrary<String> paths = Arbitraries.of("a", "a!", "a/x", "a/y", "a/b", "a/b/z", "b", "b/x", "c", "c.txt", "d/e/f");
        Arbitrary<FileState> states = Arbitraries.of(store.file(""), store.file(POEM), store.file(POEM + "ten\n"),
                store.script(POEM), store.file("other\n"), store.file(new byte[] {1, 0}), store.link("a"), store.folder());
        return Combinators.combine(paths.list().uniqueElements().ofMaxSize(6), states.list().ofSize(6)).as((names, kinds) -> {
            var files = new TreeMap<WorkspacePath, FileState>();
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                if (files.keySet().stream().noneMatch(p -> p.value().startsWith(name + "/") || name.startsWith(p + "/"))) {
                    files.put(WorkspacePath.of(name), kinds.get(i));
                }
            }
            return new Snapshot(files);
        });
    }

    @Test
    void eachKindOfChangeIsCalledByItsName() throws IOException {
        Snapshot base = with(with(store.tree("gone", "bye\n", "changed", "a\n", "mode", "#!\n", "moved", POEM), "kind",
                store.file("x\n")), "target", store.link("a"));
        Snapshot result = with(with(with(store.tree("changed", "b\n", "fresh", "hi\n", "new/place", POEM), "mode",
                store.script("#!\n")), "kind", store.link("x")), "target", store.link("b"));

        assertThat(Changeset.between(base, result, store)).isEqualTo(new Changeset(base.treeHash(), result.treeHash(), List.of(
                new FileChange.Modified(path("changed"), store.file("a\n"), store.file("b\n")),
                new FileChange.Added(path("fresh"), store.file("hi\n")),
                new FileChange.Deleted(path("gone"), store.file("bye\n")),
                new FileChange.Modified(path("kind"), store.file("x\n"), store.link("x")),
                new FileChange.ModeChanged(path("mode"), store.file("#!\n"), store.script("#!\n")),
                new FileChange.Renamed(path("moved"), path("new/place"), store.file(POEM), store.file(POEM)),
                new FileChange.Modified(path("target"), store.link("a"), store.link("b")))));
    }

    @Test
    void halfAlikeIsARenameLessIsNot() throws IOException {
        Snapshot base = store.tree("old", "aaaa\nbbbb\ncccc\ndddd\n");

        assertThat(Changeset.between(base, store.tree("new", "aaaa\nbbbb\nxxxx\nyyyy\n"), store).changes())
                .hasOnlyElementsOfType(FileChange.Renamed.class).hasSize(1);
        assertThat(Changeset.between(base, store.tree("new", "aaaa\nxxxx\nyyyy\nzzzz\n"), store).changes())
                .extracting(c -> (Object) c.getClass()).containsExactly(FileChange.Added.class, FileChange.Deleted.class);
    }

    @Test
    void aMovedFolderOfEqualFilesPairsThemByName() throws IOException {
        Snapshot base = store.tree("old/a", POEM, "old/b", POEM);
        Snapshot result = store.tree("new/b", POEM, "new/a", POEM);

        assertThat(Changeset.between(base, result, store).changes()).containsExactly(
                new FileChange.Renamed(path("old/a"), path("new/a"), store.file(POEM), store.file(POEM)),
                new FileChange.Renamed(path("old/b"), path("new/b"), store.file(POEM), store.file(POEM)));
    }

    @Test
    void manyCandidatesAreComparedByContentOnly() throws IOException {
        var before = new TreeMap<WorkspacePath, FileState>();
        var after = new TreeMap<WorkspacePath, FileState>();
        for (int i = 0; i < 201; i++) {
            before.put(path("old/" + i), store.file(POEM + i));
            after.put(path("new/" + i), store.file(POEM + i + "\n"));
        }
        before.put(path("old/same"), store.file("same\n"));
        after.put(path("new/same"), store.file("same\n"));

        assertThat(Changeset.between(new Snapshot(before), new Snapshot(after), store).changes())
                .filteredOn(FileChange.Renamed.class::isInstance).extracting(FileChange::path).containsExactly(path("new/same"));
    }

    @Test
    void aFolderThatIsFilledIsNoChangeToReview() throws IOException {
        Snapshot base = with(Snapshot.EMPTY, "logs", store.folder());
        Snapshot result = store.tree("logs/today", "x\n");
        Changeset changeset = Changeset.between(base, result, store);

        assertThat(changeset.changes()).containsExactly(new FileChange.Added(path("logs/today"), store.file("x\n")));
        assertThat(changeset.folders()).containsExactly(new PathEdit(path("logs"), Optional.of(store.folder()), Optional.empty()));
        assertThat(changeset.select(base, new Selection(Map.of()), store)).isEqualTo(base);
    }

    @Test
    void aFolderStaysEmptyOnlyWhileNothingIsInIt() throws IOException {
        Snapshot base = store.tree("logs/a", "a\n", "logs/b", "b\n");
        Snapshot result = with(Snapshot.EMPTY, "logs", store.folder());
        Changeset changeset = Changeset.between(base, result, store);

        assertThat(changeset.changes()).extracting(FileChange::path).containsExactly(path("logs/a"), path("logs/b"));
        assertThat(select(changeset, base, "logs/a", new FileSelection.Whole())).isEqualTo(store.tree("logs/b", "b\n"));
    }

    @Test
    void aNewEmptyFolderIsAChange() throws IOException {
        Changeset changeset = Changeset.between(Snapshot.EMPTY, with(Snapshot.EMPTY, "logs", store.folder()), store);

        assertThat(changeset.changes()).containsExactly(new FileChange.Added(path("logs"), store.folder()));
    }

    @Test
    void onlyTheChosenHunksAreTaken() throws IOException {
        Snapshot base = store.tree("f", POEM, "g", "g\n");
        Snapshot result = store.tree("f", POEM.replace("two", "2").replace("five\n", "").replace("nine", "9"), "g", "G\n");
        Changeset changeset = Changeset.between(base, result, store);

        assertThat(select(changeset, base, "f", hunks(0, 2)))
                .isEqualTo(store.tree("f", POEM.replace("two", "2").replace("nine", "9"), "g", "g\n"));
    }

    @Test
    void aFileThatGoesInPartKeepsTheRest() throws IOException {
        Snapshot base = with(store.tree("g", "g\n"), "f", store.script("a\nb\n"));
        Changeset changeset = Changeset.between(base, without(base, "f"), store);

        assertThat(select(changeset, base, "f", hunks())).isEqualTo(base);
        assertThat(select(changeset, base, "f", hunks(0))).isEqualTo(without(base, "f"));
        assertThat(select(changeset, base, "f", new FileSelection.Edited("a\n")))
                .isEqualTo(with(base, "f", store.script("a\n")));
    }

    @Test
    void aNewFileWithoutItsHunkDoesNotCome() throws IOException {
        Changeset changeset = Changeset.between(Snapshot.EMPTY, store.tree("f", "a\n"), store);

        assertThat(select(changeset, Snapshot.EMPTY, "f", hunks())).isEqualTo(Snapshot.EMPTY);
    }

    @Test
    void aRenameComesAlongWithAnyOfItsHunks() throws IOException {
        Snapshot base = store.tree("old", POEM);
        Snapshot result = with(Snapshot.EMPTY, "new", store.script(POEM.replace("one", "1").replace("nine", "9")));
        Changeset changeset = Changeset.between(base, result, store);

        assertThat(select(changeset, base, "new", hunks(1)))
                .isEqualTo(with(Snapshot.EMPTY, "new", store.script(POEM.replace("nine", "9"))));
        assertThat(select(changeset, base, "new", new FileSelection.None())).isEqualTo(base);
    }

    @Test
    void aMarkComesWithTheFirstHunk() throws IOException {
        Snapshot base = store.tree("f", POEM);
        Snapshot result = store.tree("f", "\ufeff" + POEM.replace("nine", "9"));
        Changeset changeset = Changeset.between(base, result, store);

        assertThat(store.text(select(changeset, base, "f", hunks(0)), "f")).isEqualTo("\ufeff" + POEM);
        assertThat(store.text(select(changeset, base, "f", hunks(1)), "f")).isEqualTo(POEM.replace("nine", "9"));
    }

    @Test
    void anEditIsWrittenAsTheFileIs() throws IOException {
        Snapshot base = with(Snapshot.EMPTY, "f", store.file("caf\u00e9\r\nx\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        Snapshot result = with(Snapshot.EMPTY, "f", store.file("caf\u00e9\r\ny\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        Changeset changeset = Changeset.between(base, result, store);

        assertThat(store.bytes(select(changeset, base, "f", new FileSelection.Edited("caf\u00e9\nz\n")), "f"))
                .isEqualTo("caf\u00e9\r\nz\r\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> select(changeset, base, "f", new FileSelection.Edited("\u20ac\n")))
                .isInstanceOf(UserException.class).hasMessageStartingWith("CHANGESET-001");
    }

    @Test
    void whatHasNoHunksIsTakenWholeOrNotAtAll() throws IOException {
        Snapshot base = with(with(Snapshot.EMPTY, "bin", store.file(new byte[] {0, 1})), "link", store.link("a"));
        Snapshot result = with(with(Snapshot.EMPTY, "bin", store.file(new byte[] {0, 2})), "link", store.file("a"));
        Changeset changeset = Changeset.between(base, result, store);

        assertThatThrownBy(() -> select(changeset, base, "bin", hunks())).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bin can be taken whole or not at all");
        assertThatThrownBy(() -> select(changeset, base, "link", new FileSelection.Edited("x")))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("link can be taken whole or not at all");
    }

    @Test
    void unknownPathsHunksAndBasesAreRefused() throws IOException {
        Snapshot base = store.tree("f", "a\n");
        Changeset changeset = Changeset.between(base, store.tree("f", "b\n"), store);

        assertThatThrownBy(() -> select(changeset, base, "g", new FileSelection.Whole())).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("g is not among the changes");
        assertThatThrownBy(() -> select(changeset, base, "f", hunks(1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("f has 1 hunks, not [1]");
        assertThatThrownBy(() -> select(changeset, Snapshot.EMPTY, "f", hunks(0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileAndAFolderOfOneNameAreRefused() throws IOException {
        Snapshot base = store.tree("a", "file\n");
        Changeset changeset = Changeset.between(base, store.tree("a/x", "other\n"), store);

        assertThatThrownBy(() -> select(changeset, base, "a/x", new FileSelection.Whole())).isInstanceOf(UserException.class)
                .hasMessage("CHANGESET-002: \"a\" cannot be both a file and the folder of \"a/x\".");
    }

    private Snapshot select(Changeset changeset, Snapshot base, String path, FileSelection selection) throws IOException {
        return changeset.select(base, new Selection(Map.of(path(path), selection)), store);
    }

    private static FileSelection hunks(Integer... accepted) {
        return new FileSelection.Hunks(new TreeSet<>(List.of(accepted)));
    }

    private static WorkspacePath path(String text) {
        return WorkspacePath.of(text);
    }
}
