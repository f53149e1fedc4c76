package dev.countersign.ui.settings;

import dev.countersign.agent.ModelDesk;
import dev.countersign.model.Api;
import dev.countersign.model.Model;
import dev.countersign.model.Tier;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import dev.countersign.ui.settings.ModelsViewModel.Field;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;

/// The models at the left, one of them in a form at the right, and below which is asked for what. What is saved holds at once.
public final class ModelsView {
    private final Texts texts = Texts.of(ModelsView.class);
    private final ModelsViewModel model;
    private final Parent root;

    @FXML private ListView<Model> list;
    @FXML private Label broken;
    @FXML private TextField name;
    @FXML private ComboBox<Api> api;
    @FXML private TextField id;
    @FXML private TextField address;
    @FXML private TextField key;
    @FXML private TextField context;
    @FXML private TextField answer;
    @FXML private TextField inputPrice;
    @FXML private TextField outputPrice;
    @FXML private TextField planner;
    @FXML private TextField actuator;
    @FXML private TextField verifier;
    @FXML private TextField speculator;
    @FXML private Label fault;
    @FXML private Label file;
    @FXML private Button add;
    @FXML private Button save;
    @FXML private Button test;
    @FXML private Button remove;
    @FXML private HBox said;

    public ModelsView(ModelDesk desk, Background background) {
        model = new ModelsViewModel(desk, background, texts);
        root = Views.styled(Views.load(this), ModelsView.class, "settings.css");
    }

    public Parent root() {
        return root;
    }

    @FXML
    private void initialize() {
        list.setItems(model.models());
        list.setCellFactory(_ -> new ModelCell());
        list.setPlaceholder(Sections.empty(Feather.CPU, texts.text("models.none"), texts.text("models.none.hint")));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, chosen) -> {
            if (chosen != null && !model.editedProperty().get().equals(Optional.of(chosen))) {
                model.edit(chosen);
            }
        });
        model.editedProperty().addListener((_, _, now) -> now.ifPresentOrElse(list.getSelectionModel()::select, list.getSelectionModel()::clearSelection));
        model.editedProperty().get().ifPresent(list.getSelectionModel()::select);
        api.getItems().setAll(Api.values());
        api.setConverter(new StringConverter<>() {
            @Override
            public String toString(Api spoken) {
                return spoken == null ? "" : texts.text("api." + spoken.label());
            }

            @Override
            public Api fromString(String text) {
                return Api.OPENAI;
            }
        });
        api.valueProperty().bindBidirectional(model.apiProperty());
        model.apiProperty().addListener((_, _, _) -> prompts());
        prompts();
        bind(name, Field.NAME);
        bind(id, Field.ID);
        bind(address, Field.ADDRESS);
        bind(key, Field.KEY);
        bind(context, Field.CONTEXT);
        bind(answer, Field.ANSWER);
        bind(inputPrice, Field.INPUT_PRICE);
        bind(outputPrice, Field.OUTPUT_PRICE);
        planner.textProperty().bindBidirectional(model.tier(Tier.PLANNER));
        actuator.textProperty().bindBidirectional(model.tier(Tier.ACTUATOR));
        verifier.textProperty().bindBidirectional(model.tier(Tier.VERIFIER));
        speculator.textProperty().bindBidirectional(model.tier(Tier.SPECULATOR));
        shown(broken, model.brokenProperty());
        shown(fault, model.faultProperty());
        file.setText(texts.text("models.file", model.file()));
        add.setGraphic(Icons.of(Feather.PLUS));
        add.setOnAction(_ -> {
            model.add();
            name.requestFocus();
        });
        save.setOnAction(_ -> model.save());
        save.disableProperty().bind(model.faultProperty().isNotEmpty());
        test.setOnAction(_ -> model.test());
        test.disableProperty().bind(Bindings.createBooleanBinding(() -> !model.faultProperty().get().isEmpty() || model.askingProperty().get().isPresent(),
                model.faultProperty(), model.askingProperty()));
        remove.setOnAction(_ -> model.remove());
        remove.disableProperty().bind(model.editedProperty().map(Optional::isEmpty));
        Tips.set(test, texts.text("models.test.tip"));
        model.answerProperty().addListener((_, _, _) -> said());
        model.answeredProperty().addListener((_, _, _) -> said());
        said();
    }

    private void bind(TextField field, Field of) {
        field.textProperty().bindBidirectional(model.field(of));
    }

    private static void shown(Label label, javafx.beans.property.ReadOnlyStringProperty text) {
        label.textProperty().bind(text);
        label.visibleProperty().bind(text.isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
    }

    /// Shows what an empty field stands for.
    private void prompts() {
        Api spoken = model.apiProperty().get();
        address.setPromptText(spoken.address().toString());
        key.setPromptText(spoken.key().orElse(texts.text("models.key.none")));
    }

    private void said() {
        said.getChildren().clear();
        if (!model.answerProperty().get().isEmpty()) {
            model.answeredProperty().get().ifPresent(ready -> said.getChildren().add(new StatusBadge(ready ? Status.PASSED : Status.FAILED)));
            Label words = Sections.prose(model.answerProperty().get(), "text-small", "text-muted");
            HBox.setHgrow(words, javafx.scene.layout.Priority.ALWAYS);
            said.getChildren().add(words);
        }
    }

    private final class ModelCell extends ListCell<Model> {
        @Override
        protected void updateItem(Model shown, boolean empty) {
            super.updateItem(shown, empty);
            setText(null);
            if (empty || shown == null) {
                setGraphic(null);
                return;
            }
            var title = Tips.whole(new Label(shown.name()));
            title.getStyleClass().add("text-medium");
            var words = Tips.whole(new Label(shown.id() + " · " + texts.text("api." + shown.api().label())));
            words.getStyleClass().addAll("text-small", "text-muted");
            var price = new Label(shown.price().map(p -> texts.text("models.price", p.input().toPlainString(), p.output().toPlainString()))
                    .orElse(texts.text("models.price.unknown")));
            price.getStyleClass().addAll("text-small", "text-muted");
            setGraphic(new VBox(2, title, words, price));
            setAccessibleText(shown.name() + ", " + words.getText() + ", " + price.getText());
        }
    }
}
