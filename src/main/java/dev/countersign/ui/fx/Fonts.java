package dev.countersign.ui.fx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import javafx.scene.text.Font;

/// The bundled typefaces: Inter for the interface, JetBrains Mono for code. Medium and semibold are families of their own,
/// because JavaFX tells only regular and bold apart within one.
public final class Fonts {
    public static final String UI = "Inter";
    public static final String UI_MEDIUM = "Inter Medium";
    public static final String UI_SEMIBOLD = "Inter Semi Bold";
    public static final String CODE = "JetBrains Mono";

    private static final List<String> FILES = List.of("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf",
            "JetBrainsMono-Regular.ttf", "JetBrainsMono-Bold.ttf", "JetBrainsMono-Italic.ttf");

    private Fonts() {}

    /// Makes them known to JavaFX. Any thread; doing it again changes nothing.
    public static void load() {
        for (String file : FILES) {
            try (InputStream in = Objects.requireNonNull(Fonts.class.getResourceAsStream("fonts/" + file), file)) {
                if (Font.loadFont(in, 13) == null) {
                    throw new IllegalStateException("the font " + file + " cannot be loaded");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// JetBrains Mono. @param size in pixels
    public static Font code(double size) {
        return Font.font(CODE, size);
    }
}
