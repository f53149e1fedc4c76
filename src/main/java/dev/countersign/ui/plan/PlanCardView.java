package dev.countersign.ui.plan;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A node of a plan that is being edited: name, class, agent, and what is wrong with it.
final class PlanCardView extends CardView<PlanCard> {
    private final Texts texts = Texts.of(PlanCardView.class);
    private final Label place = new Label();
    private final Label name = Tips.whole(new Label());
    private final Label kind = new Label();
    private final Label goal = Tips.whole(new Label());
    private final Label agent = Tips.whole(new Label());
    private final Label says = new Label();

    PlanCardView() {
        place.getStyleClass().addAll("text-tiny", "text-muted");
        name.getStyleClass().add("text-strong");
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        kind.getStyleClass().addAll("text-tiny", "text-muted");
        for (Label small : new Label[] {place, kind, says}) {
            small.setMinWidth(USE_PREF_SIZE);
        }
        var top = new HBox(6, place, name, kind);
        top.setAlignment(Pos.CENTER_LEFT);
        goal.getStyleClass().addAll("text-small", "text-muted");
        agent.getStyleClass().addAll("text-small", "text-default");
        agent.setGraphic(Icons.of(Feather.CPU, 12));
        agent.setGraphicTextGap(6);
        says.getStyleClass().add("text-small");
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var foot = new HBox(8, agent, gap, says);
        foot.setAlignment(Pos.CENTER_LEFT);
        var air = new Region();
        VBox.setVgrow(air, Priority.ALWAYS);
        getChildren().addAll(top, goal, air, foot);
    }

    @Override
    protected void draw(PlanCard card) {
        place.setText(Integer.toString(card.place()));
        name.setText(card.id().value());
        kind.setText(texts.text("class." + card.node().kind().name().toLowerCase(Locale.ROOT)));
        goal.setText(card.node().goal().lines().filter(line -> !line.isBlank()).findFirst().orElse(""));
        agent.setText(card.agent());
        boolean wrong = !card.faults().isEmpty();
        int owned = card.node().contract().owns().size();
        says.setText(wrong ? texts.text("card.faults", card.faults().size()) : !card.fixed().isEmpty() ? texts.text("card.fixed")
                : owned == 0 ? texts.text("card.all") : texts.text("card.owns", owned));
        var icon = Icons.of(wrong ? Feather.ALERT_CIRCLE : !card.fixed().isEmpty() ? Feather.LOCK : Feather.FOLDER, 12);
        says.setGraphic(icon);
        says.getStyleClass().removeAll("tone-danger", "tone-quiet");
        says.getStyleClass().add(wrong ? "tone-danger" : "tone-quiet");
        getStyleClass().remove("card-wrong");
        if (wrong) {
            getStyleClass().add("card-wrong");
        }
        String more = wrong ? String.join(" ", card.faults()) : card.fixed();
        Tips.set(says, more);
        setAccessibleText(texts.text("card.accessible", card.place(), card.id().value(), card.agent(), card.node().goal(), more));
    }
}
