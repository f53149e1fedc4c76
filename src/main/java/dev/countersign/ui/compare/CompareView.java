package dev.countersign.ui.compare;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Splitters;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyStringWrapper;
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
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Candidates side by side above; below, the hunks of one file of each, to be brought together.
public final class CompareView extends VBox {
    private final Texts texts = Texts.of(CompareView.class);
    private final CompareViewModel model;
    private final Label title = Tips.whole(new Label());
    private final HBox candidates = new HBox(12);
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
        candidates.getChildren().setAll(model.candidatesProperty().get().stream().map(this::card).toList());
        Optional<WorkspacePath> was = Optional.ofNullable(files.getSelectionModel().getSelectedItem());
        List<WorkspacePath> paths = model.pathsProperty().get();
        if (!files.getItems().equals(paths)) {
            files.getItems().setAll(paths);
            files.getSelectionModel().select(was.map(paths::indexOf).filter(at -> at >= 0).orElse(0).intValue());
        }
        showHunks();
    }

    private VBox card(Candidate candidate) {
        var name = Tips.whole(new Label(candidate.merged() ? texts.text("merged") : candidate.agent(), Icons.of(candidate.merged() ? Feather.GIT_MERGE : Feather.CPU)));
        name.getStyleClass().add("text-strong");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        var badge = new StatusBadge(candidate.status());
        badge.setMinWidth(USE_PREF_SIZE);
        var top = new HBox(8, name, badge);
        top.setAlignment(Pos.CENTER_LEFT);
        var box = new VBox(4, top,
                Sections.pair(texts.text("energy"), candidate.energy().map(v -> String.format(Locale.ENGLISH, "%.2f", v)
                        + (candidate.verified() ? " \u2713" : "")).orElse(texts.text("energy.none"))),
                Sections.pair(texts.text("changes"), candidate.size().isEmpty() ? texts.text("changes.none") : candidate.size()),
                Sections.pair(texts.text("cost"), candidate.cost()), Sections.pair(texts.text("tokens"), candidate.tokens()),
                Sections.pair(texts.text("time"), texts.text("time.calls", candidate.time(), candidate.calls())));
        if (candidate.best()) {
            var best = new Label(texts.text("best"), Icons.of(Feather.AWARD, 12));
            best.getStyleClass().addAll("text-small", "tone-success");
            box.getChildren().add(best);
        }
        var review = new Button(texts.text("review"), Icons.of(Feather.EYE));
        review.getStyleClass().addAll("small", "compare-review");
        review.setOnAction(_ -> model.review(candidate));
        var pick = new Button(texts.text("pick"), Icons.of(Feather.CHECK));
        pick.getStyleClass().addAll("small", "compare-pick");
        pick.setOnAction(_ -> model.pick(candidate));
        var air = new Region();
        VBox.setVgrow(air, Priority.ALWAYS);
        var actions = new HBox(8, Tips.reasoned(review, new ReadOnlyStringWrapper(candidate.reviewReason()), texts.text("review.tip")),
                Tips.reasoned(pick, new ReadOnlyStringWrapper(candidate.pickReason()), texts.text("pick.tip")));
        box.getChildren().addAll(air, actions);
        box.getStyleClass().add("compare-card");
        box.setMinWidth(0);
        box.setPrefWidth(240);
        box.setMaxWidth(420);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private void showHunks() {
        columns.getChildren().clear();
        WorkspacePath path = files.getSelectionModel().getSelectedItem();
        if (path == null) {
            columns.getChildren().add(Sections.empty(Feather.COLUMNS, texts.text("none"), texts.text("none.hint")));
        } else {
            for (Candidate candidate : model.candidatesProperty().get()) {
                columns.getChildren().add(column(candidate, model.choices(candidate.run(), path)));
            }
        }
        showCount();
    }

    private VBox column(Candidate candidate, List<HunkChoice> choices) {
        var name = new Label(candidate.merged() ? texts.text("merged") : candidate.agent());
        name.getStyleClass().add("text-section");
        var column = new VBox(8, name);
        column.setMinWidth(0);
        column.setPrefWidth(300);
        HBox.setHgrow(column, Priority.ALWAYS);
        if (choices.isEmpty()) {
            column.getChildren().add(Sections.prose(texts.text("untouched"), "text-small", "text-muted"));
        }
        choices.forEach(choice -> column.getChildren().add(hunk(candidate, choice)));
        return column;
    }

    private VBox hunk(Candidate candidate, HunkChoice choice) {
        var take = new CheckBox(choice.place());
        take.getStyleClass().addAll("small", "compare-take");
        take.setMnemonicParsing(false);
        take.setSelected(model.isChosen(choice));
        take.setAccessibleText(texts.text("take", choice.place(), candidate.agent()));
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
