package dev.countersign.ui.run;

import dev.countersign.ui.fx.Command;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Splitters;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.ui.plan.GraphView;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// The screen of one run: its graph above, its tabs below. The evidence panel stands beside it, see [EvidenceView].
public final class RunView {
    private final Texts texts = Texts.of(RunView.class);
    private final RunViewModel model;
    private final UiState state;
    private final Overlay overlay;
    private final Optional<Runnable> compare;
    private final Parent root;
    private final EvidenceView evidence;
    private final Timeline clock = new Timeline();

    @FXML private Label title;
    @FXML private StatusBadge badge;
    @FXML private Label line;
    @FXML private Label used;
    @FXML private HBox actions;
    @FXML private StackPane hold;
    @FXML private StackPane escalation;
    @FXML private SplitPane split;
    @FXML private StackPane graph;
    @FXML private TabPane tabs;
    @FXML private Tab consoleTab;
    @FXML private Tab changesTab;
    @FXML private Tab planTab;
    @FXML private Tab costTab;

    /// @param truth   opens the truth panel
    /// @param overlay where choices are asked
    /// @param compare shows the comparison that this run is part of; empty where it is of none
    public RunView(RunViewModel model, UiState state, InstantSource now, Runnable truth, Overlay overlay, Optional<Runnable> compare) {
        this.compare = compare;
        this.overlay = overlay;
        this.model = model;
        this.state = state;
        this.root = Views.styled(Views.load(this), RunView.class, "run.css");
        this.evidence = Views.styled(new EvidenceView(model, now, truth), RunView.class, "run.css");
    }

    @FXML
    private void initialize() {
        title.setText(model.title().lines().findFirst().orElse(""));
        Tips.whole(title);
        badge.statusProperty().bind(model.statusProperty());
        line.textProperty().bind(model.lineProperty());
        used.textProperty().bind(Bindings.when(model.hold().usedProperty().isEmpty()).then("").otherwise(Bindings.concat("\u00b7  ", model.hold().usedProperty())));
        hold.getChildren().add(new HoldView(model.hold()));
        escalation.getChildren().add(new EscalationBar(model.escalation(), this::choose));
        escalation.visibleProperty().bind(model.escalation().whyProperty().isNotEmpty());
        escalation.managedProperty().bind(escalation.visibleProperty());
        hold.visibleProperty().bind(model.hold().whyProperty().isNotEmpty());
        hold.managedProperty().bind(hold.visibleProperty());
        compare.ifPresent(show -> {
            var button = new Button(texts.text("action.compare"), Icons.of(Feather.COLUMNS));
            button.getStyleClass().addAll("small", "compare-button");
            button.setOnAction(_ -> show.run());
            Tips.set(button, texts.text("action.compare.tip"));
            actions.getChildren().add(button);
        });
        var pause = new Button(texts.text("action.pause"), Icons.of(Feather.PAUSE_CIRCLE));
        pause.getStyleClass().addAll("small", "pause-button");
        pause.setOnAction(_ -> model.hold().pause());
        actions.getChildren().add(Tips.reasoned(pause, model.hold().pauseReasonProperty(), texts.text("action.pause.tip")));
        var cancel = new Button(texts.text("action.cancel"), Icons.of(Feather.X_CIRCLE));
        cancel.getStyleClass().addAll("small", "cancel-button");
        cancel.setOnAction(_ -> model.cancel());
        actions.getChildren().add(Tips.reasoned(cancel, model.cancelReasonProperty(), texts.text("action.cancel.tip")));
        var dag = new GraphView<>(model.cardsProperty(), model.selectedProperty(), NodeCardView::new, model::review, texts.text("dag.accessible"));
        graph.getChildren().add(dag);
        consoleTab.setContent(new ConsoleView(model.consoleProperty()));
        changesTab.setContent(new ChangesView(model));
        planTab.setContent(new PlanView(model));
        costTab.setContent(new CostView(model));
        model.filesProperty().addListener((_, _, _) -> showCount());
        showCount();
        graph.setPrefHeight(dag.wantedHeight());
        double share = Math.clamp((dag.wantedHeight() + 8) / 550, 0.2, 0.54);
        split.setDividerPositions(share);
        Splitters.remember(split, state, "run.graph");
        tabs.setAccessibleText(texts.text("tabs.said"));
        tabs.getSelectionModel().select(Math.clamp((int) state.number("run.tab").orElse(0), 0, 3));
        tabs.getSelectionModel().selectedIndexProperty().addListener((_, _, at) -> state.put("run.tab", at.doubleValue()));
        clock.getKeyFrames().add(new KeyFrame(Duration.seconds(1), _ -> model.tick()));
        clock.setCycleCount(Animation.INDEFINITE);
        clock.play();
    }

    private void showCount() {
        changesTab.setText(model.filesProperty().get().filter(files -> !files.isEmpty())
                .map(files -> texts.text("tab.changes.count", files.size())).orElse(texts.text("tab.changes")));
    }

    private void choose() {
        EscalationCard.open(overlay, model.escalation());
    }

    public Parent root() {
        return root;
    }

    public EvidenceView evidence() {
        return evidence;
    }

    /// What can be done with this run, for the palette and the keys.
    public List<Command> commands() {
        String group = texts.text("group.run");
        return List.of(
                Command.of("run.review", group, texts.text("command.review"), model::review).key("Shortcut+R")
                        .disabledWhile(model.reviewReasonProperty()),
                Command.of("run.retry", group, texts.text("command.retry"), model::retry)
                        .disabledWhile(model.retryReasonProperty()),
                Command.of("run.choices", group, texts.text("command.choices"), this::choose).key("Shortcut+D").disabledWhile(
                        Bindings.when(model.escalation().whyProperty().isEmpty()).then(texts.text("reason.choices")).otherwise("")),
                Command.of("run.replan", group, texts.text("command.replan"), model.escalation()::edit)
                        .disabledWhile(model.escalation().planReasonProperty()),
                Command.of("run.pause", group, texts.text("command.pause"), model.hold()::pause)
                        .disabledWhile(model.hold().pauseReasonProperty()),
                Command.of("run.resume", group, texts.text("command.resume"), model.hold()::goOn)
                        .disabledWhile(model.hold().goOnReasonProperty()),
                Command.of("run.cancel", group, texts.text("command.cancel"), model::cancel)
                        .disabledWhile(model.cancelReasonProperty()),
                Command.of("run.console", group, texts.text("command.console"), () -> tabs.getSelectionModel().select(consoleTab))
                        .key("Shortcut+1"),
                Command.of("run.changes", group, texts.text("command.changes"), () -> tabs.getSelectionModel().select(changesTab))
                        .key("Shortcut+2"),
                Command.of("run.plan", group, texts.text("command.plan"), () -> tabs.getSelectionModel().select(planTab))
                        .key("Shortcut+3"),
                Command.of("run.cost", group, texts.text("command.cost"), () -> tabs.getSelectionModel().select(costTab))
                        .key("Shortcut+4"));
    }

    /// Stops its clock; the view is not used any more.
    public void close() {
        clock.stop();
    }
}
