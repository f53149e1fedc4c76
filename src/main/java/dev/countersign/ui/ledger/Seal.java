package dev.countersign.ui.ledger;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.workspace.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.Button;

/// What the last audit said, of how many entries, and how long ago; kept across starts. It ages while it is looked at.
final class Seal {
    private static final javafx.util.Duration TICK = javafx.util.Duration.seconds(20);

    private final LedgerViewModel model;
    private final UiState state;
    private final Button button;
    private final Texts texts = Texts.of(Seal.class);
    private final Timeline ageing = new Timeline(new KeyFrame(TICK, _ -> show()));

    /// Takes up what was remembered of this ledger.
    Seal(LedgerViewModel model, UiState state, Button button) {
        this.model = model;
        this.state = state;
        this.button = button;
        recall().ifPresent(model::remember);
        model.auditedProperty().addListener((_, _, last) -> {
            last.ifPresent(this::keep);
            show();
        });
        ageing.setCycleCount(Animation.INDEFINITE);
        button.sceneProperty().addListener((_, _, scene) -> {
            if (scene == null) {
                ageing.stop();
            } else {
                ageing.play();
            }
        });
    }

    private String key() {
        return "seal." + model.source().id();
    }

    private void keep(LedgerViewModel.Audited last) {
        AuditReport report = last.report();
        AuditReport.Finding first = report.intact() ? new AuditReport.Finding("", "", "") : report.findings().getFirst();
        state.put(key(), List.of(last.at().toString(), Long.toString(report.entries()), Long.toString(report.blobs()), Long.toString(report.bytes()),
                report.root().hex(), report.trust(), report.trustSays(), report.took().toString(), Boolean.toString(report.intact()),
                first.where(), first.what(), first.means()));
    }

    private Optional<LedgerViewModel.Audited> recall() {
        List<String> kept = state.list(key());
        try {
            return kept.size() != 12 ? Optional.empty() : Optional.of(new LedgerViewModel.Audited(new AuditReport(Long.parseLong(kept.get(1)),
                    Long.parseLong(kept.get(2)), Long.parseLong(kept.get(3)), Sha256.parse(kept.get(4)), kept.get(5), kept.get(6),
                    kept.get(8).equals("true") ? List.of() : List.of(new AuditReport.Finding(kept.get(9), kept.get(10), kept.get(11))),
                    Duration.parse(kept.get(7))), Instant.parse(kept.get(0))));
        } catch (RuntimeException e) {
            // What was remembered wrongly is as if it was not.
            return Optional.empty();
        }
    }

    void show() {
        button.getStyleClass().removeIf(style -> style.startsWith("tone-"));
        if (!model.loadedProperty().get()) {
            button.setText(texts.text("row.reading"));
            return;
        }
        String entries = texts.text("seal.entries", model.size());
        Optional<LedgerViewModel.Audited> last = model.auditedProperty().get();
        if (model.auditingProperty().get().isPresent()) {
            button.setText(texts.text("seal.running"));
            return;
        }
        if (last.isEmpty()) {
            show(Status.NOT_CHECKED, entries + " \u00b7 " + texts.text("seal.never"), texts.text("seal.never.tip"));
            return;
        }
        AuditReport report = last.get().report();
        String ago = Durations.ago(last.get().at(), model.now());
        boolean stale = report.entries() != model.size();
        if (!report.intact()) {
            AuditReport.Finding first = report.findings().getFirst();
            show(Status.FAILED, texts.text("seal.broken", first.where()), first.where() + ": " + first.what() + " " + first.means() + " (" + ago + ")");
        } else {
            show(stale ? Status.STALE : Status.VERIFIED, texts.text("seal.sealed", report.trust(), entries,
                    texts.text(stale ? "seal.stale" : "seal.verified", ago, report.entries())), report.trust() + ": " + report.trustSays());
        }
    }

    private void show(Status status, String text, String tip) {
        button.setGraphic(Icons.of(status.icon()));
        button.setText(text);
        button.getStyleClass().add(status.tone().styleClass());
        Tips.set(button, tip);
    }
}
