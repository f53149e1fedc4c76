package dev.countersign.ui.shell;

import dev.countersign.ledger.Committer;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Asks what a crash left to a person: files of an interrupted entry that somebody changed since. Esc decides nothing; the question
/// comes again when the workspace is opened again.
final class RecoveryCard {
    private RecoveryCard() {}

    /// @param keep leaves the files as they are and says so in the ledger
    static void open(Overlay overlay, Committer.Recovery.NeedsHuman left, Runnable keep) {
        Texts texts = Texts.of(RecoveryCard.class);
        var files = new TextArea();
        left.conflicts().forEach(c -> files.appendText(c.edit().path().value() + "  " + c.why() + "\n"));
        files.setEditable(false);
        files.setPrefRowCount(Math.clamp(left.conflicts().size(), 2, 8));
        files.getStyleClass().add("code-area");
        files.setAccessibleText(texts.text("recovery.files"));
        var later = new Button(texts.text("recovery.later"));
        var yes = new Button(texts.text("recovery.keep"));
        yes.getStyleClass().addAll("accent", "recovery-keep");
        var buttons = new HBox(8, later, yes);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        Overlay.Layer layer = Cards.card(overlay, texts.text("recovery.title"), new VBox(12,
                Sections.prose(texts.text("recovery.human", Long.toString(left.entry().seq()), left.conflicts().size()),
                        "text-default", "text-body"), files, buttons));
        later.setOnAction(_ -> layer.close());
        yes.setOnAction(_ -> {
            layer.close();
            keep.run();
        });
    }
}
