package dev.countersign.ui.ledger;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.KeyPlace;
import dev.countersign.ledger.NoteKey;
import dev.countersign.ledger.Sealing;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.controlsfx.control.PopOver;

/// What the last audit is worth: the trust tier that holds, beside those that do not, and what was recomputed. Below it what raises the
/// tier: where the key lies, where copies go, whose cosignatures count.
final class TrustCard {
    private static final List<String> TIERS = List.of("t0", "t1", "t2", "t3");

    private final AuditReport report;
    private final LedgerViewModel model;
    private final Choosers choosers;
    private final VBox custody = new VBox(8);
    private final Texts texts = Texts.of(TrustCard.class);

    /// What a person chose, read in the background.
    private record Custody(NoteKey key, KeyPlace place, Optional<Path> copies, List<NoteKey> witnesses) {}

    TrustCard(AuditReport report, LedgerViewModel model, Choosers choosers) {
        this.report = report;
        this.model = model;
        this.choosers = choosers;
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
        box.getChildren().addAll(root, custody);
        read();
        box.getStyleClass().add("trust-card");
        box.setPrefWidth(440);
        var over = new PopOver(box);
        over.setArrowLocation(PopOver.ArrowLocation.TOP_RIGHT);
        over.setDetachable(false);
        over.getRoot().getStylesheets().setAll(beside.getScene().getStylesheets());
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

    private interface Change {
        void make(Sealing sealing) throws IOException;
    }

    private void read() {
        change(_ -> { });
    }

    /// Makes a change, and shows what is so then. What fails is said where the change was asked for.
    private void change(Change change) {
        custody.setDisable(true);
        model.background().run(texts.text("job.trust"), _ -> {
            Sealing sealing = model.source().sealing();
            change.make(sealing);
            return new Custody(sealing.key(), sealing.place(), sealing.copies(), sealing.witnesses());
        }).onSuccess(this::custody).onFailure(problem -> {
            custody.setDisable(false);
            custody.getChildren().removeIf(ProblemBox.class::isInstance);
            custody.getChildren().add(new ProblemBox(problem));
        });
    }

    private void custody(Custody is) {
        boolean file = is.place() == KeyPlace.FILE;
        var move = button(file ? "trust.key.move.keyring" : "trust.key.move.file");
        move.setOnAction(_ -> change(sealing -> sealing.move(file ? KeyPlace.KEYRING : KeyPlace.FILE)));
        var copyKey = button("trust.key.copy");
        copyKey.setOnAction(_ -> copy(is.key().toString()));
        var folder = button("trust.copies.choose");
        folder.setOnAction(_ -> choosers.folder(texts.text("trust.copies.choose.title"))
                .ifPresent(chosen -> change(sealing -> sealing.copyTo(Optional.of(chosen)))));
        var none = button("trust.copies.none");
        none.setDisable(is.copies().isEmpty());
        none.setOnAction(_ -> change(sealing -> sealing.copyTo(Optional.empty())));
        var save = button("trust.checkpoint.save");
        save.setOnAction(_ -> choosers.save(texts.text("trust.checkpoint.save.title"), "ledger.checkpoint")
                .ifPresent(chosen -> change(_ -> model.source().checkpoint().save(chosen))));
        String witnesses = is.witnesses().isEmpty() ? texts.text("trust.witness.none")
                : is.witnesses().stream().map(NoteKey::name).collect(Collectors.joining(", "));
        custody.getChildren().setAll(
                Sections.section(texts.text("trust.key"), Sections.pair(texts.text(file ? "trust.key.file" : "trust.key.keyring"),
                        "%08x".formatted(is.key().hash())), new HBox(8, move, copyKey)),
                Sections.section(texts.text("trust.copies"), Sections.prose(is.copies().map(Path::toString)
                        .orElse(texts.text("trust.copies.nowhere")), "text-small"), new HBox(8, folder, none, save)),
                Sections.section(texts.text("trust.witness"), Sections.prose(witnesses, "text-small")));
        custody.setDisable(false);
    }

    private static void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private Button button(String text) {
        var button = new Button(texts.text(text));
        button.getStyleClass().add("small");
        return button;
    }

    private static String bytes(long count) {
        return count < 1 << 20 ? String.format(Locale.ENGLISH, "%.1f KiB", count / 1024.0)
                : String.format(Locale.ENGLISH, "%.1f MiB", count / (double) (1 << 20));
    }
}
