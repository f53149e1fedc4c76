package dev.countersign.ui.plan;

import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanValidator;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Keys;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Splitters;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The plan editor: the graph at the left, the selected node at the right, what is wrong below.
public final class PlanEditorView {
    private static final KeyCombination START = KeyCombination.valueOf("Shortcut+Enter");
    private static final KeyCombination UNDO = KeyCombination.valueOf("Shortcut+Z");
    private static final KeyCombination SAVE = KeyCombination.valueOf("Shortcut+S");
    private static final KeyCombination LOAD = KeyCombination.valueOf("Shortcut+O");
    private static final String FILE = "plan.json";
    private static final ObservableValue<String> NOTHING = new ReadOnlyStringWrapper("").getReadOnlyProperty();

    private final Texts texts = Texts.of(PlanEditorView.class);
    private final PlanViewModel model;
    private final Kit kit;
    private final Runnable start;
    private final Runnable close;
    private final PlanNodeView node;
    private final Region root;

    @FXML private Label task;
    @FXML private HBox files;
    @FXML private SplitPane split;
    @FXML private HBox tools;
    @FXML private StackPane graph;
    @FXML private ScrollPane side;
    @FXML private StackPane trouble;
    @FXML private VBox faults;
    @FXML private HBox ends;

    private PlanEditorView(PlanViewModel model, Kit kit, Runnable start, Runnable close) {
        this.model = model;
        this.kit = kit;
        this.start = start;
        this.close = close;
        this.node = new PlanNodeView(model);
        this.root = (Region) Views.styled(Views.load(this), PlanEditorView.class, "plan.css");
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::keys);
    }

    /// Opens the editor over most of the window. Esc and "Close" keep the plan as it stands.
    ///
    /// @param begin hears the plan that is to run
    /// @param kept  hears the plan as it stood, where it was closed without that
    public static Overlay.Layer open(Kit kit, PlanViewModel model, Consumer<Plan> begin, Consumer<Plan> kept) {
        var opened = new Opened();
        var view = new PlanEditorView(model, kit, () -> {
            if (model.startReasonProperty().get().isEmpty()) {
                opened.begun = true;
                opened.layer.ifPresent(Overlay.Layer::close);
                begin.accept(model.planProperty().get());
            }
        }, () -> opened.layer.ifPresent(Overlay.Layer::close));
        Overlay.Layer layer = kit.overlay().show(view.root, Pos.CENTER, 0.92);
        opened.layer = Optional.of(layer);
        view.node.focus(PlanField.GOAL.key());
        return layer.onClosed(() -> {
            if (!opened.begun) {
                kept.accept(model.planProperty().get());
            }
        });
    }

    private static final class Opened {
        private boolean begun;
        private Optional<Overlay.Layer> layer = Optional.empty();
    }

    @FXML
    private void initialize() {
        task.setText(model.planProperty().get().task().lines().findFirst().orElse(""));
        Tips.whole(task);
        Choosers choosers = kit.choosers();
        files.getChildren().addAll(tool("editor.load", Feather.FOLDER, NOTHING, texts.text("editor.load.tip", Keys.text(LOAD)), this::load),
                tool("editor.save", Feather.SAVE, NOTHING, texts.text("editor.save.tip", Keys.text(SAVE)), () -> save(choosers)),
                tool("editor.undo", Feather.CORNER_UP_LEFT, model.undoReasonProperty(), texts.text("editor.undo.tip", Keys.text(UNDO)), model::undo));
        tools.getChildren().addAll(tool("tool.add", Feather.PLUS, NOTHING, texts.text("tool.add.tip"), this::add),
                tool("tool.split", Feather.SCISSORS, model.splitReasonProperty(), texts.text("tool.split.tip"), this::split),
                tool("tool.merge", Feather.GIT_MERGE, model.mergeReasonProperty(), texts.text("tool.merge.tip"), this::merge),
                tool("tool.up", Feather.ARROW_UP, model.mergeReasonProperty(), texts.text("tool.up.tip"), () -> model.move(-1)),
                tool("tool.down", Feather.ARROW_DOWN, model.mergeReasonProperty(), texts.text("tool.down.tip"), () -> model.move(1)),
                tool("tool.drop", Feather.TRASH_2, model.mergeReasonProperty(), texts.text("tool.drop.tip"), model::drop));
        var dag = new GraphView<>(model.cardsProperty(), model.selectedProperty(), PlanCardView::new, () -> node.focus(PlanField.GOAL.key()), texts.text("editor.accessible"));
        dag.addEventHandler(KeyEvent.KEY_PRESSED, this::graphKey);
        graph.getChildren().add(dag);
        split.setDividerPositions(0.665);
        Splitters.remember(split, kit.state(), "plan.editor");
        side.setContent(node.root());
        var end = new Button(texts.text("editor.close"));
        end.getStyleClass().add("plan-close");
        end.setOnAction(_ -> close.run());
        var go = new Button(model.terms().verb(), Icons.of(Feather.PLAY));
        go.getStyleClass().addAll("accent", "plan-start");
        go.setOnAction(_ -> start.run());
        ends.getChildren().addAll(end, Tips.reasoned(go, model.startReasonProperty(), texts.text("editor.start.tip", Keys.text(START))));
        model.cardsProperty().addListener((_, _, _) -> showFaults());
        model.selectedProperty().addListener((_, _, _) -> showFaults());
        model.saidProperty().addListener((_, _, _) -> showFaults());
        model.problemProperty().addListener((_, _, problem) -> {
            trouble.getChildren().clear();
            problem.ifPresent(found -> trouble.getChildren().add(new ProblemBox(found)));
        });
        showFaults();
    }

    /// Of the whole editor, wherever in it the focus is.
    private void keys(KeyEvent event) {
        if (START.match(event)) {
            start.run();
        } else if (UNDO.match(event)) {
            model.undo();
        } else if (SAVE.match(event)) {
            save(kit.choosers());
        } else if (LOAD.match(event)) {
            load();
        } else {
            return;
        }
        event.consume();
    }

    private void graphKey(KeyEvent event) {
        boolean moves = event.isAltDown() && (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN);
        if (event.isShortcutDown() || event.isAltDown() && !moves) {
            return;
        }
        switch (event.getCode()) {
            case UP -> model.move(-1);
            case DOWN -> model.move(1);
            case DELETE, BACK_SPACE -> model.drop();
            case N, INSERT -> add();
            case F2 -> node.focus(PlanField.NAME.key());
            case S -> {
                if (model.splitReasonProperty().get().isEmpty()) {
                    split();
                }
            }
            case M -> {
                if (model.mergeReasonProperty().get().isEmpty()) {
                    merge();
                }
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void showFaults() {
        faults.getChildren().clear();
        if (!model.saidProperty().get().isEmpty()) {
            var said = new Label(model.saidProperty().get());
            said.setWrapText(true);
            said.getStyleClass().addAll("text-small", "tone-warning", "plan-said");
            said.setGraphic(Icons.of(Feather.INFO, 12));
            faults.getChildren().add(said);
        }
        List<PlanValidator.Fault> found = model.faultsProperty().get();
        found.stream().limit(2).forEach(fault -> {
            var one = new Button(fault.sentence(), Icons.of(Feather.ALERT_CIRCLE, 12));
            one.getGraphic().getStyleClass().add("tone-danger");
            one.getStyleClass().addAll("flat", "small", "plan-fault");
            one.setMaxWidth(Double.MAX_VALUE);
            one.setOnAction(_ -> fault.node().ifPresent(id -> {
                model.selectedProperty().set(Optional.of(id));
                node.focus(fault.key());
            }));
            Tips.set(one, fault.sentence());
            faults.getChildren().add(one);
        });
        if (found.size() > 2) {
            var more = new Label(texts.text("editor.more", found.size() - 2));
            more.getStyleClass().addAll("text-small", "text-muted");
            faults.getChildren().add(more);
        } else if (found.isEmpty() && model.saidProperty().get().isEmpty()) {
            var fine = new Label(texts.text("editor.fine", model.cardsProperty().get().size()), Icons.of(Feather.CHECK, 12));
            fine.getStyleClass().addAll("text-small", "tone-success");
            faults.getChildren().add(fine);
        }
    }

    private void add() {
        model.add();
        node.nameAnew();
    }

    private void split() {
        PlanStepCard.split(kit.overlay(), model);
    }

    private void merge() {
        PlanStepCard.merge(kit.overlay(), model);
    }

    private void load() {
        kit.choosers().file(texts.text("editor.load.choose"), texts.text("editor.kind"), List.of("*.toml", "*.json")).ifPresent(model::load);
    }

    private void save(Choosers choosers) {
        choosers.save(texts.text("editor.save.choose"), FILE).ifPresent(model::save);
    }

    private StackPane tool(String key, Feather icon, ObservableValue<String> reason, String tip, Runnable action) {
        var button = new Button(texts.text(key), Icons.of(icon));
        button.getStyleClass().addAll("flat", "small", key.replace('.', '-'));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return Tips.reasoned(button, reason, tip);
    }
}
