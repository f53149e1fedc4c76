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

/// V(x) of each attempt as a bar with its value above and its number below; the newest to the right. Bars of what is stable look different and
/// say so.
final class EnergyChart extends VBox {
    private static final double TALLEST = 36;
    private static final double COLUMN = 48;
    private static final int MOST = 5;

    /// @param energies in order; the last ones are shown
    /// @param epsilon  stable where V(x) is at most this
    EnergyChart(List<Double> energies, double epsilon, Texts texts) {
        super(4);
        List<Double> shown = energies.subList(Math.max(0, energies.size() - MOST), energies.size());
        double most = shown.stream().mapToDouble(v -> v).max().orElse(0);
        var title = new Label(texts.text("evidence.energies"));
        title.getStyleClass().addAll("text-small", "text-muted");
        var bars = new HBox();
        bars.setAlignment(Pos.BOTTOM_LEFT);
        bars.getStyleClass().add("attempt-chart");
        bars.setMaxWidth(USE_PREF_SIZE);
        var below = new HBox();
        int attempt = energies.size() - shown.size();
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
            number.setMinWidth(USE_PREF_SIZE);
            var column = new VBox(2, number, bar);
            column.setAlignment(Pos.BOTTOM_CENTER);
            column.setMinWidth(COLUMN);
            bars.getChildren().add(column);
            var name = new Label(Integer.toString(++attempt));
            name.getStyleClass().addAll("text-tiny", "text-muted");
            name.setAlignment(Pos.CENTER);
            name.setMinWidth(COLUMN);
            below.getChildren().add(name);
        }
        getChildren().addAll(title, bars, below);
        String words = texts.text("evidence.energies") + ": " + shown.stream().map(v -> String.format(Locale.ENGLISH, "%.2f", v))
                .collect(Collectors.joining(", "));
        setAccessibleRole(AccessibleRole.TEXT);
        setAccessibleText(words);
        Tips.set(this, texts.text("evidence.energies.tip", String.format(Locale.ENGLISH, "%.2f", epsilon)));
    }
}
