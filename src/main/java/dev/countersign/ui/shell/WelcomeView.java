package dev.countersign.ui.shell;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The first screen: run the sample, open a folder, bring a patch. A folder or a patch can be dropped anywhere on it.
final class WelcomeView {
    /// What can be done from here.
    interface Actions {
        void sample();

        void chooseFolder();

        void choosePatch();

        void open(Path folder);

        void patch(Path file);
    }

    private static final PseudoClass DROP = PseudoClass.getPseudoClass("drop");

    private final Texts texts = Texts.of(WelcomeView.class);
    private final Actions actions;
    private final List<Path> recents;
    private final Parent root;

    @FXML private VBox page;
    @FXML private Button sample;
    @FXML private Button folder;
    @FXML private Button patch;
    @FXML private VBox recent;
    @FXML private VBox recentBox;

    WelcomeView(Actions actions, List<Path> recents) {
        this.actions = actions;
        this.recents = recents;
        this.root = Views.load(this);
    }

    @FXML
    private void initialize() {
        card(sample, Feather.PLAY_CIRCLE, "welcome.sample");
        card(folder, Feather.FOLDER, "welcome.folder");
        card(patch, Feather.FILE_PLUS, "welcome.patch");
        recentBox.setVisible(!recents.isEmpty());
        recentBox.setManaged(!recents.isEmpty());
        recents.stream().limit(5).forEach(path -> recent.getChildren().add(recent(path)));
        page.setOnDragOver(this::over);
        page.setOnDragExited(_ -> page.pseudoClassStateChanged(DROP, false));
        page.setOnDragDropped(event -> {
            Optional<Path> dropped = dropped(event);
            dropped.ifPresent(path -> take(path, actions::open, actions::patch));
            event.setDropCompleted(dropped.isPresent());
            event.consume();
        });
    }

    Parent root() {
        return root;
    }

    @FXML
    private void runSample() {
        actions.sample();
    }

    @FXML
    private void openFolder() {
        actions.chooseFolder();
    }

    @FXML
    private void bringPatch() {
        actions.choosePatch();
    }

    /// Sorts what was dropped: a folder is opened, a file is a patch.
    static void take(Path path, Consumer<Path> open, Consumer<Path> patch) {
        if (path.toFile().isDirectory()) {
            open.accept(path);
        } else {
            patch.accept(path);
        }
    }

    static Optional<Path> dropped(DragEvent event) {
        return event.getDragboard().getFiles().stream().findFirst().map(File::toPath)
                .filter(path -> path.toFile().isDirectory() || path.toString().endsWith(".patch") || path.toString().endsWith(".diff"));
    }

    private void over(DragEvent event) {
        if (dropped(event).isPresent()) {
            event.acceptTransferModes(TransferMode.COPY);
            page.pseudoClassStateChanged(DROP, true);
        }
        event.consume();
    }

    private void card(Button button, Feather icon, String key) {
        var name = new Label(texts.text(key));
        name.getStyleClass().add("text-strong");
        var says = new Label(texts.text(key + ".hint"));
        says.getStyleClass().addAll("text-small", "text-muted");
        var row = new HBox(16, Icons.of(icon, 20), new VBox(2, name, says));
        row.setAlignment(Pos.CENTER_LEFT);
        button.setGraphic(row);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleText(texts.text(key));
        button.setAccessibleHelp(texts.text(key + ".hint"));
    }

    private Button recent(Path path) {
        var name = new Label(String.valueOf(path.getFileName()));
        name.getStyleClass().add("text-medium");
        name.setMinWidth(Label.USE_PREF_SIZE);
        var where = Tips.whole(new Label(String.valueOf(path.getParent())));
        where.getStyleClass().addAll("text-small", "text-muted");
        var row = new HBox(8, Icons.of(Feather.FOLDER), name, where);
        row.setAlignment(Pos.CENTER_LEFT);
        var button = new Button(null, row);
        button.getStyleClass().addAll("flat", "nav-item");
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAccessibleText(path.toString());
        button.setOnAction(_ -> actions.open(path));
        return button;
    }
}
