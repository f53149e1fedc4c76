package dev.countersign.ui.run;

import dev.countersign.agent.PermissionRequest;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// An agent at work asks for leave: what for, why a person is asked, and the agent's own answers. Esc is no.
public final class PermissionCard extends VBox {
    private PermissionCard(PermissionQueue.Waiting question, int more, Texts texts) {
        PermissionRequest request = question.request();
        getStyleClass().add("consent");
        var icon = Icons.of(Feather.HELP_CIRCLE, 20);
        icon.getStyleClass().add("tone-warning");
        var title = new Label(texts.text("permission.title", question.node().value()));
        title.getStyleClass().add("text-heading");
        var kind = new Label(request.kind());
        kind.getStyleClass().add("chip");
        var head = new HBox(12, icon, title, kind);
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, Sections.prose(request.title(), "code", "text-default"),
                Sections.prose(texts.text("permission.why", question.why()), "text-default", "text-body"));
        String given = request.command().map(words -> String.join(" ", words)).filter(c -> !c.equals(request.title()))
                .map(c -> "$ " + c + "\n\n").orElse("") + request.detail();
        if (!given.isBlank()) {
            var text = new TextArea(given.strip());
            text.setEditable(false);
            text.setWrapText(true);
            text.setPrefRowCount(Math.clamp(given.lines().count(), 3, 10));
            text.setFocusTraversable(false);
            text.setAccessibleText(texts.text("permission.given"));
            text.getStyleClass().addAll("code-area", "output-area");
            var label = new Label(texts.text("permission.given"));
            label.getStyleClass().add("text-section");
            getChildren().addAll(label, text);
        }
        getChildren().add(Sections.prose(texts.text("permission.words"), "text-small", "text-muted"));
        if (more > 0) {
            getChildren().add(Sections.prose(texts.text("permission.more", more), "text-small", "text-muted"));
        }
    }

    /// Opens it.
    ///
    /// @param more   how many questions wait behind this one
    /// @param answer hears, once, the id of the chosen option; empty for a plain no
    public static Overlay.Layer open(Overlay overlay, PermissionQueue.Waiting question, int more, Consumer<Optional<String>> answer) {
        Texts texts = Texts.of(PermissionCard.class);
        var card = Views.styled(new PermissionCard(question, more, texts), PermissionCard.class, "run.css");
        var buttons = new FlowPane(8, 8);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        card.getChildren().add(buttons);
        var once = new Once(answer);
        var no = new Button(texts.text("permission.no"));
        no.getStyleClass().add("permission-no");
        buttons.getChildren().add(no);
        Overlay.Layer layer = overlay.show(card);
        no.setOnAction(_ -> layer.close());
        for (PermissionRequest.Option option : question.request().options()) {
            var button = new Button(option.label().isBlank() ? option.id() : option.label(), Icons.of(option.kind().allows() ? Feather.CHECK
                    : option.kind().rejects() ? Feather.X : Feather.CHEVRON_RIGHT, 12));
            button.getStyleClass().add("permission-option");
            button.setOnAction(_ -> {
                once.answer(Optional.of(option.id()));
                layer.close();
            });
            buttons.getChildren().add(button);
        }
        return layer.onClosed(() -> once.answer(Optional.empty()));
    }

    private static final class Once {
        private final Consumer<Optional<String>> answer;
        private boolean given;

        private Once(Consumer<Optional<String>> answer) {
            this.answer = answer;
        }

        private void answer(Optional<String> option) {
            if (!given) {
                given = true;
                answer.accept(option);
            }
        }
    }
}
