package dev.countersign.ui.insight;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Status;
import java.time.InstantSource;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// A line: its age as a bar, whose it is where that changes, its number, its text.
final class BlameCell extends ListCell<BlameRow> {
    private static final int MARGIN = 264;
    private static final int LONGEST = 2_000;

    private final InstantSource clock;
    private final BlameWords words = new BlameWords();
    private final Region age = new Region();
    private final Label entry = new Label();
    private final Label margin = new Label();
    private final Label checks = new Label();
    private final Label number = new Label();
    private final Label text = new Label();
    private final HBox line = new HBox(age, entry, margin, checks, number, text);

    BlameCell(InstantSource clock) {
        this.clock = clock;
        getStyleClass().add("blame-cell");
        line.setAlignment(Pos.CENTER_LEFT);
        age.getStyleClass().add("blame-age");
        entry.getStyleClass().addAll("blame-entry", "text-muted");
        margin.getStyleClass().add("blame-margin");
        margin.setMinWidth(MARGIN - 88);
        margin.setPrefWidth(MARGIN - 88);
        margin.setMaxWidth(MARGIN - 88);
        checks.getStyleClass().add("blame-checks");
        number.getStyleClass().addAll("blame-number", "code");
        text.getStyleClass().addAll("code", "blame-text");
        text.setMinWidth(Region.USE_PREF_SIZE);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable BlameRow row, boolean empty) {
        super.updateItem(row, empty);
        pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("first"), row != null && row.first());
        if (empty || row == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        age.getStyleClass().setAll("blame-age", row.age() < 0 ? "age-none" : "age-" + row.age());
        entry.setText(row.first() ? row.entry().map(e -> "#" + e.seq()).orElse("") : "");
        margin.setText(row.first() ? words.margin(row) : "");
        Optional<Status> status = BlameWords.status(row).filter(_ -> row.first());
        checks.setGraphic(status.map(s -> Icons.of(s.icon())).orElse(null));
        checks.getStyleClass().removeIf(style -> style.startsWith("tone-"));
        status.ifPresent(s -> checks.getStyleClass().add(s.tone().styleClass()));
        number.setText(Integer.toString(row.number()));
        String shown = row.line().text().replace("\t", "    ");
        text.setText(shown.length() > LONGEST ? shown.substring(0, LONGEST) + "\u2026" : shown);
        setAccessibleText(row.number() + ": " + row.line().text() + ". " + words.detail(row, clock.instant()));
        setGraphic(line);
    }
}
