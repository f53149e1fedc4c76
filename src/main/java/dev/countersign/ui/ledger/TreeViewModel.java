package dev.countersign.ui.ledger;

import dev.countersign.fault.Problem;
import dev.countersign.ledger.tree.TreeAt;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.TreeExport;
import dev.countersign.workspace.WorkspacePath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The tree as of one entry: read when asked for, browsed by folder, one file's content at a time, and written elsewhere. JavaFX thread.
final class TreeViewModel {
    private static final long LARGEST = 2 << 20;

    /// What is shown in place of the tree, or the tree.
    sealed interface Stage {
        record Nothing() implements Stage {}

        record Reading(Job<?> job) implements Stage {}

        /// @param missing paths whose content nobody kept
        record Read(TreeAt tree, Set<WorkspacePath> missing) implements Stage {}

        record Cancelled() implements Stage {}

        record Failed(Problem problem) implements Stage {}
    }

    /// What became of the last export.
    sealed interface Export {
        record None() implements Export {}

        record Writing(Job<TreeExport.Written> job) implements Export {}

        record Done(TreeExport.Written written) implements Export {}

        record Cancelled() implements Export {}

        record Failed(Problem problem) implements Export {}
    }

    /// One file, or why it is not shown.
    sealed interface Shown {
        record Text(String text) implements Shown {}

        record NotText() implements Shown {}

        record TooLarge() implements Shown {}

        record NotKept() implements Shown {}

        record EmptyFolder() implements Shown {}
    }

    /// A folder or a leaf of the tree that is browsed.
    ///
    /// @param state  empty for a folder that holds anything
    /// @param within folders first, each in order of names
    record Node(String name, Optional<WorkspacePath> path, Optional<FileState> state, boolean kept, List<Node> within) {}

    private final TreeSource source;
    private final Background background;
    private final Texts texts = Texts.of(TreeViewModel.class);
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(new Stage.Nothing());
    private final ReadOnlyObjectWrapper<Export> export = new ReadOnlyObjectWrapper<>(new Export.None());
    private OptionalLong shown = OptionalLong.empty();

    TreeViewModel(TreeSource source, Background background) {
        this.source = source;
        this.background = background;
    }

    ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Export> exportProperty() {
        return export.getReadOnlyProperty();
    }

    /// Reads the tree after this entry, unless it is shown already.
    void show(long seq) {
        if (!shown.equals(OptionalLong.of(seq))) {
            shown = OptionalLong.of(seq);
            read();
        }
    }

    /// Reads it anew.
    void read() {
        if (stage.get() instanceof Stage.Reading reading) {
            reading.job().cancel();
        }
        if (!(export.get() instanceof Export.Writing)) {
            export.set(new Export.None());
        }
        OptionalLong wanted = shown;
        if (wanted.isEmpty()) {
            return;
        }
        Job<Stage.Read> job = background.run(texts.text("tree.reading"), progress -> {
            TreeAt tree = source.at(wanted.getAsLong(), progress);
            return new Stage.Read(tree, tree.missing());
        });
        stage.set(new Stage.Reading(job));
        job.onSuccess(read -> become(wanted, read))
                .onCancelled(() -> become(wanted, new Stage.Cancelled()))
                .onFailure(problem -> become(wanted, new Stage.Failed(problem)));
    }

    private void become(OptionalLong wanted, Stage next) {
        if (wanted.equals(shown)) {
            stage.set(next);
        }
    }

    /// What the new folder is to be called.
    String proposal(TreeAt tree) {
        return texts.text("tree.export.folder", source.name(), Long.toString(tree.seq()));
    }

    void export(TreeAt tree, Path folder) {
        Job<TreeExport.Written> job = background.run(texts.text("tree.exporting"), progress -> source.export(tree, folder, progress));
        export.set(new Export.Writing(job));
        job.onSuccess(written -> export.set(new Export.Done(written)))
                .onCancelled(() -> export.set(new Export.Cancelled()))
                .onFailure(problem -> export.set(new Export.Failed(problem)));
    }

    Job<Shown> content(TreeAt tree, FileState state) {
        return background.run(texts.text("job.content"), _ -> {
            if (state.kind() == FileState.Kind.FOLDER) {
                return new Shown.EmptyFolder();
            }
            if (!tree.kept(state)) {
                return new Shown.NotKept();
            }
            return state.size() > LARGEST ? new Shown.TooLarge() : text(tree.contents().read(state.content()));
        });
    }

    private static Shown text(byte[] bytes) {
        for (byte each : bytes) {
            if (each == 0) {
                return new Shown.NotText();
            }
        }
        try {
            return new Shown.Text(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return new Shown.NotText();
        }
    }

    /// The top folder with all paths that hold `filter`, in any case.
    static Node nodes(Stage.Read read, String filter) {
        String wanted = filter.strip().toLowerCase(Locale.ROOT);
        var top = new Branch();
        read.tree().tree().files().forEach((path, state) -> {
            if (path.value().toLowerCase(Locale.ROOT).contains(wanted)) {
                Branch branch = top;
                List<String> parts = path.parts();
                for (String part : parts.subList(0, parts.size() - 1)) {
                    branch = branch.branches.computeIfAbsent(part, _ -> new Branch());
                }
                branch.leaves.put(parts.getLast(), new Node(parts.getLast(), Optional.of(path), Optional.of(state),
                        !read.missing().contains(path), List.of()));
            }
        });
        return top.node("");
    }

    private static final class Branch {
        private final Map<String, Branch> branches = new TreeMap<>(String.CASE_INSENSITIVE_ORDER.thenComparing(String::compareTo));
        private final Map<String, Node> leaves = new TreeMap<>(String.CASE_INSENSITIVE_ORDER.thenComparing(String::compareTo));

        private Node node(String name) {
            var within = new ArrayList<Node>(branches.size() + leaves.size());
            branches.forEach((part, branch) -> within.add(branch.node(part)));
            within.addAll(leaves.values());
            return new Node(name, Optional.empty(), Optional.empty(), true, List.copyOf(within));
        }
    }
}
