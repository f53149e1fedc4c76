package dev.countersign.ui.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Missing;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Keys;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Where the next task is written and started.
public final class ComposerView {
    private static final KeyCombination START = KeyCombination.valueOf("Shortcut+Enter");

    private final Texts texts = Texts.of(ComposerView.class);
    private final ComposerViewModel model;
    private final Choosers choosers;
    private final Overlay overlay;
    private final Parent root;

    @FXML private TextArea prompt;
    @FXML private HBox bar;
    @FXML private HBox options;
    @FXML private ComboBox<Agent> agent;
    @FXML private MenuButton plan;
    @FXML private Button clearPlan;
    @FXML private Button limits;
    @FXML private TextField check;
    @FXML private HBox source;
    @FXML private TextField input;
    @FXML private Button chooseInput;
    @FXML private Button run;

    /// @param overlay where more is asked
    public ComposerView(ComposerViewModel model, Choosers choosers, Overlay overlay) {
        this.model = model;
        this.choosers = choosers;
        this.overlay = overlay;
        this.root = Views.styled(Views.load(this), ComposerView.class, "run.css");
    }

    @FXML
    private void initialize() {
        prompt.textProperty().bindBidirectional(model.promptProperty());
        prompt.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (START.match(event)) {
                model.start();
                event.consume();
            } else if (event.getCode() == KeyCode.TAB && !event.isShortcutDown()) {
                (event.isShiftDown() ? prompt : agent).requestFocus();
                event.consume();
            }
        });
        prompt.textProperty().addListener((_, _, _) -> grow());
        agent.setPrefWidth(132);
        plan.setMinWidth(Region.USE_PREF_SIZE);
        agent.setItems(model.agents());
        agent.setCellFactory(_ -> new AgentCell(true));
        agent.setButtonCell(new AgentCell(false));
        model.agentProperty().get().ifPresent(a -> agent.getSelectionModel().select(a));
        agent.valueProperty().addListener((_, _, chosen) -> model.agentProperty().set(Optional.ofNullable(chosen)));
        model.agentProperty().addListener((_, _, chosen) -> {
            chosen.ifPresent(a -> agent.getSelectionModel().select(a));
            showInput();
            showMissing();
        });
        agent.setOnShowing(_ -> model.lookForMissing());
        model.missingProperty().addListener((_, _, _) -> showMissing());
        showMissing();
        plan.setGraphic(Icons.of(Feather.GIT_MERGE));
        clearPlan.setGraphic(Icons.of(Feather.X));
        Tips.name(clearPlan, texts.text("composer.plan.clear"));
        Tips.set(plan, texts.text("composer.plan.tip"));
        plan.setOnShowing(_ -> plan.getItems().setAll(planMenu()));
        plan.getItems().setAll(planMenu());
        model.planFileProperty().addListener((_, _, _) -> showPlan());
        model.plannerProperty().addListener((_, _, _) -> showPlan());
        model.comparedProperty().addListener((_, _, _) -> showPlan());
        model.readyNodesProperty().addListener((_, _, _) -> showPlan());
        limits.setGraphic(Icons.of(Feather.SLIDERS));
        limits.textProperty().bind(model.limits().summaryProperty());
        limits.setOnAction(_ -> LimitsCard.open(overlay, model.limits()));
        Tips.set(limits, texts.text("composer.limits.tip"));
        check.textProperty().bindBidirectional(model.checkProperty());
        Tips.set(check, texts.text("composer.check.tip"));
        input.textProperty().bindBidirectional(model.inputProperty());
        Tips.set(input, texts.text("composer.input.tip"));
        chooseInput.setGraphic(Icons.of(Feather.FOLDER));
        Tips.name(chooseInput, texts.text("composer.input.choose"));
        run.setGraphic(Icons.of(Feather.PLAY));
        int at = bar.getChildren().indexOf(run);
        bar.getChildren().remove(run);
        bar.getChildren().add(at, Tips.reasoned(run, model.startReasonProperty(),
                texts.text("composer.run.tip", Keys.text(START))));
        showPlan();
        showInput();
        grow();
    }

    public Parent root() {
        return root;
    }

    /// Puts the cursor into the task.
    public void focus() {
        prompt.requestFocus();
        prompt.end();
    }

    @FXML
    private void start() {
        model.start();
    }

    @FXML
    private void clearPlan() {
        model.clearPlan();
    }

    private List<MenuItem> planMenu() {
        var items = new ArrayList<MenuItem>();
        boolean has = model.planFileProperty().get().isPresent() || model.readyNodesProperty().get() > 0;
        items.add(choice(texts.text("composer.plan.one"), !has && model.plannerProperty().get().isEmpty() && model.comparedProperty().get().isEmpty(), model::clearPlan));
        var first = new Menu(texts.text("composer.plan.first"), Icons.of(Feather.GIT_BRANCH));
        for (Agent one : model.agents()) {
            first.getItems().add(choice(named(one), !has && model.plannerProperty().get().equals(Optional.of(one.name())), () -> {
                model.clearPlan();
                model.plannerProperty().set(Optional.of(one.name()));
            }));
        }
        var compare = new Menu(texts.text("composer.compare"), Icons.of(Feather.COLUMNS));
        for (Agent one : model.agents()) {
            boolean chosen = model.agentProperty().get().equals(Optional.of(one));
            var item = new CheckMenuItem(chosen ? texts.text("composer.compare.chosen", named(one)) : named(one));
            item.setMnemonicParsing(false);
            item.setDisable(chosen);
            item.setSelected(chosen || model.comparedProperty().get().contains(one.name()));
            item.setOnAction(_ -> {
                var names = new ArrayList<>(model.comparedProperty().get());
                names.remove(one.name());
                model.clearPlan();
                if (item.isSelected()) {
                    names.add(one.name());
                }
                model.comparedProperty().set(List.copyOf(names));
            });
            compare.getItems().add(item);
        }
        var file = new MenuItem(texts.text("composer.plan.file"), Icons.of(Feather.FOLDER));
        file.setOnAction(_ -> choosers.file(texts.text("composer.plan.choose"), texts.text("composer.plan.kind"), List.of("*.toml", "*.json"))
                .ifPresent(chosen -> model.planFileProperty().set(Optional.of(chosen))));
        String why = model.editReasonProperty().get();
        var edit = new MenuItem(why.isEmpty() ? texts.text("composer.plan.edit") : texts.text("composer.plan.edit.not", why), Icons.of(Feather.EDIT_2));
        edit.setDisable(!why.isEmpty());
        edit.setOnAction(_ -> model.edit());
        items.addAll(List.of(first, compare, file, new SeparatorMenuItem(), edit));
        return items;
    }

    private static RadioMenuItem choice(String text, boolean chosen, Runnable choose) {
        var item = new RadioMenuItem(text);
        item.setMnemonicParsing(false);
        item.setSelected(chosen);
        item.setOnAction(_ -> choose.run());
        return item;
    }

    @FXML
    private void choosePatch() {
        choosers.file(texts.text("composer.input.choose"), texts.text("composer.input.kind"), List.of("*.patch", "*.diff"))
                .ifPresent(file -> model.inputProperty().set(file.toString()));
    }

    private void showPlan() {
        Optional<String> name = model.planFileProperty().get().map(file -> file.getFileName().toString());
        int ready = model.readyNodesProperty().get();
        Optional<String> planner = model.plannerProperty().get();
        plan.setText(name.orElse(ready > 0 ? texts.text("composer.plan.ready", ready)
                : !model.comparedProperty().get().isEmpty() ? texts.text("composer.compare.count", model.comparedProperty().get().size() + 1)
                : planner.map(by -> texts.text("composer.plan.by", by)).orElse(texts.text("composer.plan"))));
        boolean clears = name.isPresent() || ready > 0 || !model.comparedProperty().get().isEmpty() || planner.isPresent();
        clearPlan.setVisible(clears);
        clearPlan.setManaged(clears);
        run.setText(texts.text(name.isEmpty() && ready == 0 && planner.isPresent() ? "composer.run.plan" : "composer.run"));
    }

    private void showInput() {
        for (Region part : new Region[] {source, input, chooseInput}) {
            part.setVisible(model.takesInput());
            part.setManaged(model.takesInput());
        }
    }

    /// The chosen one may lack something too.
    private void showMissing() {
        Optional<Missing> lacks = model.agentProperty().get().flatMap(this::missing);
        Tips.set(agent, lacks.map(Missing::says).orElse(""));
        agent.setAccessibleHelp(lacks.map(Missing::says).orElse(""));
    }

    private Optional<Missing> missing(Agent one) {
        return Optional.ofNullable(model.missingProperty().get().get(one.name()));
    }

    private String word(Missing missing) {
        return switch (missing.what()) {
            case PROGRAM -> texts.text("composer.missing.program");
            case MODEL -> texts.text("composer.missing.model");
        };
    }

    /// The name, and after it in words that something is missing.
    private String named(Agent one) {
        return missing(one).map(lacks -> texts.text("composer.missing.named", one.name(), word(lacks))).orElse(one.name());
    }

    private void grow() {
        long lines = prompt.getText().lines().count() + (prompt.getText().endsWith("\n") ? 1 : 0);
        prompt.setPrefRowCount((int) Math.clamp(lines, 2, 8));
    }

    /// An agent by name; in the list with its description.
    private final class AgentCell extends ListCell<Agent> {
        private final boolean whole;

        private AgentCell(boolean whole) {
            this.whole = whole;
            model.missingProperty().addListener((_, _, _) -> updateItem(getItem(), isEmpty()));
        }

        @Override
        protected void updateItem(Agent item, boolean empty) {
            super.updateItem(item, empty);
            setText(null);
            if (empty || item == null) {
                setGraphic(null);
                Tips.set(this, "");
                return;
            }
            var name = new Label(item.name());
            name.getStyleClass().add("text-medium");
            if (!whole) {
                var row = new HBox(6, Icons.of(missing(item).isPresent() ? Feather.ALERT_TRIANGLE : Feather.CPU), name);
                row.setAlignment(Pos.CENTER_LEFT);
                setGraphic(row);
                return;
            }
            var says = new Label(item.description());
            says.getStyleClass().addAll("text-small", "text-muted");
            var first = new HBox(8, name);
            first.setAlignment(Pos.CENTER_LEFT);
            Optional<Missing> lacks = missing(item);
            lacks.ifPresent(what -> {
                var mark = new Label(word(what), Icons.of(Feather.ALERT_TRIANGLE, 12));
                mark.getStyleClass().addAll("text-small", "tone-warning");
                first.getChildren().add(mark);
            });
            setGraphic(new VBox(first, says));
            Tips.set(this, lacks.map(Missing::says).orElse(""));
            setAccessibleText(texts.text("composer.agent.accessible", named(item), lacks.map(Missing::says).orElse(item.description())));
        }
    }
}
