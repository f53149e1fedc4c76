package dev.countersign.ui.shell;

import dev.countersign.agent.AgentRegistry;
import dev.countersign.run.RunId;
import dev.countersign.ui.compare.CompareView;
import dev.countersign.ui.compare.CompareViewModel;
import dev.countersign.ui.fx.Commands;
import dev.countersign.ui.fx.Focus;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Splitters;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Toasts;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.ui.run.ConsentCard;
import dev.countersign.ui.run.RunView;
import dev.countersign.ui.run.RunViewModel;
import dev.countersign.ui.settings.AgentPages;
import dev.countersign.ui.settings.RegistryFiles;
import dev.countersign.ui.settings.RegistrySource;
import dev.countersign.ui.settings.Preferences;
import dev.countersign.ui.settings.SettingsPages;
import dev.countersign.ui.settings.SettingsView;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// The frame of the window and what stands in it.
final class ShellView {
    private final Texts texts = Texts.of(ShellView.class);
    private final ShellViewModel model;
    private final ShellParts parts;
    private final Shell shell;
    private final UiState state;
    private final HeaderBar header;
    private final Sidebar sidebar;
    private final BorderPane frame = new BorderPane();
    private final BorderPane centre = new BorderPane();
    private final StackPane beside = new StackPane();
    private final SplitPane split = new SplitPane(centre);
    private final Overlay overlay;
    private final StackPane root;
    private boolean evidenceShown;
    private Optional<RunView> run = Optional.empty();
    private Commands.Scope runCommands = () -> {};
    private final Timeline comparing = new Timeline();

    ShellView(ShellViewModel model, ShellParts parts, Toasts toasts, Shell shell) {
        comparing.setCycleCount(Animation.INDEFINITE);
        this.model = model;
        this.parts = parts;
        this.shell = shell;
        this.state = parts.state();
        header = new HeaderBar(model, shell);
        sidebar = new Sidebar(model);
        evidenceShown = state.get("evidence", true);
        split.getStyleClass().add("quiet-split");
        SplitPane.setResizableWithParent(beside, false);
        beside.setMinWidth(272);
        beside.setMaxWidth(480);
        beside.getStyleClass().add("surface");
        centre.setMinWidth(420);
        frame.setTop(new VBox(header.root(), stalled(model)));
        frame.setCenter(split);
        frame.setBottom(new StatusBar(model, parts.background(), texts.text("status.version", parts.version())));
        frame.getStyleClass().addAll("shell", "surface");
        showSidebar(state.get("sidebar", true));
        overlay = new Overlay(frame);
        root = new StackPane(overlay, toasts);
        StackPane.setAlignment(toasts, Pos.BOTTOM_RIGHT);
        Views.styled(root, ShellView.class, "shell.css");
        frame.setOnDragOver(event -> {
            if (WelcomeView.dropped(event).isPresent()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
            event.consume();
        });
        frame.setOnDragDropped(event -> {
            WelcomeView.dropped(event).ifPresent(path -> WelcomeView.take(path, shell::open, shell::patch));
            event.setDropCompleted(WelcomeView.dropped(event).isPresent());
            event.consume();
        });
    }

    /// A line over everything else, as long as the ledger does not answer.
    private static Label stalled(ShellViewModel model) {
        var line = new Label("", Icons.of(Feather.PAUSE_CIRCLE));
        line.setId("stalled");
        line.getStyleClass().add("stalled");
        line.setWrapText(true);
        line.setMaxWidth(Double.MAX_VALUE);
        line.setMinHeight(Region.USE_PREF_SIZE);
        line.textProperty().bind(model.stalledProperty());
        line.visibleProperty().bind(model.stalledProperty().isNotEmpty());
        line.managedProperty().bind(line.visibleProperty());
        return line;
    }

    Parent root() {
        return root;
    }

    Overlay overlay() {
        return overlay;
    }

    HeaderBar header() {
        return header;
    }

    /// `?` opens the shortcuts wherever it is not being typed.
    void install(Scene scene) {
        scene.addEventHandler(KeyEvent.KEY_TYPED, event -> {
            if (event.getCharacter().equals("?") && !Focus.isTyping(event.getTarget()) && !overlay.isOpen()) {
                shell.shortcuts();
                event.consume();
            }
        });
    }

    void toggleSidebar() {
        showSidebar(frame.getLeft() == null);
        state.put("sidebar", frame.getLeft() != null);
    }

    void toggleEvidence() {
        evidenceShown = !evidenceShown;
        state.put("evidence", evidenceShown);
        placeEvidence();
    }

    void show(Route route, Optional<Shell.Bench> bench, Kit kit, Preferences preferences) {
        runCommands.close();
        runCommands = () -> {};
        run.ifPresent(RunView::close);
        run = Optional.empty();
        centre.setBottom(null);
        comparing.stop();
        shell.comparisons().show(Optional.empty());
        switch (route) {
            case Route.Welcome _ -> centre.setCenter(new WelcomeView(shell, model.recent()).root());
            case Route.NewTask _ -> bench.ifPresent(b -> centre.setCenter(newTask(b)));
            case Route.Inbox _ -> bench.ifPresent(b -> centre.setCenter(new InboxView(model, b.reviews(), kit.clock())));
            case Route.OfRun of -> bench.ifPresent(b -> showRun(of.run(), b, kit));
            case Route.Compare of -> bench.ifPresent(b -> compare(of.runs(), b, kit));
            case Route.Ledger _ -> bench.ifPresent(b -> centre.setCenter(b.opened().ledger(kit)));
            case Route.AgentList _ -> centre.setCenter(agents(bench));
            case Route.Checks _ -> bench.ifPresent(b -> centre.setCenter(b.opened().checks(kit)));
            case Route.Rules _ -> bench.ifPresent(b -> centre.setCenter(b.opened().rules(kit)));
            case Route.Scripts _ -> bench.ifPresent(b -> centre.setCenter(b.opened().scripts(kit)));
            case Route.Secrets _ -> centre.setCenter(parts.machine().secrets(kit));
            case Route.Checklist _ -> centre.setCenter(parts.machine().checklist(kit, bench.map(b -> b.opened())));
            case Route.Settings _ -> centre.setCenter(new SettingsPages(
                    new SettingsView(preferences, parts.agents(), parts.data()).root(), () -> parts.machine().values(kit), kit.state()));
        }
        placeEvidence();
    }

    private AgentPages agents(Optional<Shell.Bench> bench) {
        return new AgentPages(bench.map(b -> b.opened().agents(parts.agents())).orElse(parts.agents()), bench.map(b -> b.opened().registry()).orElse(RegistrySource.NONE),
                new RegistryFiles(parts.machine().agentsFile(), bench.map(b -> AgentRegistry.ofProject(b.opened().folder()))), parts.models(), parts.servers(), parts.background(), parts.state(), overlay, () -> bench.ifPresent(b -> {
            b.composer().agentsChanged();
            centre.setCenter(agents(bench));
        }));
    }

    private void showRun(RunId id, Shell.Bench bench, Kit kit) {
        model.run(id).ifPresent(known -> {
            RunViewModel found = bench.models().computeIfAbsent(id, _ -> new RunViewModel(known, bench.opened().runs(),
                    kit.background(), kit.clock(), bench.reviews()));
            var view = new RunView(found, state, kit.clock(), shell::truth, overlay,
                    shell.comparisons().of(id).map(runs -> () -> shell.compare(runs)));
            found.escalation().with(bench.opened().agents(parts.agents()).all(), new KitPlanDesk(kit),
                    (planned, protection, accept) -> ConsentCard.open(overlay, planned, protection, accept));
            run = Optional.of(view);
            runCommands = kit.commands().add(view.commands());
            centre.setCenter(view.root());
            centre.setBottom(bench.composerView().root());
        });
    }

    private void compare(List<RunId> runs, Shell.Bench bench, Kit kit) {
        var compared = new CompareViewModel(runs, runs.stream().flatMap(run -> model.run(run).stream()).toList(), bench.opened().runs(), kit.background(),
                kit.clock(), bench.reviews(), shell::compare);
        shell.comparisons().show(Optional.of(compared));
        centre.setCenter(new CompareView(compared, state));
        comparing.getKeyFrames().setAll(new KeyFrame(Duration.seconds(1), _ -> compared.tick()));
        comparing.play();
    }

    private Node newTask(Shell.Bench bench) {
        var title = new Label(texts.text("new.title", bench.opened().name()));
        title.getStyleClass().add("text-title");
        var box = new VBox(16, title, Sections.prose(texts.text("new.words"), "text-muted", "text-body"), bench.composerView().root());
        box.getStyleClass().add("new-task");
        box.setMaxWidth(760);
        box.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(box, Priority.NEVER);
        var page = new StackPane(box);
        page.getStyleClass().add("surface");
        return page;
    }

    private void placeEvidence() {
        boolean wanted = evidenceShown && run.isPresent();
        if (wanted) {
            beside.getChildren().setAll(run.get().evidence());
            if (!split.getItems().contains(beside)) {
                split.getItems().add(beside);
                split.setDividerPositions(0.71);
                Splitters.remember(split, state, "evidence");
            }
        } else {
            split.getItems().remove(beside);
        }
    }

    private void showSidebar(boolean shown) {
        frame.setLeft(shown ? sidebar : null);
    }
}
