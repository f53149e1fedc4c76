package dev.countersign.ui.run;

import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.plan.CardView;
import dev.countersign.verify.Verification;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// One node of the graph.
final class NodeCardView extends CardView<NodeCard> {
    private static final double FULL = 2.0;

    private final Texts texts = Texts.of(NodeCardView.class);
    private final Label name = Tips.whole(new Label());
    private final StatusBadge badge = new StatusBadge();
    private final Label goal = Tips.whole(new Label());
    private final Label added = new Label();
    private final Label removed = new Label();
    private final Label attempt = new Label();
    private final Label energy = new Label();
    private final Region fill = new Region();
    private final StackPane bar = new StackPane(fill);

    NodeCardView() {
        name.getStyleClass().add("text-strong");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        var top = new HBox(8, name, attempt, energy);
        top.setAlignment(Pos.CENTER_LEFT);
        goal.getStyleClass().addAll("text-small", "text-muted");
        added.getStyleClass().add("count-added");
        removed.getStyleClass().add("count-removed");
        attempt.getStyleClass().addAll("text-tiny", "text-muted");
        energy.getStyleClass().addAll("text-tiny", "text-muted");
        for (Label small : new Label[] {added, removed, attempt, energy}) {
            small.setMinWidth(USE_PREF_SIZE);
        }
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var foot = new HBox(8, badge, gap, added, removed);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.setMinHeight(16);
        bar.getStyleClass().add("energy-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        fill.getStyleClass().add("energy-fill");
        var air = new Region();
        VBox.setVgrow(air, Priority.ALWAYS);
        getChildren().addAll(top, goal, air, foot, bar);
    }

    /// A card has room for three digits.
    private static String few(long count) {
        return count < 1_000 ? Long.toString(count) : count < 1_000_000 ? count / 1_000 + "k" : count / 1_000_000 + "M";
    }

    @Override
    protected void draw(NodeCard next) {
        name.setText(next.id().value());
        badge.setStatus(next.status());
        goal.setText(next.goal().lines().findFirst().orElse(""));
        added.setText(next.lines().filter(l -> l.added() > 0).map(l -> "+" + few(l.added())).orElse(""));
        removed.setText(next.lines().filter(l -> l.removed() > 0).map(l -> "\u2212" + few(l.removed())).orElse(""));
        boolean again = next.attempt() > 1;
        attempt.setText(again ? texts.text("card.attempt", next.attempt()) : "");
        for (Label small : new Label[] {added, removed, attempt}) {
            small.setManaged(!small.getText().isEmpty());
        }
        // While it is worked on, that is the energy of an attempt that is over, or the part of this one so far: neither good nor bad.
        boolean settled = !next.isLive();
        energy.setText(next.energy().filter(_ -> settled).map(v -> String.format(Locale.ENGLISH, "V %.2f", v)).orElse(""));
        energy.getStyleClass().removeAll("tone-success", "tone-danger", "text-muted");
        fill.getStyleClass().removeAll("stable", "unstable");
        if (next.energy().isPresent() && settled) {
            energy.getStyleClass().add(next.stable() ? "tone-success" : "tone-danger");
            fill.getStyleClass().add(next.stable() ? "stable" : "unstable");
            double share = next.stable() ? 1 : Math.clamp((next.energy().get() - Verification.EPSILON) / FULL, 0.06, 1);
            fill.maxWidthProperty().bind(bar.widthProperty().multiply(share));
        }
        fill.setVisible(next.energy().isPresent() && settled);
        for (Status.Tone tone : Status.Tone.values()) {
            getStyleClass().remove("card-" + tone.name().toLowerCase(Locale.ROOT));
        }
        getStyleClass().add("card-" + next.status().tone().name().toLowerCase(Locale.ROOT));
        setAccessibleText(texts.text("card.accessible", next.id().value(), next.status().word(), next.goal()));
    }
}
