package dev.countersign.ui.review;

import dev.countersign.changeset.FileMerge;
import dev.countersign.run.OutsideAnswer.How;
import dev.countersign.run.OutsideChange;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Above the diff of a file that changed on disk: what it is, which of its three versions is looked at, and what can be done.
final class OutsideBar extends VBox {
    private final Texts texts = Texts.of(OutsideBar.class);

    /// @param pane what it stands above, and whose looks it chooses
    OutsideBar(OutsideChange change, OutsidePane pane) {
        ReviewOutside outside = pane.outside();
        getStyleClass().add("outside-bar");
        boolean open = outside.isOpen(change);
        var says = new Label(says(change, outside), Icons.of(open ? Feather.ALERT_TRIANGLE : Feather.CHECK, 14));
        says.setId("outside-says");
        says.getStyleClass().addAll("text-small", open ? "tone-warning" : "tone-success");
        says.setWrapText(true);
        says.setMinHeight(Region.USE_PREF_SIZE);
        var looks = new HBox();
        looks.setAlignment(Pos.CENTER_LEFT);
        var group = new ToggleGroup();
        for (OutsidePane.Look look : OutsidePane.Look.values()) {
            var button = new ToggleButton(texts.text("outside.look." + look.name()));
            button.setId("outside-" + look.name().toLowerCase(java.util.Locale.ROOT));
            button.getStyleClass().addAll("small", look.ordinal() == 0 ? "left-pill" : look.ordinal() == 1 ? "center-pill" : "right-pill");
            button.setToggleGroup(group);
            button.setSelected(look == pane.look());
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(_ -> pane.look(look));
            Tips.set(button, texts.text("outside.look." + look.name() + ".says"));
            looks.getChildren().add(button);
        }
        looks.setMinWidth(Region.USE_PREF_SIZE);
        var row = new FlowPane(8, 4, looks);
        row.setAlignment(Pos.CENTER_LEFT);
        if (!open) {
            row.getChildren().add(button("outside-reopen", "outside.reopen", Feather.ROTATE_CCW, () -> outside.reopen(change)));
        } else if (change.isClean()) {
            var take = button("outside-take", "outside.take", Feather.CHECK, () -> outside.answer(change, new How.Merged(Map.of())));
            take.getStyleClass().add("accent");
            row.getChildren().add(take);
            long clean = outside.open().stream().filter(OutsideChange::isClean).count();
            if (clean > 1) {
                var all = button("outside-take-all", "outside.take.all", Feather.CHECK_SQUARE, outside::takeClean);
                all.setText(texts.text("outside.take.all", clean));
                row.getChildren().add(all);
            }
        }
        if (open) {
            row.getChildren().addAll(button("outside-disk-whole", "outside.disk", Feather.HARD_DRIVE, () -> outside.answer(change, new How.Disk())),
                    button("outside-agent-whole", change.approved().isEmpty() ? "outside.delete" : "outside.agent", Feather.CPU,
                            () -> outside.answer(change, new How.Approved())));
        }
        getChildren().addAll(says, row);
    }

    private String says(OutsideChange change, ReviewOutside outside) {
        if (!outside.isOpen(change)) {
            return texts.text("outside.settled", texts.text(switch (outside.answer(change).orElseThrow().how()) {
                case How.Merged _ -> "outside.settled.merged";
                case How.Disk _ -> "outside.settled.disk";
                case How.Approved _ -> "outside.settled.agent";
            }));
        }
        return switch (change.merge()) {
            case FileMerge.Settled _ -> texts.text("outside.clean");
            case FileMerge.Lines lines -> texts.text("outside.conflicts", outside.resolutions(change).size(), lines.merge().conflicts().size());
            case FileMerge.Whole(var reason) -> texts.text("outside.whole", texts.text("outside." + reason.name()));
        };
    }

    private Node icon(Feather icon) {
        return Icons.of(icon);
    }

    private Button button(String id, String key, Feather icon, Runnable action) {
        var button = new Button(texts.text(key), icon(icon));
        button.setId(id);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        Tips.set(button, texts.text(key + ".says"));
        return button;
    }
}
