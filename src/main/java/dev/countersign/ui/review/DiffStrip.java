package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Whitespace;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// A line above the diff that stays while it scrolls: in which class and function its top line stands, what white space hides,
/// and how the file is written.
final class DiffStrip extends HBox {
    private static final int LEVELS = 3;

    private final Texts texts = Texts.of(DiffStrip.class);
    private final DiffCanvas canvas;
    private final Label scope = Tips.whole(new Label());
    private final Label quiet = new Label();
    private final Label written = Tips.whole(new Label());
    private int top = -1;

    DiffStrip(DiffCanvas canvas) {
        super(12);
        this.canvas = canvas;
        getStyleClass().add("diff-strip");
        setAlignment(Pos.CENTER_LEFT);
        scope.setId("scope");
        scope.getStyleClass().addAll("code", "text-muted");
        scope.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        scope.setMinWidth(0);
        scope.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(scope, Priority.ALWAYS);
        quiet.setId("quiet");
        quiet.getStyleClass().addAll("text-small", "chip");
        quiet.setMinWidth(Region.USE_PREF_SIZE);
        quiet.managedProperty().bind(quiet.visibleProperty());
        written.setId("written");
        written.getStyleClass().addAll("text-small", "text-muted");
        written.setMinWidth(120);
        getChildren().addAll(scope, quiet, written);
        canvas.look().whitespaceProperty().addListener((_, _, _) -> quiet());
    }

    void show(FileDiff.Text diff) {
        top = -1;
        written.setText(Written.says(diff));
        quiet();
        moved();
    }

    /// The diff was scrolled.
    void moved() {
        DiffPage page = canvas.page();
        if (page.rows().size() == 0 || canvas.geometry().rowHeight() == 0) {
            scope.setText("");
            return;
        }
        DiffRows.Row row = page.rows().row(canvas.heights().rowAt((int) (canvas.scroll().top() / canvas.geometry().rowHeight())));
        Side side = row.after() >= 0 ? Side.AFTER : Side.BEFORE;
        int line = row.line(side) + (row.kind() == DiffRows.Kind.FOLD ? row.hidden() : 0);
        if (line != top) {
            top = line;
            List<String> lines = page.file(side).lines();
            scope.setText(lines.isEmpty() ? "" : String.join("  \u203a  ", Blocks.around(lines, Math.min(line, lines.size() - 1), LEVELS)));
        }
    }

    private void quiet() {
        int hidden = canvas.page().hidden();
        Whitespace mode = canvas.look().whitespaceProperty().get();
        quiet.setVisible(mode != Whitespace.EXACT);
        quiet.setText(mode == Whitespace.EXACT ? "" : texts.text("space.hidden", hidden));
        Tips.set(quiet, mode == Whitespace.EXACT ? "" : texts.text("space.tip", texts.text("space." + mode.name())));
    }
}
