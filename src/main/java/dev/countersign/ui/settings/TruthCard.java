package dev.countersign.ui.settings;

import dev.countersign.sandbox.Protection;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The truth panel: layer by layer, what is enforced on this machine right now, how strongly, and why.
public final class TruthCard extends VBox {
    private final Texts texts = Texts.of(TruthCard.class);

    public TruthCard(Protection protection) {
        super(16);
        getStyleClass().add("truth");
        boolean contained = protection.contains();
        var words = new Label(protection.words(), Icons.of(contained ? Feather.SHIELD : Feather.SHIELD_OFF, 16));
        words.getStyleClass().addAll("text-heading", contained ? "tone-success" : "tone-warning");
        var level = new Label(protection.level().name());
        level.getStyleClass().add("code-chip");
        var head = new HBox(8, words, level);
        head.setAlignment(Pos.CENTER_LEFT);
        var grid = new GridPane(16, 8);
        grid.getStyleClass().add("truth-grid");
        var strength = new ColumnConstraints(104);
        var layer = new ColumnConstraints(152);
        var reason = new ColumnConstraints();
        reason.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(layer, strength, reason);
        int row = 0;
        for (Protection.Layer each : Protection.Layer.values()) {
            Protection.Enforcement found = protection.layers().get(each);
            var name = new Label(texts.text("layer." + each.name().toLowerCase(Locale.ROOT)));
            name.getStyleClass().add("text-medium");
            name.setMinWidth(Region.USE_PREF_SIZE);
            grid.add(name, 0, row);
            grid.add(strength(found == null ? Protection.Strength.NONE : found.strength()), 1, row);
            grid.add(Sections.prose(found == null ? texts.text("truth.unknown") : found.reason(), "text-small", "text-muted"), 2, row);
            row++;
        }
        getChildren().addAll(head, Sections.prose(texts.text(contained ? "truth.contained" : "truth.open"), "text-default", "text-body"),
                grid);
        Views.styled(this, TruthCard.class, "settings.css");
    }

    private Label strength(Protection.Strength strength) {
        var label = switch (strength) {
            case KERNEL -> new Label(texts.text("strength.kernel"), Icons.of(Feather.LOCK, 12));
            case BEST_EFFORT -> new Label(texts.text("strength.best_effort"), Icons.of(Feather.MINUS_CIRCLE, 12));
            case NONE -> new Label(texts.text("strength.none"), Icons.of(Feather.X_CIRCLE, 12));
        };
        label.getStyleClass().addAll("text-small", switch (strength) {
            case KERNEL -> "tone-success";
            case BEST_EFFORT -> "tone-quiet";
            case NONE -> "tone-warning";
        });
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
