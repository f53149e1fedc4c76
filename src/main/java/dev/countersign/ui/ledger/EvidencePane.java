package dev.countersign.ui.ledger;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.nio.charset.StandardCharsets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What an entry rests on, piece by piece, as it is kept.
final class EvidencePane extends StackPane {
    private static final int MOST = 400_000;

    private final LedgerViewModel model;
    private final Texts texts = Texts.of(EvidencePane.class);
    private final ListView<EntryDraft.Evidence> list = new ListView<>();
    private final TextArea text = new TextArea();
    private final Button copy = new Button();
    private final Label digest = new Label();
    private final SplitPane split;

    EvidencePane(LedgerViewModel model) {
        this.model = model;
        list.getStyleClass().add("bare-list");
        list.setAccessibleText(texts.text("tab.evidence"));
        list.setFixedCellSize(28);
        list.setMinWidth(140);
        list.setCellFactory(_ -> new ListCell<>() {
            @Override
            protected void updateItem(EntryDraft.Evidence piece, boolean empty) {
                super.updateItem(piece, empty);
                setText(empty || piece == null ? null : piece.kind());
            }
        });
        text.setEditable(false);
        text.getStyleClass().add("code-area");
        text.setAccessibleText(texts.text("evidence.text"));
        digest.getStyleClass().addAll("text-small", "text-muted", "code");
        copy.setText(texts.text("evidence.copy"));
        copy.setGraphic(Icons.of(Feather.COPY));
        copy.getStyleClass().addAll("flat", "small");
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setOnAction(_ -> {
            var content = new ClipboardContent();
            content.putString(text.getText());
            Clipboard.getSystemClipboard().setContent(content);
        });
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var bar = new HBox(8, Tips.whole(digest), gap, copy);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("evidence-bar");
        VBox.setVgrow(text, Priority.ALWAYS);
        split = new SplitPane(list, new VBox(bar, text));
        split.setDividerPositions(0.22);
        split.getStyleClass().add("quiet-split");
        list.getSelectionModel().selectedItemProperty().addListener((_, _, piece) -> {
            text.clear();
            digest.setText(piece == null ? "" : "SHA-256 " + piece.content().hex());
            if (piece != null) {
                read(piece);
            }
        });
    }

    void show(Entry entry) {
        list.getItems().setAll(entry.what().evidence());
        if (entry.what().evidence().isEmpty()) {
            getChildren().setAll(Sections.empty(Feather.FILE_TEXT, texts.text("evidence.none"), texts.text("evidence.none.hint")));
        } else {
            getChildren().setAll(split);
            list.getSelectionModel().selectFirst();
        }
    }

    private void read(EntryDraft.Evidence piece) {
        model.background().run(texts.text("job.evidence"), _ -> model.source().contents().read(piece.content()))
                .onSuccess(bytes -> {
                    if (piece.equals(list.getSelectionModel().getSelectedItem())) {
                        String whole = new String(bytes, StandardCharsets.UTF_8);
                        text.setText(whole.length() <= MOST ? whole
                                : whole.substring(0, MOST) + "\n" + texts.text("evidence.cut", whole.length()));
                    }
                });
    }
}
