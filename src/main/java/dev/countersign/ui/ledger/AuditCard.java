package dev.countersign.ui.ledger;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// What an audit found wrong: where, what, and what it means.
final class AuditCard {
    private static final int MOST = 100;

    private final AuditReport report;
    private final Texts texts = Texts.of(AuditCard.class);

    AuditCard(AuditReport report) {
        this.report = report;
    }

    void show(Overlay overlay) {
        var title = new Label(texts.text("audit.broken"), Icons.of(Status.FAILED.icon(), 20));
        title.getStyleClass().addAll("text-heading", Status.Tone.DANGER.styleClass());
        var list = new VBox();
        report.findings().stream().limit(MOST).forEach(finding -> list.getChildren().add(Sections.section(finding.where(),
                Sections.prose(finding.what(), "text-default"), Sections.prose(finding.means(), "text-muted"))));
        if (report.findings().size() > MOST) {
            list.getChildren().add(Sections.prose(texts.text("audit.more", report.findings().size() - MOST), "text-muted"));
        }
        var scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setId("audit-findings");
        scroll.setPrefHeight(320);
        var close = new Button(texts.text("close"));
        close.setDefaultButton(true);
        var card = new VBox(12, title, Sections.prose(texts.text("audit.broken.hint"), "text-muted"), scroll, close);
        card.getStyleClass().add("ledger-card");
        Views.styled(card, AuditCard.class, "ledger.css");
        card.setPrefWidth(640);
        Overlay.Layer layer = overlay.show(card);
        close.setOnAction(_ -> layer.close());
    }
}
