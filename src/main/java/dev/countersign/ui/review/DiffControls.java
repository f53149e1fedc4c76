package dev.countersign.ui.review;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.review.DiffRows.Layout;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// How a diff is shown: side by side or unified, white space, wrapping, size of type.
final class DiffControls extends HBox {
    private final Texts texts = Texts.of(DiffControls.class);

    DiffControls(DiffCanvas canvas) {
        super(2);
        getStyleClass().add("diff-controls");
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(Region.USE_PREF_SIZE);
        var split = toggle(Feather.COLUMNS, "layout.split");
        var unified = toggle(Feather.ALIGN_JUSTIFY, "layout.unified");
        split.setOnAction(_ -> canvas.diffLayoutProperty().set(Layout.SPLIT));
        unified.setOnAction(_ -> canvas.diffLayoutProperty().set(Layout.UNIFIED));
        Runnable tell = () -> {
            split.setSelected(canvas.diffLayoutProperty().get() == Layout.SPLIT);
            unified.setSelected(canvas.diffLayoutProperty().get() == Layout.UNIFIED);
        };
        canvas.diffLayoutProperty().addListener((_, _, _) -> tell.run());
        split.selectedProperty().addListener((_, _, _) -> tell.run());
        unified.selectedProperty().addListener((_, _, _) -> tell.run());
        tell.run();
        var space = toggle(Feather.MORE_HORIZONTAL, "space.quiet");
        space.selectedProperty().bindBidirectional(canvas.quietSpaceProperty());
        var wrap = toggle(Feather.CORNER_DOWN_LEFT, "wrap");
        wrap.selectedProperty().bindBidirectional(canvas.wrapProperty());
        getChildren().addAll(split, unified, space, wrap, size(canvas, Feather.ZOOM_OUT, "font.smaller", -1), size(canvas, Feather.ZOOM_IN, "font.larger", 1));
    }

    private ToggleButton toggle(Feather icon, String key) {
        var button = new ToggleButton("", Icons.of(icon));
        button.getStyleClass().addAll("flat", "button-icon", "tight");
        button.setFocusTraversable(false);
        return Tips.name(button, texts.text(key));
    }

    private Button size(DiffCanvas canvas, Feather icon, String key, int by) {
        var button = new Button("", Icons.of(icon));
        button.getStyleClass().addAll("flat", "button-icon", "tight");
        button.setFocusTraversable(false);
        button.setOnAction(_ -> canvas.fontSizeProperty().set(
                Math.clamp(canvas.fontSizeProperty().get() + by, CodeFont.SMALLEST, CodeFont.LARGEST)));
        return Tips.name(button, texts.text(key));
    }
}
