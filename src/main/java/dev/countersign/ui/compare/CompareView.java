package dev.countersign.ui.compare;

import dev.countersign.run.RunId;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Splitters;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.workspace.WorkspacePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Candidates side by side above; below, the hunks of one file of each, to be brought together.
public final class CompareView extends VBox {
    private final Texts texts = Texts.of(CompareView.class);
    private final CompareViewModel model;
    private final Label title = Tips.whole(new Label());
    private final HBox candidates = new HBox(12);
    private final Map<RunId, CandidateCard> cards = new HashMap<>();
    private List<Column> hunks = List.of();
    private final ListView<WorkspacePath> files = new ListView<>();
    private final HBox columns = new HBox(12);
    private final StackPane trouble = new StackPane();
    private final Button merge = new Button();

    public CompareView(CompareViewModel model, UiState state) {
        this.model = model;
        Views.styled(this, CompareView.class, "compare.css");
        getStyleClass().addAll("compare", "surface");
        title.getStyleClass().add("text-heading");
        var hint = new Label(texts.text("hint"));
        hint.getStyleClass().addAll("text-small", "text-muted");
        var words = new VBox(4, title, hint);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        merge.setGraphic(Icons.of(Feather.GIT_MERGE));
        merge.getStyleClass().addAll("accent", "small", "compare-merge");
        merge.setMinWidth(USE_PREF_SIZE);
        merge.setOnAction(_ -> model.merge());
        var head = new HBox(12, words, Tips.reasoned(merge, model.mergeReasonProperty(), texts.text("merge.tip")));
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("compare-head");
        candidates.getStyleClass().add("compare-candidates");
        files.getStyleClass().add("bare-list");
        files.setFixedCellSize(28);
        files.setCellFactory(_ -> new FileCell());
        files.setAccessibleText(texts.text("files"));
        files.setMinWidth(180);
        SplitPane.setResizableWithParent(files, false);
        files.getSelectionModel().selectedItemProperty().addListener((_, _, _) -> showHunks());
        columns.getStyleClass().add("compare-columns");
        var scroll = new ScrollPane(columns);
        scroll.setFitToWidth(true);
        var split = new SplitPane(files, scroll);
        split.setOrientation(Orientation.HORIZONTAL);
        split.getStyleClass().add("quiet-split");
        split.setDividerPositions(0.24);
        Splitters.remember(split, state, "compare.files");
        VBox.setVgrow(split, Priority.ALWAYS);
        trouble.getStyleClass().add("compare-trouble");
        trouble.setVisible(false);
        trouble.setManaged(false);
        getChildren().addAll(head, candidates, trouble, split);
        model.candidatesProperty().addListener((_, _, _) -> show());
        model.pathsProperty().addListener((_, _, _) -> show());
        model.problemProperty().addListener((_, _, problem) -> {
            trouble.getChildren().clear();
            problem.ifPresent(found -> trouble.getChildren().add(new ProblemBox(found)));
            trouble.setVisible(problem.isPresent());
            trouble.setManaged(problem.isPresent());
        });
        show();
    }

    private void show() {
        title.setText(texts.text("title", model.task().lines().findFirst().orElse("")));
        showCandidates();
        Optional<WorkspacePath> was = Optional.ofNullable(files.getSelectionModel().getSelectedItem());
        List<WorkspacePath> paths = model.pathsProperty().get();
        if (!files.getItems().equals(paths)) {
            files.getItems().setAll(paths);
            files.getSelectionModel().select(was.map(paths::indexOf).filter(at -> at >= 0).orElse(0).intValue());
        }
        showHunks();
    }

    /// Cards stay where their candidates do.
    private void showCandidates() {
        List<Candidate> now = model.candidatesProperty().get();
        cards.keySet().retainAll(now.stream().map(Candidate::run).toList());
        now.forEach(candidate -> cards.computeIfAbsent(candidate.run(), _ -> new CandidateCard(candidate, model)).show(candidate));
        List<CandidateCard> all = now.stream().map(Candidate::run).map(cards::get).toList();
        if (!candidates.getChildren().equals(all)) {
            candidates.getChildren().setAll(all);
        }
    }

    /// What is on the screen of one candidate's hunks.
    private record Column(RunId run, String name, List<HunkChoice> choices) {}

    private void showHunks() {
        WorkspacePath path = files.getSelectionModel().getSelectedItem();
        List<Column> now = path == null ? List.of() : model.candidatesProperty().get().stream().map(candidate -> new Column(candidate.run(),
                candidate.merged() ? texts.text("merged") : candidate.agent(), model.choices(candidate.run(), path))).toList();
        if (path == null) {
            columns.getChildren().setAll(Sections.empty(Feather.COLUMNS, texts.text("none"), texts.text("none.hint")));
        } else if (!now.equals(hunks)) {
            columns.getChildren().setAll(now.stream().map(this::column).toList());
        }
        hunks = now;
        showCount();
    }

    private VBox column(Column of) {
        var name = new Label(of.name);
        name.getStyleClass().add("text-section");
        var column = new VBox(8, name);
        column.setMinWidth(0);
        column.setPrefWidth(300);
        HBox.setHgrow(column, Priority.ALWAYS);
        if (of.choices.isEmpty()) {
            column.getChildren().add(Sections.prose(texts.text("untouched"), "text-small", "text-muted"));
        }
        of.choices.forEach(choice -> column.getChildren().add(hunk(of.name, choice)));
        return column;
    }

    private VBox hunk(String agent, HunkChoice choice) {
        var take = new CheckBox(choice.place());
        take.getStyleClass().addAll("small", "compare-take");
        take.setMnemonicParsing(false);
        take.setSelected(model.isChosen(choice));
        take.setAccessibleText(texts.text("take", choice.place(), agent));
        take.setOnAction(_ -> {
            model.choose(choice, take.isSelected());
            showCount();
        });
        var box = new VBox(4, take);
        box.getStyleClass().add("compare-hunk");
        choice.lines().forEach(text -> {
            var line = new Label(text);
            line.getStyleClass().addAll("code", text.startsWith("+") ? "compare-added" : "compare-removed");
            line.setMaxWidth(Double.MAX_VALUE);
            line.setMinWidth(0);
            box.getChildren().add(line);
        });
        if (choice.more() > 0) {
            box.getChildren().add(Sections.prose(texts.text("more", choice.more()), "text-small", "text-muted"));
        }
        return box;
    }

    private void showCount() {
        merge.setText(texts.text("merge", model.count()));
    }

    private final class FileCell extends ListCell<WorkspacePath> {
        @Override
        protected void updateItem(WorkspacePath path, boolean empty) {
            super.updateItem(path, empty);
            setText(null);
            if (empty || path == null) {
                setGraphic(null);
                return;
            }
            var name = Tips.whole(new Label(path.value()));
            name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
            name.setMaxWidth(Double.MAX_VALUE);
            name.setMinWidth(0);
            HBox.setHgrow(name, Priority.ALWAYS);
            var count = new Label(texts.text("changers", model.changers(path), model.candidatesProperty().get().size()));
            count.getStyleClass().addAll("text-small", "text-muted");
            count.setMinWidth(USE_PREF_SIZE);
            var row = new HBox(8, name, count);
            row.setAlignment(Pos.CENTER_LEFT);
            setGraphic(row);
            setPrefWidth(0);
            setAccessibleText(path.value() + ", " + count.getText());
        }
    }
}
