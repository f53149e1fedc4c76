package dev.countersign.ui.review;

import dev.countersign.ui.fx.Keys;
import dev.countersign.ui.fx.Texts;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The keys of the review, one line per binding.
final class KeySheet extends VBox {
    private static final double CAPS = 96;
    private static final double ROW = 330;

    private final Texts texts = Texts.of(KeySheet.class);
    private final FlowPane rows = new FlowPane(16, 6);
    private Runnable onHidden = () -> {};

    KeySheet() {
        super(12);
        getStyleClass().add("key-sheet");
        setMaxSize(ROW * 3 + 96, Region.USE_PREF_SIZE);
        var title = new Label(texts.text("keys.title"));
        title.getStyleClass().add("text-heading");
        rows.setPrefWrapLength(ROW * 3 + 32);
        var scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("key-sheet-rows");
        scroll.setAccessibleText(texts.text("keys.title"));
        getChildren().addAll(title, scroll);
        setVisible(false);
    }

    void list(List<KeyBinding> bindings) {
        rows.getChildren().setAll(bindings.stream().map(this::row).toList());
    }

    /// Hears that the sheet went, to give the focus back.
    void onHidden(Runnable action) {
        onHidden = action;
    }

    private Node row(KeyBinding binding) {
        HBox caps = binding.keys().isEmpty() ? new HBox(cap(binding.typed().orElseThrow())) : Keys.caps(binding.keys().getFirst());
        caps.setMinWidth(CAPS);
        caps.setAlignment(Pos.CENTER_LEFT);
        var says = new Label(texts.text("keys." + binding.name()));
        says.setWrapText(true);
        says.setMaxWidth(ROW - CAPS - 8);
        var row = new HBox(8, caps, says);
        row.setId("key-" + binding.name());
        row.setAlignment(Pos.CENTER_LEFT);
        row.setPrefWidth(ROW);
        return row;
    }

    private static Label cap(String text) {
        var cap = new Label(text);
        cap.getStyleClass().add("key-cap");
        return cap;
    }

    /// @return true: it is done in any case
    boolean toggle() {
        if (!hide()) {
            setVisible(true);
            lookup(".key-sheet-rows").requestFocus();
        }
        return true;
    }

    /// @return whether it was there
    boolean hide() {
        boolean was = isVisible();
        setVisible(false);
        if (was) {
            onHidden.run();
        }
        return was;
    }
}
