package dev.countersign.ui.shell;

import dev.countersign.ui.fx.Command;
import dev.countersign.ui.fx.Commands;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Keys;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The small cards: shortcuts and about.
final class Cards {
    private static final Texts TEXTS = Texts.of(Cards.class);

    private Cards() {}

    /// Every command that has a key now, by group.
    static Overlay.Layer shortcuts(Overlay overlay, Commands commands) {
        Map<String, List<Command>> groups = commands.all().stream().filter(c -> c.key().isPresent())
                .collect(Collectors.groupingBy(Command::group, LinkedHashMap::new, Collectors.toList()));
        var list = new VBox(16);
        groups.forEach((group, members) -> {
            var head = new Label(group);
            head.getStyleClass().add("text-section");
            var box = new VBox(4, head);
            members.forEach(command -> {
                var gap = new Region();
                HBox.setHgrow(gap, Priority.ALWAYS);
                var row = new HBox(16, new Label(command.title()), gap, Keys.caps(command.key().orElseThrow()));
                row.setAlignment(Pos.CENTER_LEFT);
                row.setMinHeight(28);
                box.getChildren().add(row);
            });
            list.getChildren().add(box);
        });
        var scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(480);
        return card(overlay, TEXTS.text("shortcuts.title"), scroll);
    }

    static Overlay.Layer about(Overlay overlay, String version) {
        var name = new Label("Countersign");
        name.getStyleClass().add("text-title");
        var box = new VBox(8, name, Sections.prose(TEXTS.text("about.version", version), "text-muted"),
                Sections.prose(TEXTS.text("about.words"), "text-default", "text-body"),
                Sections.prose(TEXTS.text("about.parts"), "text-small", "text-muted"));
        return card(overlay, TEXTS.text("about.title"), box);
    }

    /// A titled card with a close button.
    static Overlay.Layer card(Overlay overlay, String title, Region content) {
        var head = new Label(title);
        head.getStyleClass().add("text-heading");
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var close = Tips.name(new Button(null, Icons.of(Feather.X)), TEXTS.text("card.close"));
        close.getStyleClass().addAll("flat", "button-icon", "small");
        var top = new HBox(8, head, gap, close);
        top.setAlignment(Pos.CENTER_LEFT);
        var card = new VBox(12, top, content);
        card.getStyleClass().add("card");
        card.setPrefWidth(560);
        Overlay.Layer layer = overlay.show(card);
        close.setOnAction(_ -> layer.close());
        return layer;
    }
}
