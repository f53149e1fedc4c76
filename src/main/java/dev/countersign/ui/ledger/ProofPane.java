package dev.countersign.ui.ledger;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.seal.LogProof;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// That an entry is in the ledger: its path to the signed root, recomputed here from the hashes that are shown.
final class ProofPane extends ScrollPane {
    private final LedgerViewModel model;
    private final Choosers choosers;
    private final Texts texts = Texts.of(ProofPane.class);
    private final VBox box = new VBox();
    private long shown = -1;

    ProofPane(LedgerViewModel model, Choosers choosers) {
        this.model = model;
        this.choosers = choosers;
        setFitToWidth(true);
        setContent(box);
        box.getStyleClass().add("entry-decision");
    }

    void show(Entry entry) {
        shown = entry.seq();
        box.getChildren().setAll(Sections.prose(texts.text("proof.reading"), "text-muted", "section"));
        model.background().run(texts.text("job.proof"), _ -> model.source().prove(entry.seq()))
                .onSuccess(proof -> {
                    if (shown == entry.seq()) {
                        show(entry, proof);
                    }
                })
                .onFailure(problem -> box.getChildren().setAll(new ProblemBox(problem)));
    }

    private void show(Entry entry, LogProof proof) {
        boolean holds = proof.index() == entry.seq() && proof.holds(entry.leafHash())
                && proof.extra().map(MerkleTree::leaf).filter(entry.leafHash()::equals).isPresent();
        Status status = holds ? Status.VERIFIED : Status.FAILED;
        var verdict = new Label(texts.text(holds ? "proof.holds" : "proof.fails"), Icons.of(status.icon(), 16));
        verdict.getStyleClass().addAll("text-medium", status.tone().styleClass());
        verdict.setWrapText(true);
        var hashes = new StringBuilder();
        hashes.append(texts.text("proof.leaf")).append("  ").append(entry.leafHash()).append('\n');
        proof.path().forEach(hash -> hashes.append("      ").append(hash).append('\n'));
        hashes.append(texts.text("proof.root")).append("  ").append(proof.checkpoint().root());
        var copy = button("proof.copy", Feather.COPY);
        copy.setOnAction(_ -> {
            var content = new ClipboardContent();
            content.putString(proof.text());
            Clipboard.getSystemClipboard().setContent(content);
        });
        var saved = Sections.prose("", "text-small", "text-muted");
        var save = button("proof.save", Feather.SAVE);
        save.setOnAction(_ -> choosers.save(texts.text("proof.save.title"), "entry-" + entry.seq() + LogProof.SUFFIX)
                .ifPresent(file -> save(proof, file, saved)));
        box.getChildren().setAll(
                Sections.section(texts.text("proof.title"), verdict,
                        Sections.pair(texts.text("proof.index"), texts.text("proof.of", proof.index(), proof.checkpoint().size())),
                        code("proof.hashes", hashes.toString())),
                Sections.section(texts.text("proof.checkpoint"), Sections.prose(texts.text("proof.checkpoint.hint"), "text-muted",
                        "text-small"), code("proof.checkpoint", proof.checkpoint().note().stripTrailing())),
                Sections.section(texts.text("proof.take"), Sections.prose(texts.text("proof.take.hint"), "text-muted", "text-small"),
                        new HBox(8, save, copy), saved));
    }

    private void save(LogProof proof, Path file, Label saved) {
        model.background().run(texts.text("job.save"), _ -> {
            proof.save(file);
            return file;
        }).onSuccess(written -> saved.setText(texts.text("proof.saved", written.toString())));
    }

    private Button button(String text, Feather icon) {
        var button = new Button(texts.text(text), Icons.of(icon));
        button.getStyleClass().add("small");
        return button;
    }

    private TextArea code(String what, String text) {
        var area = new TextArea(text);
        area.setEditable(false);
        area.getStyleClass().add("code-area");
        area.setAccessibleText(texts.text(what));
        area.setPrefRowCount((int) Math.min(18, text.lines().count() + 1));
        return area;
    }
}
