package dev.countersign.ui.review;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.TextFile;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Focus;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.verify.Residual;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.fxmisc.flowless.VirtualizedScrollPane;

/// Edits the after side of a file, or one hunk of it, in place. Ctrl+S takes it; Esc leaves, and asks once more only where
/// something would be lost. The text is parsed while it is written, and what differs from the agent's or the old version can be
/// shown beside it.
final class EditPane extends VBox {
    /// What is edited.
    ///
    /// @param base  before the agent's change
    /// @param agent the agent's, which the result is written like
    /// @param range what the editor shows
    /// @param typed what it starts with: the range, or what was typed and not taken before
    record Start(WorkspacePath path, TextFile base, TextFile agent, EditRange range, String typed) {}

    /// Who owns it. @param save takes the whole text and says why it can't @param gone the editor is to go
    record Owner(BiFunction<WorkspacePath, byte[], List<Residual>> parser, Function<String, Optional<String>> save, Runnable changed,
                 Runnable gone) {}

    private enum Against { AGENT, BASE }

    private final Texts texts = Texts.of(EditPane.class);
    private final Start start;
    private final Owner owner;
    private final Background background;
    private final CodeEditor area;
    private final Label says = new Label();
    private final Label faults = new Label();
    private final TextField find = new TextField();
    private final SplitPane split = new SplitPane();
    private final DiffCanvas beside = new DiffCanvas();
    private Optional<Against> against = Optional.empty();
    private boolean warned;
    private boolean parsing;
    private boolean parseAgain;

    /// @param line 0-based line of the range to start at
    EditPane(Start start, int line, Background background, Owner owner) {
        this.start = start;
        this.owner = owner;
        this.background = background;
        getStyleClass().add("edit-pane");
        area = new CodeEditor(start.typed, start.range.from() + 1, Syntax.languageOf(start.path), background, this::rested);
        area.setAccessibleText(texts.text("edit.role"));
        area.plainTextChanges().subscribe(_ -> {
            warned = false;
            owner.changed.run();
        });
        says.setId("edit-says");
        says.getStyleClass().addAll("text-default", "text-small");
        says.setWrapText(true);
        explain();
        faults.setId("edit-faults");
        faults.getStyleClass().addAll("text-small", "tone-danger");
        faults.setWrapText(true);
        faults.setManaged(false);
        var words = new VBox(2, says, faults);
        HBox.setHgrow(words, Priority.ALWAYS);
        var head = new VBox(6, words, bar());
        head.getStyleClass().add("edit-bar");
        split.setOrientation(Orientation.VERTICAL);
        split.getStyleClass().add("review-split");
        split.getItems().add(new VirtualizedScrollPane<>(area));
        beside.setMinSize(0, 0);
        VBox.setVgrow(split, Priority.ALWAYS);
        getChildren().addAll(head, split);
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        int at = Math.clamp(line, 0, area.getParagraphs().size() - 1);
        area.moveTo(at, 0);
        area.showParagraphAtCenter(at);
        parse();
    }

    private FlowPane bar() {
        var keep = button("save-edit", "edit.save");
        keep.getStyleClass().add("accent");
        keep.setOnAction(_ -> save());
        var discard = button("discard-edit", "edit.discard");
        discard.setOnAction(_ -> leave());
        var undo = button("undo-edit", "edit.undo");
        undo.setOnAction(_ -> area.undo());
        undo.disableProperty().bind(area.undoAvailableProperty().map(can -> !can));
        var redo = button("redo-edit", "edit.redo");
        redo.setOnAction(_ -> area.redo());
        redo.disableProperty().bind(area.redoAvailableProperty().map(can -> !can));
        find.setId("editor-find");
        find.setPromptText(texts.text("edit.find"));
        find.setAccessibleText(texts.text("edit.find"));
        find.getStyleClass().add("small");
        find.setPrefColumnCount(14);
        find.setOnAction(_ -> lookFor());
        var group = new ToggleGroup();
        var bar = new FlowPane(8, 4, undo, redo, find, toggle(Against.AGENT, group), toggle(Against.BASE, group), discard, keep);
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    CodeEditor editor() {
        return area;
    }

    Start start() {
        return start;
    }

    /// Whether something was typed that is not taken.
    boolean isChanged() {
        return !area.getText().equals(start.range.shown());
    }

    private Button button(String id, String key) {
        var button = new Button(texts.text(key));
        button.setId(id);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private ToggleButton toggle(Against which, ToggleGroup group) {
        var button = new ToggleButton(texts.text("edit.against." + which.name()));
        button.setId("edit-against-" + which.name().toLowerCase(Locale.ROOT));
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setToggleGroup(group);
        Tips.set(button, texts.text("edit.against.says"));
        button.setOnAction(_ -> {
            against = button.isSelected() ? Optional.of(which) : Optional.empty();
            split.getItems().remove(beside);
            if (against.isPresent()) {
                split.getItems().add(beside);
                split.setDividerPositions(0.62);
                diff();
            }
            area.requestFocus();
        });
        return button;
    }

    private void key(KeyEvent event) {
        boolean used = true;
        if (event.isShortcutDown() && event.getCode() == KeyCode.S) {
            save();
        } else if (event.isShortcutDown() && event.getCode() == KeyCode.F) {
            find.requestFocus();
            find.selectAll();
        } else if (event.getCode() == KeyCode.F3) {
            lookFor();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            escape();
        } else {
            used = false;
        }
        if (used) {
            event.consume();
        }
    }

    private void save() {
        if (isChanged()) {
            owner.save.apply(start.range.whole(area.getText())).ifPresentOrElse(this::refuse, this::leave);
        } else {
            leave();
        }
    }

    private void leave() {
        area.end();
        owner.gone.run();
    }

    private void escape() {
        if (Focus.isWithin(find)) {
            area.requestFocus();
        } else if (!isChanged() || warned) {
            leave();
        } else {
            warned = true;
            refuse(texts.text("edit.unsaved"));
        }
    }

    private void lookFor() {
        if (area.find(find.getText())) {
            explain();
        } else {
            refuse(texts.text("edit.find.none", find.getText()));
        }
    }

    private void rested() {
        if (!warned) {
            explain();
        }
        parse();
        diff();
    }

    private TextFile written() {
        return start.agent.withText(EditedText.of(start.agent, start.range.whole(area.getText())));
    }

    private void diff() {
        against.ifPresent(which -> {
            TextFile from = which == Against.AGENT ? start.agent : start.base;
            TextFile now = written();
            background.run(texts.text("edit.comparing"), _ -> new Differ().diff(from, now, Differ.Options.EXACT))
                    .onSuccess(found -> beside.show(found, false));
        });
    }

    private void parse() {
        if (parsing) {
            parseAgain = true;
            return;
        }
        parsing = true;
        parseAgain = false;
        TextFile now = written();
        if (EditedText.unencodable(now, now.text()).isPresent()) {
            // it cannot be taken as it is, and has no bytes that a parser could read
            parsing = false;
            return;
        }
        background.run(texts.text("edit.parsing"), _ -> owner.parser.apply(start.path, now.bytes())).onSuccess(found -> {
            parsing = false;
            show(found);
            if (parseAgain) {
                parse();
            }
        }).onFailure(_ -> parsing = false);
    }

    private void show(List<Residual> found) {
        int first = start.range.from();
        int last = first + area.getParagraphs().size();
        area.faults(found.stream().filter(f -> f.line() > first && f.line() <= last)
                .map(f -> new Residual(f.part(), f.sensor(), f.path(), f.line() - first, f.column(), 0, 0, f.message(), f.magnitude(), f.weight()))
                .toList());
        faults.setText(found.isEmpty() ? "" : texts.text("edit.faults", found.size(), found.getFirst().line(), found.getFirst().message()));
        faults.setManaged(!found.isEmpty());
    }

    /// Says that it cannot go like this.
    void warn() {
        refuse(texts.text("edit.unsaved"));
        area.requestFocus();
    }

    private void explain() {
        says.setText(texts.text(start.range.isWhole() ? "edit.says" : "edit.says.hunk"));
        says.getStyleClass().remove("tone-danger");
        if (!says.getStyleClass().contains("text-default")) {
            says.getStyleClass().add("text-default");
        }
    }

    private void refuse(String why) {
        says.setText(why);
        says.getStyleClass().remove("text-default");
        if (!says.getStyleClass().contains("tone-danger")) {
            says.getStyleClass().add("tone-danger");
        }
    }

    void focus() {
        area.requestFocus();
    }
}
