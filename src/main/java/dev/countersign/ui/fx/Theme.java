package dev.countersign.ui.fx;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;

/// Light, dark, or as the desktop has it.
public enum Theme {
    LIGHT, DARK, SYSTEM;

    /// Gives `scene` this theme in place of what it had: Primer, then our own sheet; and the popups of all windows. JavaFX thread.
    public void apply(Scene scene) {
        boolean dark = isDark();
        String primer = (dark ? new PrimerDark() : new PrimerLight()).getUserAgentStylesheet();
        scene.setUserAgentStylesheet(primer);
        // Popups have scenes of their own, which would begin with JavaFX's own theme: a warning for each colour that ours does not have.
        if (!primer.equals(Application.getUserAgentStylesheet())) {
            Application.setUserAgentStylesheet(primer);
        }
        String base = Objects.requireNonNull(Theme.class.getResource("base.css")).toExternalForm();
        if (!scene.getStylesheets().contains(base)) {
            scene.getStylesheets().addFirst(base);
        }
        var classes = scene.getRoot().getStyleClass();
        classes.removeAll("light", "dark");
        classes.add(dark ? "dark" : "light");
    }

    /// Sets the size of code in `scene`. @param pixels 9 to 24
    public static void codeSize(Scene scene, int pixels) {
        String rules = ".code, .code-area { -fx-font-size: " + Math.clamp(pixels, 9, 24) + "px; }";
        scene.getStylesheets().removeIf(sheet -> sheet.startsWith("data:"));
        scene.getStylesheets().add("data:text/css;base64,"
                + Base64.getEncoder().encodeToString(rules.getBytes(StandardCharsets.UTF_8)));
    }

    /// Whether it comes out dark now.
    public boolean isDark() {
        return switch (this) {
            case LIGHT -> false;
            case DARK -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    }

    /// As kept in settings; anything unknown is [#SYSTEM].
    public static Theme parse(String text) {
        for (Theme theme : values()) {
            if (theme.key().equals(text)) {
                return theme;
            }
        }
        return SYSTEM;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
