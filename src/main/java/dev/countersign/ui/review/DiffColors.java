package dev.countersign.ui.review;

import dev.countersign.ui.review.Syntax.Ink;
import java.util.function.Consumer;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/// Colours of the diff for a light and a dark theme, after GitHub's Primer palette. Every text colour reaches WCAG AA (4.5:1)
/// on every background it can stand on; a test computes that.
record DiffColors(Color background, Color text, Color muted, Color filler, Color divider, Color fold, Color accent,
                  Color addedLine, Color addedWord, Color addedGutter, Color removedLine, Color removedWord,
                  Color removedGutter, Color quietLine, Color added, Color removed, Color warning, Color warningBack,
                  Color selection, Color match, Color currentMatch, Color thumb, Color onAccent,
                  Color addedCharacter, Color removedCharacter, Color moved, Color movedLine, Color movedGutter,
                  Color comment, Color keyword, Color string, Color number, Color function, Color type, Color annotation,
                  Color tag) {

    static final DiffColors LIGHT = new DiffColors(
            c("#ffffff"), c("#1f2328"), c("#59636e"), c("#f6f8fa"), c("#d0d7de"), c("#f3f5f8"), c("#0969da"),
            c("#e6ffec"), c("#cdf7d6"), c("#d2f8db"), c("#ffebe9"), c("#ffdcd9"), c("#ffdcd8"), c("#f3f5f8"),
            c("#1a7f37"), c("#cf222e"), c("#9a6700"), c("#fff8c5"),
            c("#0969da40"), c("#fae17d"), c("#f5a742"), c("#59636e59"), c("#ffffff"),
            c("#b4f1c1"), c("#ffcdc9"), c("#6639ba"), c("#f3efff"), c("#e6dcff"),
            c("#57606a"), c("#a8122b"), c("#0a3069"), c("#0550ae"), c("#6639ba"), c("#8a3600"), c("#7a4b00"), c("#0f5c25"));

    static final DiffColors DARK = new DiffColors(
            c("#0d1117"), c("#d6dde4"), c("#9aa4ae"), c("#11161d"), c("#30363d"), c("#151b23"), c("#58a6ff"),
            c("#12261e"), c("#153423"), c("#17392a"), c("#28161b"), c("#4a1f22"), c("#3b1c20"), c("#151b23"),
            c("#3fb950"), c("#f85149"), c("#d29922"), c("#332701"),
            c("#388bfd59"), c("#5c4a10"), c("#8f5a10"), c("#8b949e59"), c("#0d1117"),
            c("#19472a"), c("#6e2729"), c("#b794f6"), c("#1e1a2e"), c("#2a2342"),
            c("#a3adb7"), c("#ff9d95"), c("#a5d6ff"), c("#8cc8ff"), c("#d9b8ff"), c("#ffb877"), c("#e8c268"), c("#8ee99a"));

    Color ink(Ink ink) {
        return switch (ink) {
            case PLAIN -> text;
            case COMMENT -> comment;
            case KEYWORD -> keyword;
            case STRING -> string;
            case NUMBER -> number;
            case FUNCTION -> function;
            case TYPE -> type;
            case ANNOTATION -> annotation;
            case TAG -> tag;
        };
    }

    Color marker(Marker.Kind kind) {
        return switch (kind) {
            case COMMENT -> accent;
            case ASK -> warning;
            case RESIDUAL, DENY -> removed;
        };
    }

    /// Which of the two suits a theme with this background.
    static DiffColors on(Color background) {
        return background.getBrightness() < 0.5 ? DARK : LIGHT;
    }

    /// Hears which of the two suits whenever the background of `region` changes.
    static void follow(Region region, Consumer<DiffColors> hearer) {
        region.backgroundProperty().addListener((_, _, now) -> {
            if (now != null && !now.getFills().isEmpty() && now.getFills().getLast().getFill() instanceof Color color) {
                hearer.accept(on(color));
            }
        });
    }

    private static Color c(String web) {
        return Color.web(web);
    }
}
