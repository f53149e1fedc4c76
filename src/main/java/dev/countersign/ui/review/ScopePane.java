package dev.countersign.ui.review;

import dev.countersign.run.ReviewScope;
import dev.countersign.run.ScopedChanges;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Changes beside the node's own, to read: what they are, the nodes they belong to where there are several, and their diff.
final class ScopePane extends BorderPane {
    private final Texts texts = Texts.of(ScopePane.class);
    private final ScopeModel model;
    private final DiffView diff;
    private final ListView<ScopedChanges.Group> groups = new ListView<>();
    private final Label title = new Label();

    ScopePane(ScopeModel model, Background background) {
        this.model = model;
        setId("scope-pane");
        diff = new DiffView(background);
        title.getStyleClass().add("text-medium");
        title.setMinWidth(Region.USE_PREF_SIZE);
        var note = Tips.whole(new Label(texts.text("scope.note"), Icons.of(Feather.EYE, 14)));
        note.getStyleClass().add("text-muted");
        note.setMinWidth(0);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var back = new Button(texts.text("scope.back"), Icons.of(Feather.CORNER_UP_LEFT));
        back.setId("scope-back");
        back.getStyleClass().add("small");
        back.setMinWidth(Region.USE_PREF_SIZE);
        back.setOnAction(_ -> model.choose(ReviewScope.NODE));
        var head = new HBox(12, title, note, gap, back);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("scope-head");
        setTop(head);
        groups.setId("scope-groups");
        groups.getStyleClass().add("bare-list");
        groups.setAccessibleText(texts.text("scope.groups"));
        groups.setPrefWidth(230);
        // Three lines; a list measures its cells before their fonts are there.
        groups.setFixedCellSize(76);
        groups.setCellFactory(_ -> new GroupCell());
        groups.getSelectionModel().selectedItemProperty().addListener((_, _, group) -> {
            if (group != null) {
                model.shownProperty().get().ifPresent(changes -> show(group, changes));
            }
        });
        model.shownProperty().addListener((_, _, _) -> tell());
        model.problemProperty().addListener((_, _, _) -> tell());
        model.readingProperty().addListener((_, _, _) -> tell());
    }

    private void tell() {
        title.setText(texts.text("scope.title." + model.scopeProperty().get()));
        Optional<ScopedChanges> shown = model.shownProperty().get();
        setLeft(null);
        if (shown.isPresent()) {
            setCenter(diff);
            boolean several = shown.get().groups().size() > 1;
            setLeft(several ? groups : null);
            groups.getItems().setAll(shown.get().groups());
            if (several) {
                groups.getSelectionModel().select(first(shown.get()));
            } else {
                show(shown.get().groups().getFirst(), shown.get());
            }
            focus();
        } else {
            setCenter(model.problemProperty().get().<Node>map(ProblemBox::new).orElseGet(this::reading));
        }
    }

    private static int first(ScopedChanges changes) {
        int at = 0;
        while (at < changes.groups().size() - 1 && changes.groups().get(at).changes().isEmpty()) {
            at++;
        }
        return at;
    }

    private void show(ScopedChanges.Group group, ScopedChanges changes) {
        diff.show(group.changes().changes(), changes.contents());
    }

    private Node reading() {
        var says = new Label(texts.text("scope.reading"));
        var bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        bar.setAccessibleText(says.getText());
        var cancel = new Button(texts.text("scope.cancel"));
        cancel.setId("scope-cancel");
        cancel.getStyleClass().add("small");
        cancel.setOnAction(_ -> model.choose(ReviewScope.NODE));
        model.readingProperty().get().ifPresent(job -> {
            bar.progressProperty().bind(job.fractionProperty());
            says.textProperty().bind(Bindings.createStringBinding(() -> job.stepProperty().get().isEmpty() ? texts.text("scope.reading")
                    : job.stepProperty().get(), job.stepProperty()));
        });
        var box = new VBox(12, says, bar, cancel);
        box.setAlignment(Pos.CENTER);
        return box;
    }

    /// Gives the keys to what is shown here.
    void focus() {
        diff.focus();
    }

    /// A node, its goal, how it stands and how much it changes.
    private final class GroupCell extends ListCell<ScopedChanges.Group> {
        @Override
        protected void updateItem(ScopedChanges.@Nullable Group group, boolean empty) {
            super.updateItem(group, empty);
            if (empty || group == null || group.node().isEmpty()) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            var view = group.node().get();
            var id = new Label(view.node().id().value());
            id.getStyleClass().addAll("code", "text-medium");
            var goal = Tips.whole(new Label(view.node().goal()));
            goal.getStyleClass().addAll("text-muted", "text-small");
            var badge = new StatusBadge(Status.of(view.state()));
            String count = texts.text("scope.files", group.changes().changes().size());
            var files = new Label(count);
            files.getStyleClass().addAll("text-muted", "text-small");
            var line = new HBox(8, badge, files);
            line.setAlignment(Pos.CENTER_LEFT);
            var box = new VBox(2, id, goal, line);
            box.setAlignment(Pos.CENTER_LEFT);
            box.setMinWidth(0);
            box.setPrefWidth(190);
            setGraphic(box);
            setAccessibleText(texts.text("scope.group", view.node().id().value(), view.node().goal(), badge.getAccessibleText(), count));
        }
    }
}
