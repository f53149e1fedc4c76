package dev.countersign.ui.review;

import dev.countersign.run.ReviewScope;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// What is under review and how far it is decided; how the diff is shown; the way out.
final class ReviewHeader extends HBox {
    private final Texts texts = Texts.of(ReviewHeader.class);
    private final ScopeMenu scopes;

    ReviewHeader(ReviewViewModel model, ScopeModel scopes, DiffCanvas canvas, Runnable toOutside, Runnable help, Runnable close) {
        super(8);
        getStyleClass().add("review-header");
        setAlignment(Pos.CENTER_LEFT);
        var node = model.nodeProperty().get().node();
        var title = new Label(texts.text("review.title"));
        title.getStyleClass().add("text-heading");
        title.setMinWidth(Region.USE_PREF_SIZE);
        var id = new Label(node.id().value());
        id.getStyleClass().add("code-chip");
        id.setMinWidth(Region.USE_PREF_SIZE);
        var goal = Tips.whole(new Label(node.goal()));
        goal.getStyleClass().add("text-muted");
        goal.setMinWidth(40);
        var kind = new Label(texts.text("class." + node.kind().name()));
        kind.getStyleClass().add("chip");
        kind.setMinWidth(Region.USE_PREF_SIZE);
        var status = new StatusBadge(Status.of(model.nodeProperty().get().state()));
        model.nodeProperty().addListener((_, _, now) -> status.setStatus(Status.of(now.state())));
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var bar = new ProgressBar(0);
        bar.getStyleClass().add("decided-bar");
        bar.accessibleTextProperty().bind(model.progressProperty());
        var progress = new Label();
        progress.setId("progress");
        progress.getStyleClass().addAll("text-small", "text-medium");
        progress.setMinWidth(Region.USE_PREF_SIZE);
        progress.textProperty().bind(model.progressProperty());
        model.progressProperty().addListener((_, _, _) -> {
            int units = model.files().stream().mapToInt(ReviewFile::units).sum();
            int decided = model.files().stream().mapToInt(ReviewFile::decided).sum();
            bar.setProgress(units == 0 ? 0 : (double) decided / units);
        });
        var outside = new Button("", Icons.of(Feather.ALERT_TRIANGLE, 14));
        outside.setId("outside");
        outside.getStyleClass().addAll("small", "outside-chip");
        outside.setMinWidth(Region.USE_PREF_SIZE);
        outside.setOnAction(_ -> toOutside.run());
        outside.managedProperty().bind(outside.visibleProperty());
        var told = new int[] {-1, -1};
        Runnable tell = () -> {
            int met = model.outside().all().size();
            int open = model.outside().open().size();
            if (told[0] == met && told[1] == open) {
                return;
            }
            told[0] = met;
            told[1] = open;
            outside.setVisible(met > 0);
            outside.setText(open > 0 ? texts.text("outside.chip", open) : texts.text("outside.chip.settled", met));
            outside.setGraphic(Icons.of(open > 0 ? Feather.ALERT_TRIANGLE : Feather.CHECK, 14));
            outside.setDisable(open == 0);
        };
        model.versionProperty().addListener((_, _, _) -> tell.run());
        tell.run();
        Tips.set(outside, texts.text("outside.chip.says"));
        this.scopes = new ScopeMenu(scopes);
        var controls = new DiffControls(canvas);
        controls.visibleProperty().bind(scopes.scopeProperty().isEqualTo(ReviewScope.NODE));
        controls.managedProperty().bind(controls.visibleProperty());
        getChildren().addAll(title, id, kind, status, outside, goal, gap, bar, progress, this.scopes, controls,
                tool(Feather.HELP_CIRCLE, "keys.open", help), tool(Feather.X, "review.close", close));
    }

    ScopeMenu scopes() {
        return scopes;
    }

    private Button tool(Feather icon, String key, Runnable action) {
        var button = new Button("", Icons.of(icon, 16));
        button.getStyleClass().addAll("flat", "button-icon", "tight");
        button.setOnAction(_ -> action.run());
        button.setFocusTraversable(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return Tips.name(button, texts.text(key));
    }
}
