package dev.countersign.ui.fx;

import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Icons of the one set in use.
public final class Icons {
    private Icons() {}

    /// An icon of 14 px in the colour of the text around it. Give what it stands on an accessible text of its own.
    public static FontIcon of(Feather icon) {
        var node = new FontIcon(icon);
        node.getStyleClass().add("icon");
        return node;
    }

    /// @param size in pixels
    public static FontIcon of(Feather icon, int size) {
        FontIcon node = of(icon);
        node.getStyleClass().add("icon-" + size);
        node.setIconSize(size);
        return node;
    }
}
