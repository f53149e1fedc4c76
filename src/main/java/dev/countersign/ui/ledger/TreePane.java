package dev.countersign.ui.ledger;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.tree.TreeAt;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.WorkspacePath;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The tree as of the chosen entry: files at the left, the chosen one's content at the right, how it is known and the export above.
final class TreePane extends StackPane {
    /// Folders open by themselves where there are at most this many paths.
    private static final int FEW = 60;

    private final TreeViewModel model;
    private final Choosers choosers;
    private final BiConsumer<WorkspacePath, Long> blame;
    private final Texts texts = Texts.of(TreePane.class);
    private final TreeView<TreeViewModel.Node> files = new TreeView<>();
    private final TextField filter = new TextField();
    private final StackPane content = new StackPane();
    private final SplitPane split = new SplitPane(files, content);
    private final VBox note = new VBox();
    private Optional<Job<?>> reading = Optional.empty();

    private TreePane(TreeViewModel model, Choosers choosers, BiConsumer<WorkspacePath, Long> blame) {
        this.model = model;
        this.choosers = choosers;
        this.blame = blame;
        files.setShowRoot(false);
        files.setFixedCellSize(26);
        files.setMinWidth(160);
        files.getStyleClass().add("tree-files");
        files.setAccessibleText(texts.text("tree.name"));
        files.setCellFactory(_ -> new Cell());
        files.getSelectionModel().selectedItemProperty().addListener((_, _, item) -> choose(item));
        filter.setPromptText(texts.text("tree.filter"));
        filter.setAccessibleText(texts.text("tree.filter"));
        filter.textProperty().addListener((_, _, _) -> fill());
        split.setDividerPositions(0.36);
        split.getStyleClass().add("quiet-split");
        note.getStyleClass().add("tree-note");
        model.stageProperty().addListener((_, _, _) -> show());
        model.exportProperty().addListener((_, _, _) -> showExport());
        show();
        showExport();
    }

    /// Reads nothing until somebody looks: it takes reading the live tree.
    static Tab tab(TreeViewModel model, ObservableValue<Optional<Entry>> selected, Choosers choosers, BiConsumer<WorkspacePath, Long> blame) {
        var pane = new TreePane(model, choosers, blame);
        var tab = new Tab(pane.texts.text("tab.tree"), pane);
        Runnable look = () -> {
            if (tab.isSelected()) {
                selected.getValue().ifPresent(entry -> model.show(entry.seq()));
            }
        };
        tab.setOnSelectionChanged(_ -> look.run());
        selected.addListener((_, _, _) -> look.run());
        return tab;
    }

    private void show() {
        switch (model.stageProperty().get()) {
            case TreeViewModel.Stage.Nothing _ -> getChildren().clear();
            case TreeViewModel.Stage.Reading stage -> {
                var working = new VBox(12, Sections.prose(texts.text("tree.reading"), "text-muted", "text-centred"), working(stage.job()));
                working.setAlignment(Pos.CENTER);
                working.setMaxWidth(320);
                getChildren().setAll(working);
            }
            case TreeViewModel.Stage.Read stage -> show(stage);
            case TreeViewModel.Stage.Cancelled _ -> {
                var again = new Button(texts.text("tree.again"));
                again.setOnAction(_ -> model.read());
                getChildren().setAll(new HBox(again));
                ((HBox) getChildren().getFirst()).setAlignment(Pos.CENTER);
            }
            case TreeViewModel.Stage.Failed stage -> getChildren().setAll(new ProblemBox(stage.problem()));
        }
    }

    private HBox working(Job<?> job) {
        var bar = new ProgressBar();
        bar.getStyleClass().add("small");
        bar.progressProperty().bind(job.fractionProperty());
        bar.setAccessibleText(job.label());
        bar.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(bar, Priority.ALWAYS);
        var cancel = new Button(texts.text("tree.cancel"));
        cancel.getStyleClass().addAll("flat", "small");
        cancel.setOnAction(_ -> job.cancel());
        var row = new HBox(12, bar, cancel);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void show(TreeViewModel.Stage.Read read) {
        var whole = new BorderPane(split);
        whole.setTop(new VBox(bar(read.tree(), read.missing().size()), note));
        fill();
        getChildren().setAll(whole);
    }

    private HBox bar(TreeAt tree, long lost) {
        String basis = tree.basis().name().toLowerCase(Locale.ROOT);
        boolean sure = tree.basis() != TreeAt.Basis.PARTIAL;
        var known = new Label(texts.text("tree." + basis), Icons.of(sure ? Feather.CHECK_CIRCLE : Feather.ALERT_TRIANGLE));
        known.getStyleClass().addAll("text-small", sure ? "tone-success" : "tone-warning");
        known.setMinWidth(Region.USE_PREF_SIZE);
        Tips.set(known, texts.text("tree." + basis + ".tip"));
        var count = new Label(texts.text("tree.paths", tree.tree().files().size()));
        count.getStyleClass().addAll("text-small", "text-muted");
        count.setMinWidth(Region.USE_PREF_SIZE);
        var row = new HBox(12, filter, known, count);
        if (lost > 0) {
            var missing = new Label(texts.text("tree.lost", lost));
            missing.getStyleClass().addAll("text-small", "text-muted");
            Tips.set(missing, texts.text("tree.lost.tip"));
            row.getChildren().add(missing);
        }
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var origin = new Button(texts.text("tree.blame"), Icons.of(Feather.USERS));
        origin.getStyleClass().add("flat");
        origin.setId("tree-blame");
        origin.setMinWidth(Region.USE_PREF_SIZE);
        origin.disableProperty().bind(Bindings.createBooleanBinding(() -> chosen().isEmpty(), files.getSelectionModel().selectedItemProperty()));
        origin.setOnAction(_ -> chosen().ifPresent(path -> blame.accept(path, tree.seq())));
        var export = new Button(texts.text("tree.export"), Icons.of(Feather.DOWNLOAD));
        export.setId("tree-export");
        export.setMinWidth(Region.USE_PREF_SIZE);
        Tips.set(export, texts.text("tree.export.tip"));
        export.setOnAction(_ -> choosers.save(texts.text("tree.export.title"), model.proposal(tree)).ifPresent(folder -> model.export(tree, folder)));
        row.getChildren().addAll(gap, origin, export);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("tree-bar");
        return row;
    }

    private Optional<WorkspacePath> chosen() {
        return Optional.ofNullable(files.getSelectionModel().getSelectedItem()).map(TreeItem::getValue)
                .filter(node -> node.state().filter(state -> state.kind() == FileState.Kind.FILE).isPresent()).flatMap(TreeViewModel.Node::path);
    }

    private void showExport() {
        Node says = switch (model.exportProperty().get()) {
            case TreeViewModel.Export.None _ -> null;
            case TreeViewModel.Export.Writing writing -> working(writing.job());
            case TreeViewModel.Export.Done done -> Sections.prose(texts.text("tree.exported", done.written().written(), done.written().folder())
                    + (done.written().missing().isEmpty() ? ""
                    : " " + texts.text("tree.exported.missing", done.written().missing().size())), "text-default");
            case TreeViewModel.Export.Cancelled _ -> Sections.prose(texts.text("tree.cancelled"), "text-muted");
            case TreeViewModel.Export.Failed failed -> new ProblemBox(failed.problem());
        };
        note.setVisible(says != null);
        note.setManaged(says != null);
        if (says != null) {
            note.getChildren().setAll(says);
        }
    }

    private void fill() {
        if (model.stageProperty().get() instanceof TreeViewModel.Stage.Read read) {
            boolean open = read.tree().tree().files().size() <= FEW || !filter.getText().isBlank();
            TreeViewModel.Node top = TreeViewModel.nodes(read, filter.getText());
            files.setRoot(item(top, open));
            if (top.within().isEmpty() && !read.tree().tree().files().isEmpty()) {
                content.getChildren().setAll(Sections.empty(Feather.SEARCH, texts.text("tree.nomatch"), texts.text("tree.nomatch.hint")));
            } else {
                choose(null);
            }
        }
    }

    private static TreeItem<TreeViewModel.Node> item(TreeViewModel.Node node, boolean open) {
        var item = new TreeItem<>(node);
        node.within().forEach(child -> item.getChildren().add(item(child, open)));
        item.setExpanded(open || node.name().isEmpty());
        return item;
    }

    private void choose(@org.jspecify.annotations.Nullable TreeItem<TreeViewModel.Node> item) {
        reading.ifPresent(Job::cancel);
        if (item == null || item.getValue().state().isEmpty() || !(model.stageProperty().get() instanceof TreeViewModel.Stage.Read(TreeAt tree, _))) {
            content.getChildren().setAll(Sections.empty(Feather.FILE_TEXT, texts.text("tree.nothing"), texts.text("tree.nothing.hint")));
            return;
        }
        var node = item.getValue();
        reading = Optional.of(model.content(tree, node.state().get())
                .onSuccess(shown -> {
                    if (files.getSelectionModel().getSelectedItem() == item) {
                        content.getChildren().setAll(region(node, shown));
                    }
                })
                .onFailure(problem -> content.getChildren().setAll(new ProblemBox(problem))));
    }

    private Region region(TreeViewModel.Node node, TreeViewModel.Shown shown) {
        return switch (shown) {
            case TreeViewModel.Shown.Text(String text) -> {
                var area = new TextArea(text);
                area.setEditable(false);
                area.getStyleClass().add("code-area");
                area.setAccessibleText(texts.text("tree.file", node.name()));
                yield area;
            }
            case TreeViewModel.Shown.NotText _ -> Sections.empty(Feather.PACKAGE, texts.text("tree.binary"), texts.text("tree.binary.hint"));
            case TreeViewModel.Shown.TooLarge _ -> Sections.empty(Feather.MAXIMIZE_2, texts.text("tree.large"), texts.text("tree.large.hint"));
            case TreeViewModel.Shown.NotKept _ -> Sections.empty(Feather.SLASH, texts.text("tree.notkept"), texts.text("tree.notkept.hint"));
            case TreeViewModel.Shown.EmptyFolder _ -> Sections.empty(Feather.FOLDER, texts.text("tree.folder"), texts.text("tree.folder.hint"));
        };
    }

    /// A name with its icon; what was not kept says so in words too.
    private final class Cell extends TreeCell<TreeViewModel.Node> {
        @Override
        protected void updateItem(TreeViewModel.Node node, boolean empty) {
            super.updateItem(node, empty);
            if (empty || node == null) {
                setText(null);
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            setText(node.kept() ? node.name() : node.name() + "  \u00b7  " + texts.text("tree.notkept").toLowerCase(Locale.ROOT));
            setGraphic(Icons.of(node.state().isEmpty() ? Feather.FOLDER : node.kept() ? Feather.FILE : Feather.SLASH));
            setAccessibleText(getText());
        }
    }
}
