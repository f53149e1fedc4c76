package dev.countersign.ui.review;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The sections of the rail, each to be folded, and the pieces that they are made of. What is folded stays so, for the next review
/// too.
final class RailSections extends VBox {
    private static final String FOLDED = "review.rail.folded";

    private final Texts texts = Texts.of(RailSections.class);
    private final TreeSet<String> folded = new TreeSet<>();
    private final Set<String> opened = new HashSet<>();
    private Optional<UiState> remembered = Optional.empty();

    RailSections() {
        getStyleClass().add("evidence");
    }

    void remember(UiState state) {
        folded.clear();
        folded.addAll(state.list(FOLDED));
        remembered = Optional.of(state);
    }

    /// @param id    what it is remembered by
    /// @param right stands beside its title, folded or not
    /// @return where its content goes
    VBox section(String id, String title, @Nullable Node right) {
        var name = new Button(title);
        name.setId("section-" + id);
        name.getStyleClass().addAll("flat", "text-section", "rail-title");
        name.setAlignment(Pos.CENTER_LEFT);
        name.setMaxWidth(Double.MAX_VALUE);
        name.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(name, Priority.ALWAYS);
        var head = new HBox(8, name);
        head.setAlignment(Pos.CENTER_LEFT);
        if (right != null) {
            head.getChildren().add(right);
        }
        var inside = new VBox(8);
        var box = new VBox(8, head, inside);
        box.getStyleClass().add("evidence-section");
        fold(id, title, name, inside);
        name.setOnAction(_ -> {
            if (!folded.remove(id)) {
                folded.add(id);
            }
            remembered.ifPresent(state -> state.put(FOLDED, List.copyOf(folded)));
            fold(id, title, name, inside);
        });
        getChildren().add(box);
        return inside;
    }

    /// Opens a section that is folded.
    void unfold(String id) {
        if (folded.contains(id) && lookup("#section-" + id) instanceof Button name) {
            name.fire();
        }
    }

    private void fold(String id, String title, Button name, VBox inside) {
        boolean open = !folded.contains(id);
        inside.setVisible(open);
        inside.setManaged(open);
        name.setGraphic(Icons.of(open ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT, 12));
        name.setAccessibleText(texts.text(open ? "rail.open" : "rail.folded", title));
    }

    /// A line that opens what is below it; open again when the same is shown anew.
    ///
    /// @param id what tells it from the others
    Node detail(String id, String title, Node... inside) {
        var hidden = new VBox(4, inside);
        var more = new Hyperlink(title);
        more.setId("detail-" + id);
        more.getStyleClass().add("fold");
        detail(id, title, more, hidden);
        more.setOnAction(_ -> {
            if (!opened.remove(id)) {
                opened.add(id);
            }
            more.setVisited(false);
            detail(id, title, more, hidden);
        });
        return new VBox(2, more, hidden);
    }

    private void detail(String id, String title, Hyperlink more, VBox hidden) {
        boolean open = opened.contains(id);
        hidden.setVisible(open);
        hidden.setManaged(open);
        more.setGraphic(Icons.of(open ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT, 12));
        more.setAccessibleText(texts.text(open ? "rail.open" : "rail.folded", title));
    }

    static Label muted(String text) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll("text-muted", "text-small");
        return label;
    }

    static Label code(String text) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll("code", "text-tiny", "argv");
        return label;
    }

    /// A part: its symbol, a name over a word or two, a mark.
    static HBox row(String symbol, String name, String says, @Nullable Node mark) {
        var sign = new Label(symbol);
        sign.getStyleClass().addAll("code", "part-symbol");
        sign.setMinWidth(54);
        var title = Tips.whole(new Label(name));
        title.getStyleClass().add("text-medium");
        var what = Tips.whole(new Label(says));
        what.getStyleClass().addAll("text-muted", "text-small");
        var words = new VBox(0, title, what);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        var row = new HBox(8, sign, words);
        if (mark != null) {
            row.getChildren().add(mark);
        }
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("part-row");
        return row;
    }
}
