package dev.countersign.ui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.tree.TreeAt;
import dev.countersign.ui.fx.Background;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.TreeExport;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TreeViewModelTest {
    private final Map<Sha256, byte[]> kept = new HashMap<>();
    private final Map<WorkspacePath, FileState> files = new TreeMap<>();
    private final List<Long> asked = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();
    private final TreeViewModel model = new TreeViewModel(new Source(), Background.sameThread());

    private final class Source implements TreeSource {
        @Override
        public String name() {
            return "project";
        }

        @Override
        public TreeAt at(long seq, Progress progress) {
            asked.add(seq);
            failure.ifPresent(e -> {
                throw e;
            });
            return tree(seq);
        }

        @Override
        public TreeExport.Written export(TreeAt tree, Path folder, Progress progress) {
            failure.ifPresent(e -> {
                throw e;
            });
            return new TreeExport.Written(folder, tree.tree().files().size(), List.of());
        }
    }

    private TreeAt tree(long seq) {
        return new TreeAt(seq, new Snapshot(files), TreeAt.Basis.RECORDED, new Contents() {
            @Override
            public boolean has(Sha256 content) {
                return kept.containsKey(content);
            }

            @Override
            public byte[] read(Sha256 content) {
                return kept.get(content);
            }

            @Override
            public InputStream open(Sha256 content) {
                return new ByteArrayInputStream(read(content));
            }
        });
    }

    private FileState file(String path, byte[] bytes, boolean keep) {
        FileState state = FileState.file(bytes, false);
        files.put(WorkspacePath.of(path), state);
        if (keep) {
            kept.put(state.content(), bytes);
        }
        return state;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theTreeOfAnEntryIsReadOnceAndAnotherOnesInItsPlace() {
        file("a.txt", bytes("a"), true);
        model.show(3);
        model.show(3);
        assertThat(asked).containsExactly(3L);
        assertThat(model.stageProperty().get()).isInstanceOfSatisfying(TreeViewModel.Stage.Read.class, read -> assertThat(read.tree().seq()).isEqualTo(3));
        model.show(4);
        assertThat(model.stageProperty().get()).isInstanceOfSatisfying(TreeViewModel.Stage.Read.class, read -> assertThat(read.tree().seq()).isEqualTo(4));
    }

    @Test
    void aFailureAndACancellationAreShownAndCanBeTriedAgain() {
        failure = Optional.of(new UserException(Problem.of("X-001", Exit.USAGE, "No.", "Nothing.", "Wait.")));
        model.show(1);
        assertThat(model.stageProperty().get()).isInstanceOfSatisfying(TreeViewModel.Stage.Failed.class,
                failed -> assertThat(failed.problem().code()).isEqualTo("X-001"));
        failure = Optional.of(new Progress.CancelledException());
        model.read();
        assertThat(model.stageProperty().get()).isEqualTo(new TreeViewModel.Stage.Cancelled());
        failure = Optional.empty();
        model.read();
        assertThat(model.stageProperty().get()).isInstanceOf(TreeViewModel.Stage.Read.class);
    }

    @Test
    void foldersComeFirstAndAFilterLeavesWhatMatches() {
        file("b.txt", bytes("b"), true);
        file("src/Main.java", bytes("m"), false);
        file("src/deep/x.txt", bytes("x"), true);
        TreeViewModel.Node top = TreeViewModel.nodes(new TreeViewModel.Stage.Read(tree(0), tree(0).missing()), "");
        assertThat(top.within()).extracting(TreeViewModel.Node::name).containsExactly("src", "b.txt");
        assertThat(top.within().getFirst().within()).extracting(TreeViewModel.Node::name).containsExactly("deep", "Main.java");
        assertThat(top.within().getFirst().within()).extracting(TreeViewModel.Node::kept).containsExactly(true, false);
        TreeViewModel.Node found = TreeViewModel.nodes(new TreeViewModel.Stage.Read(tree(0), tree(0).missing()), " MAIN ");
        assertThat(found.within()).hasSize(1);
        assertThat(found.within().getFirst().within()).extracting(TreeViewModel.Node::path).containsExactly(Optional.of(WorkspacePath.of("src/Main.java")));
    }

    @Test
    void contentIsShownAsWhatItIs() {
        var shown = new ArrayList<TreeViewModel.Shown>();
        for (FileState state : List.of(file("text", bytes("grün"), true), file("binary", new byte[] {1, 0, 2}, true),
                file("latin", new byte[] {'a', (byte) 0xfc}, true), file("gone", bytes("gone"), false),
                file("large", new byte[(2 << 20) + 1], true), new FileState(FileState.Kind.FOLDER, 0755, Sha256.of(new byte[0]), 0))) {
            model.content(tree(0), state).onSuccess(shown::add);
        }
        assertThat(shown).containsExactly(new TreeViewModel.Shown.Text("grün"), new TreeViewModel.Shown.NotText(), new TreeViewModel.Shown.NotText(),
                new TreeViewModel.Shown.NotKept(), new TreeViewModel.Shown.TooLarge(), new TreeViewModel.Shown.EmptyFolder());
    }

    @Test
    void anExportSaysWhatCameOfItUntilTheNextTreeIsRead() {
        file("a.txt", bytes("a"), true);
        model.show(7);
        assertThat(model.proposal(tree(7))).isEqualTo("project-entry-7");
        model.export(tree(7), Path.of("out"));
        assertThat(model.exportProperty().get()).isEqualTo(new TreeViewModel.Export.Done(new TreeExport.Written(Path.of("out"), 1, List.of())));
        failure = Optional.of(new UserException(Problem.of("WORKSPACE-030", Exit.USAGE, "No.", "Nothing.", "Another.")));
        model.export(tree(7), Path.of("out"));
        assertThat(model.exportProperty().get()).isInstanceOf(TreeViewModel.Export.Failed.class);
        failure = Optional.empty();
        model.show(8);
        assertThat(model.exportProperty().get()).isEqualTo(new TreeViewModel.Export.None());
    }
}
