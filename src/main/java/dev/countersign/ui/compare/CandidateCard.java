package dev.countersign.ui.compare;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.Locale;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// One candidate in words. It is kept while its run goes on, so that whoever has its buttons in focus keeps them.
final class CandidateCard extends VBox {
    private final Texts texts = Texts.of(CandidateCard.class);
    private final StatusBadge badge;
    private final Label energy = new Label();
    private final Label changes = new Label();
    private final Label cost = new Label();
    private final Label tokens = new Label();
    private final Label time = new Label();
    private final Label best;
    private final ReadOnlyStringWrapper reviewReason = new ReadOnlyStringWrapper();
    private final ReadOnlyStringWrapper pickReason = new ReadOnlyStringWrapper();
    private Candidate shown;

    CandidateCard(Candidate first, CompareViewModel model) {
        super(4);
        shown = first;
        var name = Tips.whole(new Label(first.merged() ? texts.text("merged") : first.agent(), Icons.of(first.merged() ? Feather.GIT_MERGE : Feather.CPU)));
        name.getStyleClass().add("text-strong");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        badge = new StatusBadge(first.status());
        badge.setMinWidth(USE_PREF_SIZE);
        var top = new HBox(8, name, badge);
        top.setAlignment(Pos.CENTER_LEFT);
        best = new Label(texts.text("best"), Icons.of(Feather.AWARD, 12));
        best.getStyleClass().addAll("text-small", "tone-success");
        best.managedProperty().bind(best.visibleProperty());
        var review = new Button(texts.text("review"), Icons.of(Feather.EYE));
        review.getStyleClass().addAll("small", "compare-review");
        review.setOnAction(_ -> model.review(shown));
        var pick = new Button(texts.text("pick"), Icons.of(Feather.CHECK));
        pick.getStyleClass().addAll("small", "compare-pick");
        pick.setOnAction(_ -> model.pick(shown));
        var air = new Region();
        VBox.setVgrow(air, Priority.ALWAYS);
        show(first);
        getChildren().addAll(top, pair("energy", energy), pair("changes", changes), pair("cost", cost), pair("tokens", tokens), pair("time", time), best, air,
                new HBox(8, Tips.reasoned(review, reviewReason, texts.text("review.tip")), Tips.reasoned(pick, pickReason, texts.text("pick.tip"))));
        getStyleClass().add("compare-card");
        setMinWidth(0);
        setPrefWidth(240);
        setMaxWidth(420);
        HBox.setHgrow(this, Priority.ALWAYS);
    }

    private HBox pair(String key, Label value) {
        return Sections.pair(texts.text(key), value);
    }

    /// The same candidate, as it stands now.
    void show(Candidate now) {
        shown = now;
        badge.setStatus(now.status());
        energy.setText(now.energy().map(v -> String.format(Locale.ENGLISH, "%.2f", v) + (now.verified() ? " \u2713" : "")).orElse(texts.text("energy.none")));
        changes.setText(now.size().isEmpty() ? texts.text("changes.none") : now.size());
        cost.setText(now.cost());
        tokens.setText(now.tokens());
        time.setText(texts.text("time.calls", now.time(), now.calls()));
        best.setVisible(now.best());
        reviewReason.set(now.reviewReason());
        pickReason.set(now.pickReason());
    }
}
