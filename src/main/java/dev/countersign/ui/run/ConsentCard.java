package dev.countersign.ui.run;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Asks before programs of others start that nothing contains: what will run, and that nothing holds it. Esc is no.
public final class ConsentCard extends VBox {

    private ConsentCard(List<Runs.Planned> planned, String protection) {
        Texts texts = Texts.of(ConsentCard.class);
        getStyleClass().add("consent");
        var icon = Icons.of(Feather.SHIELD_OFF, 20);
        icon.getStyleClass().add("tone-warning");
        var title = new Label(texts.text("consent.title", planned.stream().map(Runs.Planned::agent)
                .collect(Collectors.joining(", "))));
        title.getStyleClass().add("text-heading");
        var head = new HBox(12, icon, title);
        head.setAlignment(Pos.CENTER_LEFT);
        var chip = new Label(protection);
        chip.getStyleClass().addAll("sandbox-chip", "tone-warning");
        getChildren().addAll(head, chip, Sections.prose(texts.text("consent.words"), "text-default", "text-body"));
        for (Runs.Planned plan : planned) {
            var name = new Label(texts.text("consent.command", plan.agent()));
            name.getStyleClass().add("text-section");
            String environment = plan.preview().environment().isEmpty() ? texts.text("consent.environment.none")
                    : plan.preview().environment().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue())
                    .collect(Collectors.joining("\n"));
            // A model starts nothing itself: what counts is what it asks to be run.
            String started = plan.preview().argv().isEmpty() ? texts.text("consent.model")
                    : plan.preview().argv().stream().map(ConsentCard::quoted).collect(Collectors.joining(" "));
            var text = new TextArea(started + "\n\n" + environment);
            text.setEditable(false);
            text.setWrapText(true);
            text.setPrefRowCount(6);
            text.setAccessibleText(name.getText());
            text.setFocusTraversable(false);
            text.getStyleClass().addAll("code-area", "output-area");
            getChildren().addAll(name, text);
        }
    }

    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./{}-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /// Opens it. @param accept done if the user says yes
    public static void open(Overlay overlay, List<Runs.Planned> planned, String protection, Runnable accept) {
        Texts texts = Texts.of(ConsentCard.class);
        var card = Views.styled(new ConsentCard(planned, protection), ConsentCard.class, "run.css");
        var no = new Button(texts.text("consent.no"));
        var yes = new Button(texts.text("consent.yes"));
        yes.getStyleClass().addAll("accent", "consent-yes");
        var buttons = new HBox(8, no, yes);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        card.getChildren().add(buttons);
        Overlay.Layer layer = overlay.show(card);
        no.setOnAction(_ -> layer.close());
        yes.setOnAction(_ -> {
            layer.close();
            accept.run();
        });
    }
}
