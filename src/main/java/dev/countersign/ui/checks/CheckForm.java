package dev.countersign.ui.checks;

import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.verify.Part;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// The fields of one check.
final class CheckForm extends VBox {
    private final Texts texts = Texts.of(CheckForm.class);
    private final GridPane grid = new GridPane();
    private int row;

    CheckForm(ChecksViewModel model) {
        CheckDraft draft = model.draft();
        getStyleClass().add("check-card");
        var title = new Label();
        title.getStyleClass().add("text-heading");
        title.textProperty().bind(Bindings.createStringBinding(() -> model.editedProperty().get().map(name -> texts.text("draft.change", name))
                .orElseGet(() -> texts.text("draft.new")), model.editedProperty()));
        grid.getStyleClass().add("check-form");
        var names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        var fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, fields);
        TextField name = field(draft.nameProperty(), "field.name.prompt");
        name.setId("check-name");
        add("field.name", name);
        TextField command = field(draft.commandProperty(), "field.command.prompt");
        command.setId("check-command");
        command.getStyleClass().add("code");
        add("field.command", command);
        grid.add(Sections.prose(texts.text("field.command.hint"), "text-small", "text-muted"), 1, row++);
        var itself = Bindings.createBooleanBinding(() -> draft.endProperty().get() == CheckDraft.End.ITSELF, draft.endProperty());
        add("field.end", choice(draft.endProperty(), end -> texts.text("end." + end.name().toLowerCase(java.util.Locale.ROOT)), CheckDraft.End.values()));
        only(itself, add("field.part", choice(draft.partProperty(), part -> ChecksView.part(texts, part), Part.STR, Part.LOG, Part.BOOT)));
        only(Bindings.createBooleanBinding(() -> draft.endProperty().get() == CheckDraft.End.SAYS, draft.endProperty()),
                add("field.says", field(draft.saysProperty(), "field.says.prompt")));
        only(Bindings.createBooleanBinding(() -> draft.endProperty().get() == CheckDraft.End.STAYS, draft.endProperty()),
                add("field.stays", field(draft.staysProperty(), "")));
        add("field.limit", field(draft.limitProperty(), ""));
        var save = new Button(texts.text("save"));
        save.setId("check-save");
        save.getStyleClass().add("accent");
        save.setOnAction(_ -> model.save());
        command.setOnAction(_ -> model.save());
        var cancel = new Button(texts.text("cancel"));
        cancel.setOnAction(_ -> model.cancelEdit());
        getChildren().addAll(title, grid, new HBox(8, Tips.reasoned(save, draft.reasonProperty(), ""), cancel));
        model.editingProperty().addListener((_, _, on) -> {
            if (on) {
                name.requestFocus();
            }
        });
    }

    private TextField field(Property<String> text, String prompt) {
        var field = new TextField();
        field.setPromptText(prompt.isEmpty() ? "" : texts.text(prompt));
        field.textProperty().bindBidirectional(text);
        return field;
    }

    @SafeVarargs
    private static <T> ComboBox<T> choice(Property<T> value, Function<T, String> words, T... all) {
        var box = new ComboBox<T>();
        box.getItems().setAll(all);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(T one) {
                return one == null ? "" : words.apply(one);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException("it is not typed");
            }
        });
        box.valueProperty().bindBidirectional(value);
        box.setMinWidth(240);
        return box;
    }

    private Node[] add(String key, Node field) {
        var label = new Label(texts.text(key));
        label.getStyleClass().add("text-muted");
        label.setLabelFor(field);
        field.setAccessibleText(texts.text(key));
        grid.add(label, 0, row);
        grid.add(field, 1, row++);
        return new Node[] {label, field};
    }

    private static void only(ObservableBooleanValue shown, Node... nodes) {
        for (Node node : nodes) {
            node.visibleProperty().bind(shown);
            node.managedProperty().bind(shown);
        }
    }
}
