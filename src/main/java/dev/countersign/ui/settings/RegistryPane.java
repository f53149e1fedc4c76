package dev.countersign.ui.settings;

import dev.countersign.fault.Problem;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Says that a project names agents of its own, and whether they are in force. Nothing is there where it names none.
final class RegistryPane extends VBox {
    private final Texts texts = Texts.of(RegistryPane.class);
    private final RegistrySource source;
    private final Background background;
    private final Overlay overlay;
    private final Runnable changed;

    /// @param changed done when other agents are in force
    RegistryPane(RegistrySource source, Background background, Overlay overlay, Runnable changed) {
        this.source = source;
        this.background = background;
        this.overlay = overlay;
        this.changed = changed;
        getStyleClass().add("registry-pane");
        setManaged(false);
        background.run(texts.text("registry.reading"), _ -> source.look()).onSuccess(this::show).onFailure(this::show);
    }

    private void show(Problem problem) {
        getChildren().setAll(new ProblemBox(problem));
        setManaged(true);
    }

    private void show(Optional<RegistrySource.Look> now) {
        setManaged(now.isPresent());
        now.ifPresent(found -> {
            var state = new Label(texts.text(found.trusted() ? "registry.trusted" : "registry.untrusted", found.registry().agents().size()),
                    Icons.of(found.trusted() ? Feather.CHECK : Feather.ALERT_TRIANGLE, 16));
            state.getStyleClass().addAll("text-medium", found.trusted() ? "tone-success" : "tone-warning");
            var words = new VBox(4, state, Sections.prose(texts.text(found.trusted() ? "registry.trusted.words" : "registry.untrusted.words"), "text-small", "text-muted"));
            words.setMinWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            var row = new HBox(16, words);
            row.setAlignment(Pos.CENTER_LEFT);
            if (!found.trusted()) {
                var look = new Button(texts.text("registry.look"));
                look.setMinWidth(Region.USE_PREF_SIZE);
                look.getStyleClass().add("registry-look");
                look.setOnAction(_ -> RegistryCard.open(overlay, found, () -> trust(found)));
                row.getChildren().add(look);
            }
            getChildren().setAll(row);
        });
    }

    private void trust(RegistrySource.Look found) {
        background.run(texts.text("registry.trusting"), _ -> {
            source.trust(found.registry().hash());
            return source.look();
        }).onSuccess(now -> {
            show(now);
            changed.run();
        }).onFailure(this::show);
    }
}
