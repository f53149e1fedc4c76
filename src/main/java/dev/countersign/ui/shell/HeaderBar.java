package dev.countersign.ui.shell;

import dev.countersign.sandbox.Protection;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Keys;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import java.nio.file.Path;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// The line at the top: workspace and branch, the way to every command, what contains the agents, theme and panels.
final class HeaderBar {
    /// What can be done from here.
    interface Actions {
        void open(Path folder);

        void chooseFolder();

        void closeWorkspace();

        void palette();

        void truth();

        void theme();

        void sidebar();

        void evidence();
    }

    private final Texts texts = Texts.of(HeaderBar.class);
    private final ShellViewModel model;
    private final Actions actions;
    private final Parent root;

    @FXML private Button sidebar;
    @FXML private MenuButton workspace;
    @FXML private Label branch;
    @FXML private Button search;
    @FXML private Button sandbox;
    @FXML private Button theme;
    @FXML private Button evidence;

    HeaderBar(ShellViewModel model, Actions actions) {
        this.model = model;
        this.actions = actions;
        this.root = Views.load(this);
    }

    @FXML
    private void initialize() {
        sidebar.setGraphic(Icons.of(Feather.SIDEBAR));
        Tips.name(sidebar, texts.text("header.sidebar"));
        branch.setGraphic(Icons.of(Feather.GIT_BRANCH, 12));
        Tips.whole(branch);
        var prompt = new Label(texts.text("header.search"), Icons.of(Feather.SEARCH));
        prompt.getStyleClass().add("text-muted");
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var line = new HBox(8, prompt, gap, Keys.caps(KeyCombination.valueOf("Shortcut+K")));
        line.setAlignment(Pos.CENTER_LEFT);
        line.prefWidthProperty().bind(search.widthProperty().subtract(18));
        search.setGraphic(line);
        search.setAccessibleText(texts.text("header.search"));
        model.protectionProperty().addListener((_, _, _) -> showProtection());
        showProtection();
        Tips.set(sandbox, texts.text("header.sandbox"));
        evidence.setGraphic(Icons.of(Feather.COLUMNS));
        Tips.name(evidence, texts.text("header.evidence"));
        showTheme(false);
        workspace.setOnShowing(_ -> menu());
        model.placeProperty().addListener((_, _, _) -> show());
        menu();
        show();
    }

    private void showProtection() {
        Optional<Protection> found = model.protectionProperty().get();
        boolean contained = found.filter(Protection::contains).isPresent();
        sandbox.setText(found.map(Protection::words).orElseGet(() -> texts.text("header.sandbox.trying")));
        sandbox.setGraphic(Icons.of(contained ? Feather.SHIELD : Feather.SHIELD_OFF, 12));
        sandbox.getStyleClass().removeAll("tone-success", "tone-warning");
        found.ifPresent(_ -> sandbox.getStyleClass().add(contained ? "tone-success" : "tone-warning"));
    }

    Parent root() {
        return root;
    }

    /// Shows what the theme button leads to.
    void showTheme(boolean dark) {
        theme.setGraphic(Icons.of(dark ? Feather.SUN : Feather.MOON));
        Tips.name(theme, texts.text(dark ? "header.theme.light" : "header.theme.dark"));
    }

    @FXML
    private void toggleSidebar() {
        actions.sidebar();
    }

    @FXML
    private void openPalette() {
        actions.palette();
    }

    @FXML
    private void openTruth() {
        actions.truth();
    }

    @FXML
    private void toggleTheme() {
        actions.theme();
    }

    @FXML
    private void toggleEvidence() {
        actions.evidence();
    }

    private void show() {
        var place = model.placeProperty().get();
        workspace.setText(place.map(ShellViewModel.Place::name).orElse(texts.text("header.none")));
        Tips.set(workspace, place.map(p -> p.folder().toString()).orElse(""));
        Optional<String> on = place.flatMap(ShellViewModel.Place::branch);
        branch.setText(on.orElse(""));
        branch.setVisible(on.isPresent());
        branch.setManaged(on.isPresent());
    }

    private void menu() {
        workspace.getItems().clear();
        var current = model.placeProperty().get().map(ShellViewModel.Place::folder);
        for (Path path : model.recent()) {
            var item = new MenuItem(path.getFileName() + "   " + path.getParent(), Icons.of(
                    current.equals(Optional.of(path)) ? Feather.CHECK : Feather.FOLDER));
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> actions.open(path));
            workspace.getItems().add(item);
        }
        if (!model.recent().isEmpty()) {
            workspace.getItems().add(new SeparatorMenuItem());
        }
        var open = new MenuItem(texts.text("command.open"), Icons.of(Feather.FOLDER_PLUS));
        open.setOnAction(_ -> actions.chooseFolder());
        var close = new MenuItem(texts.text("command.close"), Icons.of(Feather.X));
        close.setDisable(current.isEmpty());
        close.setOnAction(_ -> actions.closeWorkspace());
        workspace.getItems().addAll(open, close);
    }
}
