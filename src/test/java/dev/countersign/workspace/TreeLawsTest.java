package dev.countersign.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Laws over random trees. The names are few, so that files, links and folders often swap places.
class TreeLawsTest {
    /// A state with its content.
    record Thing(FileState.Kind kind, int permissions, String content) {
        FileState state() {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            return new FileState(kind, permissions, Sha256.of(bytes), bytes.length);
        }
    }

    @Provide
    Arbitrary<Map<String, Thing>> trees() {
        Arbitrary<String> paths = Arbitraries.of("a", "b", "ü").list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts));
        Arbitrary<Thing> files = Combinators.combine(Arbitraries.of(0644, 0755, 0600, 0444), Arbitraries.strings().ofMaxLength(12))
                .as((mode, text) -> new Thing(FileState.Kind.FILE, mode, new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
        Arbitrary<Thing> links = Arbitraries.of("a", "../..", "/", "missing/x").map(text -> new Thing(FileState.Kind.LINK, 0777, text));
        Arbitrary<Thing> folders = Arbitraries.of(0755, 0700).map(mode -> new Thing(FileState.Kind.FOLDER, mode, ""));
        Arbitrary<Thing> things = Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(6, files), net.jqwik.api.Tuple.of(1, links),
                net.jqwik.api.Tuple.of(1, folders));
        return Arbitraries.maps(paths, things).ofMaxSize(12).map(TreeLawsTest::possible);
    }

    /// Without the paths that would lie below a file, link or empty folder.
    private static Map<String, Thing> possible(Map<String, Thing> wished) {
        var tree = new HashMap<>(wished);
        tree.keySet().removeIf(path -> wished.keySet().stream().anyMatch(above -> path.startsWith(above + "/")));
        return tree;
    }

    private interface Body {
        void run(Path temp, PackStore store) throws IOException;
    }

    private static void within(Body body) throws IOException {
        Path temp = Files.createTempDirectory("laws");
        try (PackStore store = Trees.pack(temp)) {
            Files.createDirectory(temp.resolve("live"));
            body.run(temp, store);
        } finally {
            Deletion.of(temp, temp.getParent());
        }
    }

    private static Snapshot snapshot(Map<String, Thing> tree, PackStore store) throws IOException {
        var files = new HashMap<WorkspacePath, FileState>();
        for (var entry : tree.entrySet()) {
            store.put(entry.getValue().content.getBytes(StandardCharsets.UTF_8));
            files.put(WorkspacePath.of(entry.getKey()), entry.getValue().state());
        }
        return new Snapshot(files);
    }

    @Property
    void oneTreeBecomesAnother(@ForAll("trees") Map<String, Thing> before, @ForAll("trees") Map<String, Thing> after) {
        Snapshot from = snapshot(before);
        Snapshot to = snapshot(after);
        assertThat(from.become(new HashMap<>(to.files()))).isEqualTo(to);
        assertThat(from.become(new HashMap<>(from.files()))).isSameAs(from);
        assertThat(from.with(from.editsTo(to))).isEqualTo(to);
        assertThat(from.editsTo(to)).isSortedAccordingTo(Comparator.comparing(PathEdit::path))
                .allSatisfy(edit -> assertThat(edit.before()).isNotEqualTo(edit.after()));
    }

    private static Snapshot snapshot(Map<String, Thing> tree) {
        var files = new HashMap<WorkspacePath, FileState>();
        tree.forEach((path, thing) -> files.put(WorkspacePath.of(path), thing.state()));
        return new Snapshot(files);
    }

    @Property(tries = 30)
    void captureThenStageThenCaptureIsTheSame(@ForAll("trees") Map<String, Thing> tree) throws IOException {
        within((temp, store) -> {
            Workspace live = Workspace.open(temp.resolve("live"));
            Snapshot wanted = snapshot(tree, store);
            assertThat(live.apply(Snapshot.EMPTY.editsTo(wanted), store)).isEqualTo(new ApplyOutcome.Applied(wanted.files().size()));
            Snapshot captured = live.capture(store, Progress.NONE);
            assertThat(captured).isEqualTo(wanted);
            try (Stage stage = live.stage(temp.resolve("stage"), captured, store, Progress.NONE)) {
                assertThat(stage.capture(Progress.NONE)).isEqualTo(captured);
                assertThat(Trees.everything(stage.root())).isEqualTo(Trees.everything(live.root()));
            }
        });
    }

    @Property(tries = 70)
    void applyReachesTheTargetAndItsInverseTheStart(@ForAll("trees") Map<String, Thing> one, @ForAll("trees") Map<String, Thing> two)
            throws IOException {
        within((temp, store) -> {
            Workspace live = Workspace.open(temp.resolve("live"));
            Snapshot from = snapshot(one, store);
            Snapshot to = snapshot(two, store);
            live.apply(Snapshot.EMPTY.editsTo(from), store);
            var before = Trees.everything(live.root());
            List<PathEdit> edits = from.editsTo(to);
            assertThat(from.with(edits)).isEqualTo(to);
            assertThat(live.apply(edits, store)).isEqualTo(new ApplyOutcome.Applied(edits.size()));
            assertThat(live.capture(store, Progress.NONE)).isEqualTo(to);
            assertThat(live.resume(edits, store)).isEqualTo(new ApplyOutcome.Applied(edits.size()));
            assertThat(live.capture(store, Progress.NONE)).isEqualTo(to);
            assertThat(live.apply(edits.stream().map(PathEdit::inverse).toList(), store)).isEqualTo(new ApplyOutcome.Applied(edits.size()));
            assertThat(Trees.everything(live.root())).isEqualTo(before);
        });
    }

    @Property(tries = 30)
    void resetReachesItsTargetFromAnyTree(@ForAll("trees") Map<String, Thing> one, @ForAll("trees") Map<String, Thing> two)
            throws IOException {
        within((temp, store) -> {
            Workspace live = Workspace.open(temp.resolve("live"));
            Snapshot base = snapshot(one, store);
            Snapshot other = snapshot(two, store);
            try (Stage stage = live.stage(temp.resolve("stage"), base, store, Progress.NONE)) {
                stage.resetTo(other);
                assertThat(stage.capture(Progress.NONE)).isEqualTo(other);
                stage.resetTo(base);
                assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
            }
        });
    }

    @Property(tries = 30)
    void aConflictAnywhereLeavesEverything(@ForAll("trees") Map<String, Thing> one, @ForAll("trees") Map<String, Thing> two)
            throws IOException {
        within((temp, store) -> {
            Workspace live = Workspace.open(temp.resolve("live"));
            Snapshot from = snapshot(one, store);
            Snapshot to = snapshot(two, store);
            live.apply(Snapshot.EMPTY.editsTo(from), store);
            var edits = new java.util.ArrayList<>(from.editsTo(to));
            edits.add(Trees.edit(store, "z", "what is not there", "new"));
            var before = Trees.everything(live.root());
            assertThat(live.apply(edits, store)).isInstanceOf(ApplyOutcome.Conflicted.class);
            assertThat(Trees.everything(live.root())).isEqualTo(before);
        });
    }
}
