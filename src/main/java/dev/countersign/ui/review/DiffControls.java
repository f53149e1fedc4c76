package dev.countersign.ui.review;

import dev.countersign.changeset.Whitespace;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.review.DiffRows.Layout;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// How a diff is shown: side by side or unified, whole or folded, white space, wrapping, size of type.
final class DiffControls extends HBox {
    private final Texts texts = Texts.of(DiffControls.class);

    DiffControls(DiffCanvas canvas) {
        super(2);
        getStyleClass().add("diff-controls");
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(Region.USE_PREF_SIZE);
        DiffLook look = canvas.look();
        var split = toggle(Feather.COLUMNS, "layout.split");
        var unified = toggle(Feather.ALIGN_JUSTIFY, "layout.unified");
        split.setOnAction(_ -> look.layoutProperty().set(Layout.SPLIT));
        unified.setOnAction(_ -> look.layoutProperty().set(Layout.UNIFIED));
        Runnable tell = () -> {
            split.setSelected(look.layoutProperty().get() == Layout.SPLIT);
            unified.setSelected(look.layoutProperty().get() == Layout.UNIFIED);
        };
        look.layoutProperty().addListener((_, _, _) -> tell.run());
        split.selectedProperty().addListener((_, _, _) -> tell.run());
        unified.selectedProperty().addListener((_, _, _) -> tell.run());
        tell.run();
        var whole = toggle(Feather.MAXIMIZE_2, "whole");
        whole.selectedProperty().bindBidirectional(look.wholeProperty());
        var wrap = toggle(Feather.CORNER_DOWN_LEFT, "wrap");
        wrap.selectedProperty().bindBidirectional(look.wrapProperty());
        getChildren().addAll(split, unified, whole, space(look), wrap, size(look, Feather.ZOOM_OUT, "font.smaller", -1),
                size(look, Feather.ZOOM_IN, "font.larger", 1));
    }

    private MenuButton space(DiffLook look) {
        var menu = new MenuButton("", Icons.of(Feather.MORE_HORIZONTAL));
        menu.setId("whitespace");
        menu.getStyleClass().addAll("flat", "button-icon", "tight", "no-arrow");
        menu.setFocusTraversable(false);
        var group = new ToggleGroup();
        for (Whitespace mode : Whitespace.values()) {
            var item = new RadioMenuItem(texts.text("space." + mode.name()));
            item.setToggleGroup(group);
            item.setOnAction(_ -> look.whitespaceProperty().set(mode));
            item.setUserData(mode);
            menu.getItems().add(item);
        }
        Runnable tell = () -> {
            Whitespace now = look.whitespaceProperty().get();
            group.getToggles().stream().filter(t -> t.getUserData() == now).forEach(t -> t.setSelected(true));
            menu.getStyleClass().remove("on");
            if (now != Whitespace.EXACT) {
                menu.getStyleClass().add("on");
            }
            Tips.name(menu, texts.text("space.tip", texts.text("space." + now.name())));
        };
        look.whitespaceProperty().addListener((_, _, _) -> tell.run());
        tell.run();
        return menu;
    }

    private ToggleButton toggle(Feather icon, String key) {
        var button = new ToggleButton("", Icons.of(icon));
        button.getStyleClass().addAll("flat", "button-icon", "tight");
        button.setFocusTraversable(false);
        return Tips.name(button, texts.text(key));
    }

    private Button size(DiffLook look, Feather icon, String key, int by) {
        var button = new Button("", Icons.of(icon));
        button.getStyleClass().addAll("flat", "button-icon", "tight");
        button.setFocusTraversable(false);
        button.setOnAction(_ -> look.resize(by));
        return Tips.name(button, texts.text(key));
    }
}
