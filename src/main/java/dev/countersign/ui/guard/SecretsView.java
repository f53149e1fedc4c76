package dev.countersign.ui.guard;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Stored secrets: names, hints and ages. A value can be written and never read.
public final class SecretsView {
    private final SecretsViewModel model;
    private final Overlay overlay;
    private final Texts texts = Texts.of(SecretsView.class);
    private final Parent view;

    @FXML private TextField name;
    @FXML private PasswordField value;
    @FXML private Button store;
    @FXML private Label says;
    @FXML private VBox problem;
    @FXML private VBox rows;

    public SecretsView(SecretsViewModel model, Overlay overlay) {
        this.model = model;
        this.overlay = overlay;
        view = Views.styled(Views.load(this), SecretsView.class, "guard.css");
        model.load();
    }

    public Parent root() {
        return view;
    }

    @FXML
    private void initialize() {
        name.textProperty().bindBidirectional(model.nameProperty());
        value.textProperty().bindBidirectional(model.valueProperty());
        value.setOnAction(_ -> model.store());
        store.setOnAction(_ -> model.store());
        store.disableProperty().bind(model.nameProperty().isEmpty().or(model.valueProperty().isEmpty()));
        says.textProperty().bind(model.saysProperty());
        model.problemProperty().addListener((_, _, fault) -> {
            problem.getChildren().setAll(fault.map(ProblemBox::new).stream().toList());
            problem.setManaged(fault.isPresent());
        });
        problem.setManaged(false);
        model.rows().addListener((ListChangeListener<SecretsViewModel.Row>) _ -> show());
        show();
    }

    private void show() {
        if (model.rows().isEmpty()) {
            rows.getChildren().setAll(Sections.empty(Feather.KEY, texts.text("secrets.none"), texts.text("secrets.none.hint")));
        } else {
            rows.getChildren().setAll(model.rows().stream().map(this::row).toList());
        }
    }

    private HBox row(SecretsViewModel.Row row) {
        var title = new Label(row.name());
        title.getStyleClass().addAll("text-medium", "code");
        var hint = new Label(row.hint());
        hint.getStyleClass().addAll("code", "text-muted");
        var head = new HBox(12, title, hint);
        head.setAlignment(Pos.CENTER_LEFT);
        var words = new VBox(4, head, Sections.prose(row.place(), "text-small", "text-muted"), Sections.prose(row.given(), "text-small", "text-muted"));
        if (row.old()) {
            var old = new Label(texts.text("secrets.old"), Icons.of(Feather.CLOCK, 12));
            old.getStyleClass().addAll("text-small", "tone-warning");
            words.getChildren().add(old);
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        var replace = button("secrets.replace", "secrets.replace.accessible", row.name());
        replace.setOnAction(_ -> {
            model.nameProperty().set(row.name());
            model.valueProperty().set("");
            value.requestFocus();
        });
        var remove = button("secrets.remove", "secrets.remove.accessible", row.name());
        remove.setOnAction(_ -> askRemove(row.name()));
        var box = new HBox(8, words, replace, remove);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("secret-row");
        return box;
    }

    private Button button(String key, String accessible, String of) {
        var button = new Button(texts.text(key));
        button.getStyleClass().addAll("flat", "small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(texts.text(accessible, of));
        return button;
    }

    private void askRemove(String of) {
        var title = new Label(texts.text("secrets.remove.title", of));
        title.getStyleClass().add("text-heading");
        var keep = new Button(texts.text("secrets.remove.keep"));
        var go = new Button(texts.text("secrets.remove.go"));
        go.setId("secrets-remove");
        go.getStyleClass().add("danger");
        var card = new VBox(12, title, Sections.prose(texts.text("secrets.remove.words"), "text-muted"), new HBox(8, keep, go));
        card.getStyleClass().add("guard-card");
        Overlay.Layer layer = overlay.show(card);
        keep.setOnAction(_ -> layer.close());
        go.setOnAction(_ -> {
            layer.close();
            model.remove(of);
        });
    }
}
