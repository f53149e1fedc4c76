package dev.countersign.ui.insight;

import atlantafx.base.controls.CustomTextField;
import dev.countersign.fault.Problem;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongConsumer;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A file with the origin of each line beside it. Enter opens the entry, B shows the file before it, Alt+Left comes back.
public final class BlameView {
    private static final double LINE = 20;

    private final BlameViewModel model;
    private final InstantSource clock;
    private final LongConsumer openEntry;
    private final Texts texts = Texts.of(BlameView.class);
    private final BlameWords words = new BlameWords();
    private final Parent view;

    @FXML private CustomTextField path;
    @FXML private Label at;
    @FXML private Button now;
    @FXML private Button back;
    @FXML private CustomTextField find;
    @FXML private VBox problem;
    @FXML private ListView<BlameRow> lines;
    @FXML private HBox foot;
    @FXML private Label title;
    @FXML private Label detail;
    @FXML private Button before;
    @FXML private Button open;
    @FXML private Button cancel;

    BlameView(BlameViewModel model, InstantSource clock, LongConsumer openEntry) {
        this.model = model;
        this.clock = clock;
        this.openEntry = openEntry;
        view = Views.load(this);
    }

    Parent root() {
        return view;
    }

    @FXML
    private void initialize() {
        path.setLeft(Icons.of(Feather.FILE_TEXT));
        path.textProperty().bindBidirectional(model.pathProperty());
        path.setOnAction(_ -> model.open());
        find.setLeft(Icons.of(Feather.SEARCH));
        find.setOnAction(_ -> find(true));
        find.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && event.isShiftDown()) {
                find(false);
                event.consume();
            }
        });
        lines.setItems(model.rows());
        lines.setFixedCellSize(LINE);
        lines.setCellFactory(_ -> new BlameCell(clock));
        lines.setPlaceholder(Sections.empty(Feather.USERS, texts.text("blame.empty"), texts.text("blame.empty.hint")));
        lines.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> model.selectedProperty().set(Optional.ofNullable(row)));
        lines.setOnKeyPressed(this::key);
        lines.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                openSelected();
            }
        });
        now.setOnAction(_ -> model.open());
        back.setGraphic(Icons.of(Feather.ARROW_LEFT));
        Tips.name(back, texts.text("blame.return"));
        back.disableProperty().bind(model.canReturnProperty().not());
        back.setOnAction(_ -> model.comeBack());
        before.setOnAction(_ -> model.stepBack());
        Tips.set(before, texts.text("blame.before.tip"));
        open.setOnAction(_ -> openSelected());
        cancel.setOnAction(_ -> model.readingProperty().get().ifPresent(Job::cancel));
        model.selectedProperty().addListener((_, _, row) -> showSelected(row));
        model.problemProperty().addListener((_, _, fault) -> showProblem(fault));
        model.readingProperty().addListener((_, _, job) -> showReading(job.isPresent()));
        model.shownProperty().addListener((_, _, _) -> showPlace());
        showSelected(Optional.empty());
        showProblem(Optional.empty());
        showReading(false);
        showPlace();
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER) {
            openSelected();
        } else if (event.getCode() == KeyCode.B && !event.isShortcutDown()) {
            model.stepBack();
        } else if (event.getCode() == KeyCode.LEFT && event.isAltDown()) {
            model.comeBack();
        } else if (event.getCode() == KeyCode.F && event.isShortcutDown()) {
            find.requestFocus();
        } else {
            return;
        }
        event.consume();
    }

    private void openSelected() {
        model.selectedProperty().get().flatMap(BlameRow::entry).ifPresent(entry -> openEntry.accept(entry.seq()));
    }

    private void find(boolean forward) {
        model.find(find.getText(), lines.getSelectionModel().getSelectedIndex(), forward).ifPresent(index -> {
            lines.getSelectionModel().clearAndSelect(index);
            lines.scrollTo(Math.max(0, index - 5));
        });
    }

    private void showSelected(Optional<BlameRow> row) {
        title.setText(row.map(r -> r.entry().map(e -> e.what().summary()).orElse(words.margin(r))).orElse(texts.text("blame.choose")));
        detail.setText(row.map(r -> words.detail(r, clock.instant())).orElse(""));
        Optional<Status> status = row.flatMap(BlameWords::status);
        detail.setGraphic(status.map(s -> {
            var icon = Icons.of(s.icon());
            icon.getStyleClass().add(s.tone().styleClass());
            return icon;
        }).orElse(null));
        open.setDisable(row.flatMap(BlameRow::entry).isEmpty());
        before.setDisable(model.before().isEmpty());
    }

    private void showProblem(Optional<Problem> fault) {
        problem.getChildren().setAll(fault.map(ProblemBox::new).stream().toList());
        problem.setVisible(fault.isPresent());
        problem.setManaged(fault.isPresent());
    }

    private void showReading(boolean runs) {
        cancel.setVisible(runs);
        cancel.setManaged(runs);
    }

    private void showPlace() {
        Optional<BlameViewModel.Place> place = model.shownProperty().get();
        boolean old = place.filter(p -> p.at().isPresent()).isPresent();
        at.setText(place.map(p -> p.at().isPresent() ? texts.text("blame.at", Long.toString(p.at().getAsLong())) : texts.text("blame.now"))
                .orElse(""));
        now.setDisable(!old);
        foot.setVisible(place.isPresent());
        foot.setManaged(place.isPresent());
    }
}
