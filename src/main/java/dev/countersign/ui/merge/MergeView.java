package dev.countersign.ui.merge;

import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UsedKey;
import dev.countersign.ui.fx.Views;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A file's conflicts side by side, left as it is and right as it shall be, each settled by a key or a button. What stands is
/// shown between them, what nobody changed is folded.
public final class MergeView extends BorderPane {
    private final MergeViewModel model;
    private final Texts texts = Texts.of(MergeView.class);
    private final ListView<MergeRow> list = new ListView<>();
    private final Label count = new Label();
    private final Map<KeyCode, Runnable> keys = new LinkedHashMap<>();
    private final UsedKey used = new UsedKey(this);
    private final VBox head;
    private final FlowPane actions = new FlowPane(4, 4);

    public MergeView(MergeViewModel model) {
        this.model = model;
        getStyleClass().add("merge");
        Views.styled(this, MergeView.class, "merge.css");
        count.getStyleClass().add("text-medium");
        count.setId("merge-count");
        var why = new Label(model.words().why());
        why.getStyleClass().addAll("text-small", "text-muted");
        why.setMinWidth(0);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var base = new ToggleButton(texts.text("base", model.words().base()));
        base.setId("merge-base");
        base.getStyleClass().addAll("small");
        base.selectedProperty().bindBidirectional(model.baseProperty());
        base.setMinWidth(Region.USE_PREF_SIZE);
        var top = new HBox(10, count, why, gap, base, step(Feather.CHEVRON_UP, "previous", -1), step(Feather.CHEVRON_DOWN, "next", 1));
        top.setAlignment(Pos.CENTER_LEFT);
        top.getStyleClass().add("merge-bar");
        act("keep", "1", KeyCode.DIGIT1, () -> model.resolve(new Resolution.Ours()));
        act("take", "2", KeyCode.DIGIT2, () -> model.resolve(new Resolution.Theirs()));
        act("both", "3", KeyCode.DIGIT3, () -> model.resolve(new Resolution.OursThenTheirs()));
        act("turned", "4", KeyCode.DIGIT4, () -> model.resolve(new Resolution.TheirsThenOurs()));
        act("edit", "e", KeyCode.E, this::edit);
        act("reopen", "u", KeyCode.U, model::reopen);
        actions.getStyleClass().add("merge-actions");
        var left = side(model.words().ours(), "<");
        var right = side(model.words().theirs(), ">");
        var sides = new HBox(left, right);
        sides.getStyleClass().add("merge-sides");
        head = new VBox(top, actions, sides);
        setTop(head);
        list.setId("merge-rows");
        list.getStyleClass().addAll("bare-list", "merge-rows");
        list.setCellFactory(_ -> new MergeCell(model, index -> model.currentProperty().set(index)));
        list.setItems(model.rows());
        list.setAccessibleText(texts.text("rows"));
        setCenter(list);
        model.resolvedProperty().addListener((_, _, _) -> tell());
        model.currentProperty().addListener((_, _, _) -> reveal());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        tell();
        reveal();
    }

    private HBox side(String title, String mark) {
        var sign = new Label(mark);
        sign.getStyleClass().addAll("code", "text-muted");
        var label = new Label(title);
        label.getStyleClass().addAll("text-small", "text-medium");
        var side = new HBox(8, sign, label);
        side.setPrefWidth(0);
        HBox.setHgrow(side, Priority.ALWAYS);
        side.setMaxWidth(Double.MAX_VALUE);
        return side;
    }

    private Button step(Feather icon, String key, int by) {
        var button = new Button("", Icons.of(icon));
        button.getStyleClass().addAll("flat", "button-icon", "tight");
        button.setOnAction(_ -> model.step(by));
        return Tips.name(button, texts.text(key));
    }

    private void act(String key, String letter, KeyCode code, Runnable action) {
        var cap = new Label(letter);
        cap.getStyleClass().add("key-cap");
        var button = new Button(texts.text(key), cap);
        button.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
        button.setId("merge-" + key);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        Tips.set(button, texts.text(key + ".tip"));
        button.setOnAction(_ -> action.run());
        keys.put(code, action);
        actions.getChildren().add(button);
    }

    private void key(KeyEvent event) {
        if (event.getTarget() instanceof TextInputControl) {
            return;
        }
        if (event.getCode() == KeyCode.F7) {
            model.step(event.isShiftDown() ? -1 : 1);
            event.consume();
        } else if (!event.isShortcutDown() && !event.isAltDown() && keys.containsKey(event.getCode())) {
            keys.get(event.getCode()).run();
            used.use(event);
        }
    }

    private void tell() {
        count.setText(texts.text("count", model.resolvedProperty().get(), model.conflicts()));
        list.refresh();
    }

    private void reveal() {
        list.refresh();
        list.scrollTo(Math.max(0, model.headRow() - 2));
    }

    /// Keys go to the conflicts.
    public void focus() {
        list.requestFocus();
    }

    private void edit() {
        var area = new TextArea(model.draft());
        area.setId("merge-editor");
        area.getStyleClass().add("code-area");
        area.setPrefRowCount(8);
        area.setAccessibleText(texts.text("edit.role"));
        String first = area.getText();
        var says = new Label(texts.text("edit.says", model.currentProperty().get() + 1));
        says.getStyleClass().add("text-small");
        says.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(says, Priority.ALWAYS);
        var keep = new Button(texts.text("edit.keep"));
        keep.setId("merge-edit-keep");
        keep.getStyleClass().addAll("accent", "small");
        keep.setMinWidth(Region.USE_PREF_SIZE);
        var discard = new Button(texts.text("edit.discard"));
        discard.getStyleClass().add("small");
        discard.setMinWidth(Region.USE_PREF_SIZE);
        Runnable leave = () -> {
            setBottom(null);
            actions.setDisable(false);
            focus();
        };
        Runnable save = () -> {
            leave.run();
            model.resolve(new Resolution.Own(area.getText()));
        };
        keep.setOnAction(_ -> save.run());
        discard.setOnAction(_ -> leave.run());
        var bar = new HBox(8, says, discard, keep);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("merge-bar");
        var editor = new VBox(bar, area);
        editor.getStyleClass().add("merge-editor");
        editor.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.isShortcutDown() && event.getCode() == KeyCode.S) {
                save.run();
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                if (area.getText().equals(first)) {
                    leave.run();
                } else {
                    says.setText(texts.text("edit.unsaved"));
                }
            }
        });
        // Another conflict must not come in front while this one is being written.
        actions.setDisable(true);
        setBottom(editor);
        area.requestFocus();
    }
}
