package dev.countersign.ui.run;

import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// V(x) of each attempt as a bar with its number; the newest to the right. Bars of what is stable look different and say so.
final class EnergyChart extends VBox {
    private static final double TALLEST = 40;
    private static final int MOST = 10;

    /// @param energies in order; the last ones are shown
    /// @param epsilon  stable where V(x) is at most this
    EnergyChart(List<Double> energies, double epsilon, Texts texts) {
        super(4);
        List<Double> shown = energies.subList(Math.max(0, energies.size() - MOST), energies.size());
        double most = shown.stream().mapToDouble(v -> v).max().orElse(0);
        var title = new Label(texts.text("evidence.energies"));
        title.getStyleClass().addAll("text-small", "text-muted");
        var bars = new HBox(8);
        bars.setAlignment(Pos.BOTTOM_LEFT);
        for (double energy : shown) {
            boolean stable = energy <= epsilon;
            var bar = new Region();
            double height = Math.max(2, most == 0 ? 2 : TALLEST * energy / most);
            // A region has no smallest size of its own, and a narrow rail would take it all.
            bar.setMinHeight(height);
            bar.setPrefSize(28, height);
            bar.setMaxWidth(28);
            bar.getStyleClass().addAll("attempt-bar", stable ? "stable" : "unstable");
            var number = new Label(String.format(Locale.ENGLISH, "%.2f", energy) + (stable ? " \u2713" : ""));
            number.getStyleClass().addAll("code", "text-tiny");
            var column = new VBox(2, bar, number);
            column.setAlignment(Pos.BOTTOM_CENTER);
            bars.getChildren().add(column);
        }
        getChildren().addAll(title, bars);
        String words = texts.text("evidence.energies") + ": " + shown.stream().map(v -> String.format(Locale.ENGLISH, "%.2f", v))
                .collect(Collectors.joining(", "));
        setAccessibleRole(AccessibleRole.TEXT);
        setAccessibleText(words);
        Tips.set(this, texts.text("evidence.energies.tip", String.format(Locale.ENGLISH, "%.2f", epsilon)));
    }
}
