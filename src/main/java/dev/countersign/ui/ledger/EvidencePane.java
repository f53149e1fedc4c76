package dev.countersign.ui.ledger;

import dev.countersign.ledger.Entry;
import dev.countersign.ledger.EntryDraft;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import java.nio.charset.StandardCharsets;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/// What an entry rests on, piece by piece, as it is kept.
final class EvidencePane extends StackPane {
    private static final int MOST = 400_000;

    private final LedgerViewModel model;
    private final Texts texts = Texts.of(EvidencePane.class);
    private final ListView<EntryDraft.Evidence> list = new ListView<>();
    private final TextArea text = new TextArea();
    private final SplitPane split = new SplitPane(list, text);

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
        split.setDividerPositions(0.22);
        split.getStyleClass().add("thin-split");
        list.getSelectionModel().selectedItemProperty().addListener((_, _, piece) -> {
            text.clear();
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
