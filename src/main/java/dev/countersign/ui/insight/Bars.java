package dev.countersign.ui.insight;

import dev.countersign.ui.fx.Pulse;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import javafx.beans.InvalidationListener;
import javafx.beans.value.ObservableNumberValue;
import javafx.scene.chart.CategoryAxis;
import javafx.scene.chart.NumberAxis;
import javafx.util.StringConverter;

/// Bars of a chart that counts: not thicker than a thumb where there are few, and no half entries at the axis.
final class Bars {
    private static final double THICKEST = 48;
    private static final double LEAST_GAP = 8;

    private Bars() {}

    /// @param length of the axis with the categories
    /// @param gap    sets the room between two of them
    static void slim(CategoryAxis categories, ObservableNumberValue length, DoubleConsumer gap, Pulse pulse) {
        Runnable set = () -> gap.accept(gap(length.doubleValue(), categories.getCategories().size()));
        // What changes while the chart is laid out is drawn only with the next layout.
        InvalidationListener again = _ -> pulse.post(set);
        length.addListener(again);
        categories.getCategories().addListener(again);
        set.run();
    }

    static double gap(double length, int bars) {
        return bars == 0 ? LEAST_GAP : Math.max(LEAST_GAP, length / bars - THICKEST);
    }

    static void whole(NumberAxis numbers) {
        numbers.setMinorTickVisible(false);
        numbers.setTickLabelFormatter(new StringConverter<>() {
            @Override
            public String toString(Number number) {
                return label(number.doubleValue());
            }

            @Override
            public Number fromString(String text) {
                return Double.parseDouble(text);
            }
        });
    }

    /// Nothing where a tick falls between two counts.
    static String label(double tick) {
        return Math.abs(tick - Math.rint(tick)) < 1e-6 ? String.format(Locale.ENGLISH, "%,d", Math.round(tick)) : "";
    }
}
