package dev.countersign.ui.guard;

import dev.countersign.fault.Problem;
import dev.countersign.script.Script;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Splitters;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.ui.review.DiffView;
import java.util.List;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The scripts that agents may call: the list, and of one what it is, what it may read and reach, and its text as changed since the last
/// decision. What is on screen is what is approved.
public final class ScriptsView {
    private final ScriptsViewModel model;
    private final Overlay overlay;
    private final UiState state;
    private final DiffView diff;
    private final Texts texts = Texts.of(ScriptsView.class);
    private final Parent view;
    private boolean selecting;

    @FXML private SplitPane split;
    @FXML private ListView<ScriptsViewModel.Row> list;
    @FXML private Button again;
    @FXML private BorderPane right;
    @FXML private StackPane nothing;
    @FXML private Label name;
    @FXML private Label standing;
    @FXML private Label decided;
    @FXML private Button approve;
    @FXML private Button revoke;
    @FXML private VBox problem;
    @FXML private VBox facts;

    public ScriptsView(ScriptsViewModel model, Background background, Overlay overlay, UiState state) {
        this.model = model;
        this.overlay = overlay;
        this.state = state;
        this.diff = new DiffView(background).remember(state);
        view = Views.styled(Views.styled(Views.load(this), DiffView.class, "review.css"), ScriptsView.class, "guard.css");
        view.sceneProperty().addListener((_, _, scene) -> {
            if (scene != null) {
                model.load();
            }
        });
    }

    public Parent root() {
        return view;
    }

    @FXML
    private void initialize() {
        list.setItems(model.rows());
        list.setCellFactory(_ -> new Cell());
        list.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> {
            if (row != null && !selecting) {
                model.bringInFront(row);
            }
        });
        again.setGraphic(Icons.of(Feather.REFRESH_CW));
        again.setOnAction(_ -> {
            model.problemProperty().set(Optional.empty());
            model.load();
        });
        approve.setGraphic(Icons.of(Feather.CHECK));
        approve.setOnAction(_ -> model.approve());
        revoke.setOnAction(_ -> askRevoke());
        Splitters.remember(split, state, "scripts.list");
        model.inFrontProperty().addListener((_, _, shown) -> show(shown));
        model.readProperty().addListener((_, _, _) -> show(model.inFrontProperty().get()));
        model.problemProperty().addListener((_, _, fault) -> {
            problem.getChildren().setAll(fault.map(ProblemBox::new).stream().toList());
            problem.setManaged(fault.isPresent());
            show(model.inFrontProperty().get());
        });
        problem.setManaged(false);
        show(Optional.empty());
    }

    private void show(Optional<ScriptsViewModel.Shown> found) {
        split.setVisible(found.isPresent());
        nothing.setVisible(found.isEmpty());
        if (found.isEmpty()) {
            nothing.getChildren().setAll(empty());
            return;
        }
        ScriptsViewModel.Row row = found.get().row();
        name.setText(row.name() + ".star");
        standing.setText(row.standing());
        standing.getStyleClass().setAll("label", "text-small", row.tone());
        decided.setText(row.decided());
        decided.setManaged(!row.decided().isEmpty());
        facts.getChildren().clear();
        row.script().fault().ifPresent(fault -> facts.getChildren().add(new ProblemBox(fault)));
        row.script().script().ifPresent(script -> {
            facts.getChildren().add(Sections.prose(script.declares().description(), "text-body"));
            List<Feather> icons = List.of(Feather.LOG_IN, Feather.KEY, Feather.GLOBE);
            List<String> words = script.declares().words();
            for (int i = 0; i < words.size(); i++) {
                var line = Sections.prose(words.get(i).substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.get(i).substring(1), "text-small");
                line.setGraphic(Icons.of(icons.get(i), 12));
                facts.getChildren().add(line);
            }
            var hash = new Label(texts.text("scripts.hash", script.hash().brief()));
            Tips.set(hash, script.hash().hex());
            hash.getStyleClass().add("code-chip");
            facts.getChildren().add(hash);
        });
        boolean offered = row.offered().isPresent();
        approve.setDisable(!offered);
        Tips.set(approve, texts.text(offered ? "scripts.approve.tip" : row.script().fault().isPresent() ? "scripts.approve.unusable"
                : row.script().script().isEmpty() ? "scripts.approve.gone" : "scripts.approve.done"));
        revoke.setDisable(!row.canRevoke());
        Tips.set(revoke, texts.text(row.canRevoke() ? "scripts.revoke.tip" : "scripts.revoke.none"));
        var changes = found.get().difference().changeset().changes();
        if (changes.isEmpty()) {
            right.setCenter(new ScriptText(row.script().script().map(Script::text).orElse(""), texts.text("scripts.text", row.name())).root());
        } else {
            diff.show(changes, found.get().difference().contents());
            right.setCenter(diff);
        }
        selecting = true;
        list.getSelectionModel().select(row);
        selecting = false;
    }

    /// What the page says as long as no script is in front.
    private Node empty() {
        Optional<Problem> fault = model.problemProperty().get();
        if (fault.isPresent()) {
            var box = new VBox(new ProblemBox(fault.get()));
            box.getStyleClass().add("page");
            return box;
        }
        return model.readProperty().get() && model.rows().isEmpty()
                ? Sections.empty(Feather.TERMINAL, texts.text("scripts.none"), texts.text("scripts.none.hint", Script.FOLDER))
                : new Label(texts.text("scripts.reading"));
    }

    private void askRevoke() {
        model.inFrontProperty().get().ifPresent(shown -> {
            var title = new Label(texts.text("scripts.revoke.title", shown.row().name()));
            title.getStyleClass().add("text-heading");
            var keep = new Button(texts.text("scripts.revoke.keep"));
            var go = new Button(texts.text("scripts.revoke.go"));
            go.setId("scripts-revoke-go");
            go.getStyleClass().add("danger");
            var card = new VBox(12, title, Sections.prose(texts.text("scripts.revoke.words"), "text-muted"), new HBox(8, keep, go));
            card.getStyleClass().add("guard-card");
            Overlay.Layer layer = overlay.show(card);
            keep.setOnAction(_ -> layer.close());
            go.setOnAction(_ -> {
                layer.close();
                model.revoke();
            });
        });
    }

    private static final class Cell extends ListCell<ScriptsViewModel.Row> {
        @Override
        protected void updateItem(ScriptsViewModel.Row row, boolean empty) {
            super.updateItem(row, empty);
            setText(null);
            setGraphic(null);
            setPrefWidth(0);
            setAccessibleText("");
            if (empty || row == null) {
                return;
            }
            var title = Tips.whole(new Label(row.name(), Icons.of(Feather.TERMINAL, 12)));
            var words = Tips.whole(new Label(row.standing().replaceFirst(":.*", "")));
            words.getStyleClass().addAll("text-small", row.tone());
            setGraphic(new VBox(2, title, words));
            setAccessibleText(row.name() + ", " + row.standing());
        }
    }
}
