package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ui.fx.Fonts;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.PixelFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The code font has ligatures; the canvas draws none of them.
class LigaturesTest {
    @BeforeAll
    static void toolkit() {
        Demo.start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!=", "->", "=>", "===", "<=", "www"})
    void aSequenceIsDrawnAsItsCharactersAre(String text) {
        int[] whole = Demo.onScreen(() -> pixels(text, false));
        int[] single = Demo.onScreen(() -> pixels(text, true));
        assertThat(whole).containsExactly(single);
        assertThat(whole).contains(0xff000000 | 0);
    }

    private static int[] pixels(String text, boolean single) {
        var canvas = new Canvas(120, 40);
        var gc = canvas.getGraphicsContext2D();
        // a size at which a cell is a whole number of pixels, so that both ways start glyphs at the same places
        CodeFont font = CodeFont.of(Fonts.CODE, Fonts.UI, 20);
        gc.setFont(font.font());
        for (int i = 0; i < text.length() && single; i++) {
            gc.fillText(text.substring(i, i + 1), 10 + i * font.cell(), 28);
        }
        if (!single) {
            gc.fillText(text, 10, 28);
        }
        var image = canvas.snapshot(null, null);
        var pixels = new int[120 * 40];
        image.getPixelReader().getPixels(0, 0, 120, 40, PixelFormat.getIntArgbInstance(), pixels, 0, 120);
        return pixels;
    }
}
