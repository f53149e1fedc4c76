package dev.countersign.ui.settings;

import dev.countersign.sandbox.Protection;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The truth panel: layer by layer, what is enforced on this machine right now, how strongly, and why; and the same of each level that was
/// tried.
public final class TruthCard extends VBox {
    /// So that the longest level fits a small window without scrolling.
    private static final double WIDTH = 760;

    private final Texts texts = Texts.of(TruthCard.class);
    private final HBox levels = new HBox(4);
    private final VBox shown = new VBox(16);
    private final Protection best;

    public TruthCard(Protection best) {
        super(16);
        this.best = best;
        getStyleClass().add("truth");
        setMinWidth(WIDTH);
        levels.setAlignment(Pos.CENTER_LEFT);
        levels.getChildren().add(Sections.prose(texts.text("truth.trying"), "text-small", "text-muted"));
        show(best, texts.text(best.contains() ? "truth.contained" : "truth.open"));
        getChildren().addAll(levels, shown);
        Views.styled(this, TruthCard.class, "settings.css");
    }

    /// What came of trying every level; the one in use stays in front.
    public void tried(List<TriedLevel> all) {
        var group = new ToggleGroup();
        levels.getChildren().clear();
        for (TriedLevel level : all) {
            String name = level.attempt().level().name();
            boolean holds = level.attempt().holds();
            String words = texts.text(holds ? "truth.level.holds" : "truth.level.not", name);
            var button = new ToggleButton(words, Icons.of(holds ? Feather.CHECK : Feather.X, 12));
            button.getStyleClass().addAll("small", "truth-level");
            button.setToggleGroup(group);
            button.setAccessibleText(words);
            button.setSelected(level.attempt().level() == best.level());
            button.setOnAction(_ -> {
                button.setSelected(true);
                show(level);
            });
            levels.getChildren().add(button);
        }
        all.stream().filter(level -> level.attempt().level() == best.level()).findFirst().ifPresent(this::show);
    }

    private void show(TriedLevel level) {
        List<String> out = level.notHeld();
        int tries = level.attempt().trials().size();
        String counted = tries == 0 ? "" : texts.text("truth.tried", tries - out.size(), tries)
                + (out.isEmpty() ? "" : " " + texts.text("truth.got.out", String.join("; ", out)));
        String lower = level.attempt().level().isBelow(best.level()) ? texts.text("truth.lower") + " " : "";
        level.protection().ifPresentOrElse(found -> show(found, lower + counted), () -> shown.getChildren().setAll(
                Sections.prose((level.attempt().why() + " " + counted).strip(), "text-default", "text-body")));
    }

    private void show(Protection protection, String text) {
        boolean contained = protection.contains();
        var words = new Label(protection.words(), Icons.of(contained ? Feather.SHIELD : Feather.SHIELD_OFF, 16));
        words.getStyleClass().addAll("text-heading", contained ? "tone-success" : "tone-warning");
        var level = new Label(protection.level().name());
        level.getStyleClass().add("code-chip");
        var head = new HBox(8, words, level);
        head.setAlignment(Pos.CENTER_LEFT);
        shown.getChildren().setAll(head, Sections.prose(text, "text-default", "text-body"), grid(protection));
    }

    private GridPane grid(Protection protection) {
        var grid = new GridPane(16, 8);
        grid.getStyleClass().add("truth-grid");
        var strength = new ColumnConstraints(104);
        var layer = new ColumnConstraints(128);
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
        return grid;
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
