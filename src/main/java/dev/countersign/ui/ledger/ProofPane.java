package dev.countersign.ui.ledger;

import dev.countersign.ledger.Checkpoint;
import dev.countersign.ledger.Entry;
import dev.countersign.ledger.InclusionProof;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// That an entry is in the ledger: its path to the signed root, recomputed here from the hashes that are shown.
final class ProofPane extends ScrollPane {
    private record Proof(InclusionProof path, Checkpoint head) {}

    private final LedgerViewModel model;
    private final Texts texts = Texts.of(ProofPane.class);
    private final VBox box = new VBox();
    private long shown = -1;

    ProofPane(LedgerViewModel model) {
        this.model = model;
        setFitToWidth(true);
        setContent(box);
        box.getStyleClass().add("entry-decision");
    }

    void show(Entry entry) {
        shown = entry.seq();
        box.getChildren().setAll(Sections.prose(texts.text("proof.reading"), "text-muted", "section"));
        model.background().run(texts.text("job.proof"), _ -> new Proof(model.source().prove(entry.seq()), model.source().checkpoint()))
                .onSuccess(proof -> {
                    if (shown == entry.seq()) {
                        show(entry, proof);
                    }
                })
                .onFailure(problem -> box.getChildren().setAll(new dev.countersign.ui.fx.ProblemBox(problem)));
    }

    private void show(Entry entry, Proof proof) {
        boolean holds = proof.path().holds() && proof.path().leafHash().equals(entry.leafHash())
                && proof.path().root().equals(proof.head().root());
        Status status = holds ? Status.VERIFIED : Status.FAILED;
        var verdict = new Label(texts.text(holds ? "proof.holds" : "proof.fails"), Icons.of(status.icon(), 16));
        verdict.getStyleClass().addAll("text-medium", status.tone().styleClass());
        verdict.setWrapText(true);
        var hashes = new StringBuilder();
        hashes.append(texts.text("proof.leaf")).append("  ").append(proof.path().leafHash()).append('\n');
        proof.path().path().forEach(hash -> hashes.append("      ").append(hash).append('\n'));
        hashes.append(texts.text("proof.root")).append("  ").append(proof.path().root());
        var copy = new Button(texts.text("proof.copy"), Icons.of(Feather.COPY));
        copy.getStyleClass().addAll("flat", "small");
        copy.setOnAction(_ -> {
            var content = new ClipboardContent();
            content.putString(hashes + "\n\n" + proof.head().note());
            Clipboard.getSystemClipboard().setContent(content);
        });
        box.getChildren().setAll(
                Sections.section(texts.text("proof.title"), verdict,
                        Sections.pair(texts.text("proof.index"), texts.text("proof.of", Long.toString(proof.path().index()),
                                Long.toString(proof.path().size()))),
                        code(hashes.toString())),
                Sections.section(texts.text("proof.checkpoint"), Sections.prose(texts.text("proof.checkpoint.hint"), "text-muted",
                        "text-small"), code(proof.head().note().stripTrailing()), copy));
    }

    private static TextArea code(String text) {
        var area = new TextArea(text);
        area.setEditable(false);
        area.getStyleClass().add("code-area");
        area.setPrefRowCount((int) Math.min(18, text.lines().count() + 1));
        return area;
    }
}
