package dev.countersign.ui.ledger;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;
import org.kordamp.ikonli.feather.Feather;

/// What the last audit is worth: the trust tier that holds, beside those that do not, and what was recomputed. What raises
/// the tier is a button away.
final class TrustCard {
    private static final List<String> TIERS = List.of("t0", "t1", "t2", "t3");

    private final AuditReport report;
    private final Runnable keeping;
    private final Texts texts = Texts.of(TrustCard.class);

    /// @param keeping shows key, witnesses and copies
    TrustCard(AuditReport report, Runnable keeping) {
        this.report = report;
        this.keeping = keeping;
    }

    void show(Node beside) {
        var tiers = new VBox(6);
        TIERS.forEach(tier -> tiers.getChildren().add(tier(tier)));
        var box = new VBox(12, Sections.section(texts.text("trust.title"), tiers),
                Sections.prose(report.trustSays(), "text-small"),
                Sections.prose(texts.text("trust.counts", report.entries(), report.blobs(), bytes(report.bytes()),
                        Durations.took(report.took())), "text-small", "text-muted"));
        var root = new Label(texts.text("trust.root", report.root().brief()));
        root.getStyleClass().add("code-chip");
        var more = new Button(texts.text("trust.keeping"), Icons.of(Feather.KEY));
        more.getStyleClass().add("small");
        box.getChildren().addAll(root, more);
        box.getStyleClass().add("trust-card");
        box.setPrefWidth(440);
        var over = new PopOver(box);
        over.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
        over.setDetachable(false);
        over.getRoot().getStylesheets().setAll(beside.getScene().getStylesheets());
        more.setOnAction(_ -> {
            over.hide();
            keeping.run();
        });
        over.show(beside);
    }

    private HBox tier(String tier) {
        boolean holds = report.intact() && tier.equalsIgnoreCase(report.trust());
        var words = Sections.prose(texts.text("trust." + tier), "text-small", holds ? "text-strong" : "text-muted");
        var row = new HBox(8, Icons.of(holds ? Status.VERIFIED.icon() : Status.UNCHANGED.icon()), words);
        row.setAlignment(Pos.CENTER_LEFT);
        if (holds) {
            row.getStyleClass().add(Status.Tone.SUCCESS.styleClass());
            var here = new Label(texts.text("trust.here"));
            here.getStyleClass().add("chip");
            here.setMinWidth(Region.USE_PREF_SIZE);
            row.getChildren().add(here);
        }
        return row;
    }

    private static String bytes(long count) {
        return count < 1 << 20 ? String.format(Locale.ENGLISH, "%.1f KiB", count / 1024.0)
                : String.format(Locale.ENGLISH, "%.1f MiB", count / (double) (1 << 20));
    }
}
