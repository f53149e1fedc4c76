package dev.countersign.ui.plan;

import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.ui.fx.Focus;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;

/// The selected node of a plan as a form.
final class PlanNodeView {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final Texts texts = Texts.of(PlanNodeView.class);
    private final PlanViewModel model;
    private final Region root;
    private boolean showing;

    @FXML private VBox form;
    @FXML private Label fixed;
    @FXML private VBox nameBox;
    @FXML private TextField name;
    @FXML private VBox goalBox;
    @FXML private TextArea goal;
    @FXML private ComboBox<NodeClass> kind;
    @FXML private ComboBox<Optional<String>> agent;
    @FXML private VBox afterBox;
    @FXML private FlowPane after;
    @FXML private VBox ownsBox;
    @FXML private TextArea owns;
    @FXML private VBox checksBox;
    @FXML private TextArea checks;
    @FXML private VBox forbidBox;
    @FXML private TextArea forbid;
    @FXML private VBox requireBox;
    @FXML private TextArea require;
    @FXML private VBox declaresBox;
    @FXML private TextArea declares;

    PlanNodeView(PlanViewModel model) {
        this.model = model;
        this.root = (Region) Views.load(this);
    }

    Region root() {
        return root;
    }

    @FXML
    private void initialize() {
        bind(PlanField.NAME, name, nameBox);
        bind(PlanField.GOAL, goal, goalBox);
        bind(PlanField.OWNS, owns, ownsBox);
        bind(PlanField.CHECKS, checks, checksBox);
        bind(PlanField.FORBID, forbid, forbidBox);
        bind(PlanField.REQUIRE, require, requireBox);
        bind(PlanField.DECLARES, declares, declaresBox);
        kind.getItems().setAll(NodeClass.values());
        kind.setConverter(words(c -> texts.text("class." + c.name().toLowerCase(Locale.ROOT))));
        kind.setOnAction(_ -> {
            if (!showing && kind.getValue() != null) {
                model.kind(kind.getValue());
            }
        });
        agent.getItems().add(Optional.empty());
        model.terms().agents().forEach(one -> agent.getItems().add(Optional.of(one)));
        agent.setConverter(words(c -> c.orElseGet(() -> texts.text("field.agent.own", model.terms().agent()))));
        agent.setOnAction(_ -> {
            if (!showing && agent.getValue() != null) {
                model.agent(agent.getValue());
            }
        });
        model.cardsProperty().addListener((_, _, _) -> show());
        model.selectedProperty().addListener((_, _, _) -> show());
        show();
    }

    private void bind(PlanField field, TextInputControl input, VBox box) {
        input.textProperty().bindBidirectional(model.fieldProperty(field));
        if (input instanceof TextArea area) {
            // in a form Tab goes on; none of these texts has a use for it
            area.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
                if (event.getCode() == KeyCode.TAB && !event.isShortcutDown()) {
                    Focus.leave(area, event.isShiftDown());
                    event.consume();
                }
            });
        }
        var wrong = new Label();
        wrong.setWrapText(true);
        wrong.setMinHeight(Region.USE_PREF_SIZE);
        wrong.getStyleClass().addAll("text-small", "tone-danger", "plan-field-fault");
        wrong.setGraphic(Icons.of(Feather.ALERT_CIRCLE, 12));
        box.getChildren().add(wrong);
        Runnable judge = () -> {
            String fault = model.fault(field);
            wrong.setText(fault);
            wrong.setVisible(!fault.isEmpty());
            wrong.setManaged(!fault.isEmpty());
            input.getStyleClass().remove("plan-wrong");
            if (!fault.isEmpty()) {
                input.getStyleClass().add("plan-wrong");
            }
            input.pseudoClassStateChanged(WRONG, !fault.isEmpty());
            input.setAccessibleHelp(fault);
        };
        model.faultsProperty().addListener((_, _, _) -> judge.run());
        model.selectedProperty().addListener((_, _, _) -> judge.run());
        judge.run();
    }

    private void show() {
        showing = true;
        Optional<Node> node = model.node();
        form.setVisible(node.isPresent());
        String why = node.isPresent() ? model.editReasonProperty().get() : "";
        fixed.setText(why);
        fixed.setVisible(!why.isEmpty());
        fixed.setManaged(!why.isEmpty());
        for (TextInputControl input : List.of(name, goal, owns, checks, forbid, require, declares)) {
            input.setEditable(why.isEmpty());
        }
        kind.setDisable(!why.isEmpty());
        agent.setDisable(!why.isEmpty());
        node.ifPresent(n -> {
            kind.setValue(n.kind());
            agent.setValue(n.agent());
            showAfter(n, why);
        });
        showing = false;
    }

    /// Boxes are kept where the nodes are the same, so that focus stays.
    private void showAfter(Node node, String why) {
        List<NodeId> others = model.others();
        boolean same = after.getChildren().stream().map(javafx.scene.Node::getUserData).toList().equals(List.<Object>copyOf(others));
        if (!same) {
            after.getChildren().setAll(others.stream().map(this::box).toList());
        }
        after.getChildren().forEach(child -> {
            if (child instanceof CheckBox box && child.getUserData() instanceof NodeId other) {
                box.setSelected(node.after().contains(other));
                box.setDisable(!why.isEmpty());
            }
        });
        afterBox.setVisible(!others.isEmpty());
        afterBox.setManaged(!others.isEmpty());
    }

    private CheckBox box(NodeId other) {
        var box = new CheckBox(other.value());
        box.setUserData(other);
        box.getStyleClass().add("small");
        box.setAccessibleText(texts.text("field.after.one", other.value()));
        box.setOnAction(_ -> {
            model.after(other, box.isSelected());
            show();
        });
        return box;
    }

    /// @param key of a field, as plan files name it; the goal for any other
    void focus(String key) {
        javafx.scene.Node input = input(key);
        input.requestFocus();
        if (input instanceof TextInputControl text) {
            text.end();
        }
    }

    /// Has the name typed over.
    void nameAnew() {
        name.requestFocus();
        name.selectAll();
    }

    private javafx.scene.Node input(String key) {
        return switch (key) {
            case "id" -> name;
            case "owns" -> owns;
            case "checks" -> checks;
            case "forbid" -> forbid;
            case "require" -> require;
            case "declares" -> declares;
            case "agent" -> agent;
            default -> goal;
        };
    }

    private static <T> StringConverter<T> words(Function<T, String> of) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : of.apply(value);
            }

            @Override
            public T fromString(String text) {
                throw new UnsupportedOperationException(text);
            }
        };
    }
}
