package dev.countersign.ui.settings;

import dev.countersign.agent.Agent;
import dev.countersign.agent.ProjectRegistry;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Asks whether the agents that a project names may be used: what each would start, against what is started now. Esc is no.
final class RegistryCard extends VBox {
    private final Texts texts = Texts.of(RegistryCard.class);

    private RegistryCard(RegistrySource.Look look) {
        super(12);
        getStyleClass().add("registry");
        var icon = Icons.of(Feather.ALERT_TRIANGLE, 20);
        icon.getStyleClass().add("tone-warning");
        var title = new Label(texts.text("registry.title"));
        title.getStyleClass().add("text-heading");
        var head = new HBox(12, icon, title);
        head.setAlignment(Pos.CENTER_LEFT);
        var file = Tips.whole(new Label(look.registry().file().toString(), Icons.of(Feather.FILE_TEXT, 12)));
        var hash = Tips.whole(new Label("sha256 " + look.registry().hash().hex(), Icons.of(Feather.HASH, 12)));
        for (Label each : List.of(file, hash)) {
            each.getStyleClass().addAll("code", "text-small", "text-muted");
            each.setMinWidth(0);
        }
        var changes = new VBox(16);
        changes.getStyleClass().add("registry-changes");
        look.changes().forEach(change -> changes.getChildren().add(change(change)));
        if (look.changes().isEmpty()) {
            changes.getChildren().add(Sections.prose(texts.text("registry.same"), "text-muted"));
        }
        var scroll = new ScrollPane(changes);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("registry-scroll");
        scroll.setAccessibleText(texts.text("registry.changes"));
        getChildren().addAll(head, Sections.prose(texts.text("registry.words"), "text-default", "text-body"), new VBox(4, file, hash), scroll);
    }

    private VBox change(ProjectRegistry.Difference change) {
        var name = new Label(change.name());
        name.getStyleClass().add("text-strong");
        var kind = new Label(texts.text(change.before().isPresent() ? "registry.replaces" : "registry.adds"));
        kind.getStyleClass().add("chip");
        kind.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(8, name, kind);
        head.setAlignment(Pos.CENTER_LEFT);
        var box = new VBox(2, head);
        List<String> before = change.before().map(this::lines).orElse(List.of());
        List<String> after = lines(change.after());
        before.stream().filter(line -> !after.contains(line)).forEach(line -> box.getChildren().add(line("\u2212 ", line, "tone-danger")));
        after.forEach(line -> box.getChildren().add(before.contains(line) ? line("  ", line, "text-muted") : line("+ ", line, "tone-success")));
        return box;
    }

    private List<String> lines(Agent.Preview preview) {
        var lines = new ArrayList<String>();
        lines.add(preview.argv().isEmpty() ? texts.text("registry.nothing") : texts.text("registry.starts", String.join(" ", preview.argv())));
        preview.environment().forEach((name, value) -> lines.add(name + "=" + value));
        preview.network().forEach(reached -> lines.add(texts.text("registry.reaches", reached)));
        lines.addAll(preview.settings());
        return lines;
    }

    private static Label line(String mark, String text, String tone) {
        return Sections.prose(mark + text, "code", "text-small", tone);
    }

    /// Opens it. @param trust done if the user says yes
    static void open(Overlay overlay, RegistrySource.Look look, Runnable trust) {
        var card = Views.styled(new RegistryCard(look), RegistryCard.class, "settings.css");
        var no = new Button(card.texts.text("registry.no"));
        var yes = new Button(card.texts.text("registry.yes"));
        yes.getStyleClass().addAll("accent", "registry-yes");
        var buttons = new HBox(8, no, yes);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        card.getChildren().add(buttons);
        Overlay.Layer layer = overlay.show(card);
        no.setOnAction(_ -> layer.close());
        yes.setOnAction(_ -> {
            layer.close();
            trust.run();
        });
    }
}
