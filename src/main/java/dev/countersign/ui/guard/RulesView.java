package dev.countersign.ui.guard;

import dev.countersign.policy.Rulebook;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Splitters;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.ui.review.CodeEditor;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.kordamp.ikonli.feather.Feather;

/// The rules: their files by layer, the text of one, and what came of trying them. Ctrl+S saves, Ctrl+T runs the tests.
public final class RulesView {
    private static final Optional<String> LANGUAGE = Optional.of("text/python");

    private final RulesViewModel model;
    private final Background background;
    private final Overlay overlay;
    private final UiState state;
    private final Texts texts = Texts.of(RulesView.class);
    private final Parent view;
    private Optional<CodeEditor> editor = Optional.empty();
    private Optional<String> edited = Optional.empty();
    private int wantedLine;

    @FXML private SplitPane split;
    @FXML private SplitPane right;
    @FXML private ListView<RuleRow> list;
    @FXML private Button create;
    @FXML private Button test;
    @FXML private Button replay;
    @FXML private VBox trust;
    @FXML private HBox head;
    @FXML private Label name;
    @FXML private Label standing;
    @FXML private Button save;
    @FXML private Button revert;
    @FXML private Button delete;
    @FXML private StackPane body;
    @FXML private VBox problem;
    @FXML private ComboBox<RulesViewModel.Kind> kind;
    @FXML private TextField action;
    @FXML private Button rule;
    @FXML private Label says;
    @FXML private Button cancel;
    @FXML private VBox outcome;

    public RulesView(RulesViewModel model, Background background, Overlay overlay, UiState state) {
        this.model = model;
        this.background = background;
        this.overlay = overlay;
        this.state = state;
        view = Views.styled(Views.styled(Views.load(this), CodeEditor.class, "review.css"), RulesView.class, "guard.css");
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
        list.setCellFactory(_ -> new RuleCell(texts));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> {
            if (row instanceof RuleRow.File file && model.inFrontProperty().get().filter(file::equals).isEmpty()) {
                model.bringInFront(file);
            }
        });
        create.setGraphic(Icons.of(Feather.PLUS));
        create.setOnAction(_ -> askName());
        test.setGraphic(Icons.of(Feather.CHECK_SQUARE));
        test.setOnAction(_ -> model.test());
        Tips.set(test, texts.text("rules.test.tip"));
        replay.setGraphic(Icons.of(Feather.ROTATE_CCW));
        replay.setOnAction(_ -> model.replay());
        Tips.set(replay, texts.text("rules.replay.tip"));
        save.setOnAction(_ -> model.save());
        revert.setOnAction(_ -> model.revert());
        delete.setOnAction(_ -> askDelete());
        kind.getItems().setAll(RulesViewModel.Kind.values());
        kind.setConverter(new StringConverter<>() {
            @Override
            public String toString(RulesViewModel.Kind value) {
                return value == null ? "" : texts.text("kind." + value.name().toLowerCase(Locale.ROOT));
            }

            @Override
            public RulesViewModel.Kind fromString(String word) {
                throw new UnsupportedOperationException();
            }
        });
        kind.valueProperty().addListener((_, _, value) -> action.setPromptText(texts.text("try." + value.name().toLowerCase(Locale.ROOT))));
        kind.setValue(RulesViewModel.Kind.COMMAND);
        action.setOnAction(_ -> rule.fire());
        rule.setOnAction(_ -> model.rule(kind.getValue(), action.getText()));
        cancel.setOnAction(_ -> model.cancel());
        Splitters.remember(split, state, "rules.files");
        Splitters.remember(right, state, "rules.outcome");
        model.inFrontProperty().addListener((_, _, row) -> show(row));
        model.projectProperty().addListener((_, _, layer) -> showTrust(layer));
        model.tryingProperty().addListener((_, _, job) -> showTrying(job));
        model.outcomeProperty().addListener((_, _, found) -> found.ifPresent(this::showOutcome));
        model.problemProperty().addListener((_, _, fault) -> {
            problem.getChildren().setAll(fault.map(ProblemBox::new).stream().toList());
            problem.setManaged(fault.isPresent());
        });
        problem.setManaged(false);
        showTrust(Optional.empty());
        showTrying(Optional.empty());
        show(Optional.empty());
        outcome.getChildren().setAll(Sections.prose(texts.text("rules.outcome.none"), "text-muted"));
    }

    @FXML
    private void key(KeyEvent event) {
        if (event.isShortcutDown() && event.getCode() == KeyCode.S) {
            model.save();
            event.consume();
        } else if (event.isShortcutDown() && event.getCode() == KeyCode.T) {
            model.test();
            event.consume();
        }
    }

    private void show(Optional<RuleRow.File> found) {
        head.setVisible(found.isPresent());
        if (found.isEmpty()) {
            body.getChildren().setAll(Sections.prose(texts.text("rules.reading"), "text-muted"));
            return;
        }
        RuleRow.File row = found.get();
        if (!edited.equals(Optional.of(row.file().shown()))) {
            open(row);
        } else if (!row.changed() && editor.filter(area -> !area.getText().equals(row.file().text())).isPresent()) {
            editor.orElseThrow().replaceText(row.file().text());
        }
        var marks = new TreeMap<Integer, String>();
        row.file().faults().forEach(fault -> marks.merge(fault.line(), fault.message(), (one, two) -> one + "\n" + two));
        editor.ifPresent(area -> area.mark(marks));
        name.setText(row.file().shown());
        Optional<Rulebook.Fault> fault = row.file().faults().stream().findFirst();
        standing.setText(fault.map(one -> texts.text("rules.fault", one.line(), one.message()))
                .orElseGet(() -> texts.text(row.changed() ? "rules.unsaved" : row.isEditable() ? "rules.in.force" : "rules.read.only")));
        standing.getStyleClass().setAll("label", "text-small", fault.isPresent() ? "tone-danger" : row.changed() ? "tone-warning" : "text-muted");
        save.setDisable(!row.changed() || fault.isPresent());
        Tips.set(save, texts.text(fault.isPresent() ? "rules.save.fault" : "rules.save.tip"));
        revert.setDisable(!row.changed());
        for (Button button : new Button[] {save, revert, delete}) {
            button.setVisible(row.isEditable());
            button.setManaged(row.isEditable());
        }
        if (list.getSelectionModel().getSelectedItem() != row) {
            list.getSelectionModel().select(row);
        }
    }

    private void open(RuleRow.File row) {
        editor.ifPresent(CodeEditor::end);
        var area = new CodeEditor(row.file().text(), 1, LANGUAGE, background, () -> editor.ifPresent(now -> model.typed(now.getText())));
        area.setAccessibleText(texts.text("rules.editor", row.file().shown()));
        area.setEditable(row.isEditable());
        area.setId("rules-editor");
        editor = Optional.of(area);
        edited = Optional.of(row.file().shown());
        body.getChildren().setAll(new VirtualizedScrollPane<>(area));
        if (wantedLine > 0) {
            goTo(wantedLine);
            wantedLine = 0;
        } else {
            area.moveTo(0);
            area.showParagraphAtTop(0);
        }
    }

    private void goTo(int line) {
        editor.ifPresent(area -> {
            int at = Math.clamp(line - 1L, 0, area.getParagraphs().size() - 1);
            area.moveTo(at, 0);
            area.showParagraphAtCenter(at);
            area.requestFocus();
        });
    }

    private void goTo(String shown, int line) {
        wantedLine = line;
        if (model.bringInFront(shown) && edited.equals(Optional.of(shown)) && wantedLine > 0) {
            goTo(line);
        }
        wantedLine = 0;
    }

    private void showTrust(Optional<Rulebook.Layer> layer) {
        trust.setManaged(layer.isPresent());
        trust.setVisible(layer.isPresent());
        layer.ifPresent(own -> {
            var change = new Button(texts.text(own.trusted() ? "rules.distrust" : "rules.trust"), Icons.of(own.trusted() ? Feather.SHIELD_OFF : Feather.SHIELD));
            change.setId("rules-trust");
            change.setOnAction(_ -> model.trust(!own.trusted()));
            var digest = Tips.whole(new Label(own.digest().brief()));
            digest.getStyleClass().add("code-chip");
            trust.getChildren().setAll(Sections.prose(texts.text(own.trusted() ? "rules.trusted" : "rules.untrusted"), "text-small", "text-muted"),
                    digest, change);
        });
    }

    private void showTrying(Optional<Job<?>> job) {
        says.setText(job.map(Job::label).orElse(""));
        cancel.setVisible(job.isPresent());
        cancel.setManaged(job.isPresent());
    }

    private void showOutcome(RulesViewModel.Outcome found) {
        outcome.getChildren().setAll(new RuleOutcomes(texts, this::goTo).of(found));
    }

    private void askName() {
        var field = new TextField();
        field.setId("rules-name");
        field.setPromptText(texts.text("rules.name.prompt"));
        field.setAccessibleText(texts.text("rules.name"));
        var wrong = Sections.prose("", "text-small", "tone-danger");
        var give = new Button(texts.text("rules.create"));
        give.setId("rules-create");
        give.getStyleClass().add("accent");
        give.setDefaultButton(true);
        var title = new Label(texts.text("rules.name"));
        title.getStyleClass().add("text-heading");
        var card = new VBox(12, title, Sections.prose(texts.text("rules.name.words"), "text-muted"), field, wrong, give);
        card.getStyleClass().add("guard-card");
        Overlay.Layer layer = overlay.show(card);
        give.setOnAction(_ -> model.create(field.getText()).ifPresentOrElse(wrong::setText, layer::close));
    }

    private void askDelete() {
        model.inFrontProperty().get().ifPresent(row -> {
            var title = new Label(texts.text("rules.delete.title", row.file().name()));
            title.getStyleClass().add("text-heading");
            var keep = new Button(texts.text("rules.delete.keep"));
            var go = new Button(texts.text("rules.delete.go"));
            go.setId("rules-delete");
            go.getStyleClass().add("danger");
            var card = new VBox(12, title, Sections.prose(texts.text("rules.delete.words"), "text-muted"), new HBox(8, keep, go));
            card.getStyleClass().add("guard-card");
            Overlay.Layer layer = overlay.show(card);
            keep.setOnAction(_ -> layer.close());
            go.setOnAction(_ -> {
                layer.close();
                model.remove();
            });
        });
    }
}
