package dev.countersign.ui.review;

import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// The code font's measures, taken once per size.
///
/// @param cell      width of one cell in pixels; not whole
/// @param ascent    from a row's top to its baseline, whole pixels
/// @param rowHeight whole pixels, so that rows sit on device pixels
record CodeFont(Font font, Font small, double cell, int ascent, int rowHeight) {
    static final int SMALLEST = 10;
    static final int LARGEST = 24;

    static CodeFont of(String family, String uiFamily, int size) {
        Font font = Font.font(family, size);
        var sample = new Text("0".repeat(200));
        sample.setFont(font);
        double height = sample.getLayoutBounds().getHeight();
        int rowHeight = (int) Math.round(size * 1.54);
        int ascent = (int) Math.round((rowHeight - height) / 2 + sample.getBaselineOffset());
        return new CodeFont(font, Font.font(uiFamily, Math.max(10, size - 1)), sample.getLayoutBounds().getWidth() / 200,
                ascent, rowHeight);
    }

    double widthOf(String text) {
        var sample = new Text(text);
        sample.setFont(small);
        return sample.getLayoutBounds().getWidth();
    }
}
