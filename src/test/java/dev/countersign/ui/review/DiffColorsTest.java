package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffColorsTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyTextColourReachesAaOnEveryBackgroundItStandsOn(boolean dark) {
        DiffColors colors = dark ? DiffColors.DARK : DiffColors.LIGHT;
        var low = new ArrayList<String>();
        var texts = new ArrayList<Color>();
        for (Syntax.Ink ink : Syntax.Ink.values()) {
            texts.add(colors.ink(ink));
        }
        for (Color text : texts) {
            for (Color back : List.of(colors.background(), colors.addedLine(), colors.addedWord(), colors.removedLine(),
                    colors.removedWord(), colors.addedCharacter(), colors.removedCharacter(), colors.movedLine(), colors.quietLine())) {
                check(low, text, back);
            }
        }
        for (Color back : List.of(colors.background(), colors.fold(), colors.addedGutter(), colors.removedGutter(), colors.quietLine())) {
            check(low, colors.muted(), back);
        }
        check(low, colors.muted(), colors.movedGutter());
        check(low, colors.moved(), colors.movedLine());
        check(low, colors.moved(), colors.movedGutter());
        check(low, colors.warning(), colors.warningBack());
        check(low, colors.accent(), colors.fold());
        check(low, colors.removed(), colors.background());
        assertThat(low).isEmpty();
    }

    private static void check(List<String> low, Color text, Color back) {
        double a = luminance(text);
        double b = luminance(back);
        double contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (contrast < 4.5) {
            low.add("%s on %s: %.2f".formatted(text, back, contrast));
        }
    }

    /// WCAG 2.2, relative luminance.
    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
