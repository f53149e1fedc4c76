package dev.countersign.ui.guard;

import dev.countersign.policy.Rulebook;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A row of the list of rules.
final class RuleCell extends ListCell<RuleRow> {
    private final Texts texts;

    RuleCell(Texts texts) {
        this.texts = texts;
    }

    @Override
    protected void updateItem(RuleRow row, boolean empty) {
        super.updateItem(row, empty);
        setText(null);
        setGraphic(null);
        setPrefWidth(0);
        setDisable(false);
        setFocusTraversable(false);
        setAccessibleText("");
        if (empty || row == null) {
            return;
        }
        switch (row) {
            case RuleRow.Heading heading -> heading(texts.text("layer." + heading.layer().level().name().toLowerCase(Locale.ROOT)), heading.layer().fault()
                    .or(() -> heading.layer().files().isEmpty() ? Optional.of(texts.text("rules.none")) : Optional.empty()), heading.layer().fault().isPresent());
            case RuleRow.FixedHeading _ -> heading(texts.text("layer.fixed"), Optional.empty(), false);
            case RuleRow.Fixed fixed -> {
                var name = new Label(fixed.rule().name(), Icons.of(Feather.LOCK, 12));
                var says = Tips.whole(new Label(fixed.rule().says()));
                says.getStyleClass().addAll("text-small", "text-muted");
                setGraphic(new VBox(2, name, says));
                setAccessibleText(fixed.rule().name() + ", " + fixed.rule().says());
            }
            case RuleRow.File file -> file(file);
        }
    }

    private void heading(String title, Optional<String> says, boolean fault) {
        var label = new Label(title);
        label.getStyleClass().add("text-section");
        var box = new VBox(4, label);
        says.ifPresent(words -> {
            var more = Tips.whole(new Label(words));
            more.getStyleClass().addAll("text-small", fault ? "tone-danger" : "text-muted");
            box.getChildren().add(more);
        });
        box.getStyleClass().add("rules-heading");
        setGraphic(box);
        setAccessibleText(title + says.map(words -> ", " + words).orElse(""));
    }

    private void file(RuleRow.File row) {
        Rulebook.RuleFile file = row.file();
        var name = Tips.whole(new Label(file.name() + (row.changed() ? " \u25cf" : ""), Icons.of(file.isTest() ? Feather.CHECK_SQUARE : Feather.FILE_TEXT, 12)));
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var line = new HBox(8, name, gap);
        line.setAlignment(Pos.CENTER_LEFT);
        String standing = "";
        if (!file.faults().isEmpty()) {
            var fault = Icons.of(Feather.X_CIRCLE, 12);
            fault.getStyleClass().add("tone-danger");
            line.getChildren().add(fault);
            standing = texts.text("rules.unusable");
        } else if (row.changed()) {
            standing = texts.text("rules.unsaved");
        }
        String functions = file.rules().isEmpty() ? "" : String.join(", ", file.rules());
        var box = new VBox(2, line);
        if (!functions.isEmpty()) {
            var rules = Tips.whole(new Label(file.isTest() ? texts.text("rules.tests", file.rules().size()) : functions));
            rules.getStyleClass().addAll("text-small", "text-muted");
            box.getChildren().add(rules);
        }
        setGraphic(box);
        setAccessibleText(file.shown() + (standing.isEmpty() ? "" : ", " + standing) + (functions.isEmpty() ? "" : ", " + functions));
    }
}
