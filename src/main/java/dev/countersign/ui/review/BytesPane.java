package dev.countersign.ui.review;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.TextFile;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// What is known of content that has no lines to show: sizes, digests, and the first bytes compared. It is taken whole or not at all.
final class BytesPane extends VBox {
    static final int FIRST = 4096;

    private final DiffCanvas canvas = new DiffCanvas();

    /// What the pane shows of one version.
    ///
    /// @param says size and digest
    record Start(String says, byte[] first) {
        static Start of(Optional<FileState> state, Contents contents) throws IOException {
            Texts texts = Texts.of(BytesPane.class);
            if (state.isEmpty()) {
                return new Start(texts.text("bytes.none"), new byte[0]);
            }
            try (InputStream in = contents.open(state.get().content())) {
                return new Start(texts.text("bytes.says", PlainView.size(state.get().size()), state.get().content().toString()), in.readNBytes(FIRST));
            }
        }

        private TextFile hex() {
            return HexText.of(first);
        }
    }

    BytesPane(Start before, Start after, boolean large, DiffLook look) {
        Texts texts = Texts.of(BytesPane.class);
        getStyleClass().addAll("other-view", "bytes-pane");
        var title = new Label(texts.text(large ? "bytes.large" : "bytes.title"));
        title.getStyleClass().add("text-heading");
        var how = new Label(texts.text(large ? "bytes.large.says" : "bytes.how"));
        how.getStyleClass().add("text-muted");
        how.setWrapText(true);
        how.setMinHeight(Region.USE_PREF_SIZE);
        var old = new Label(texts.text("image.before") + ": " + before.says);
        var now = new Label(texts.text("image.after") + ": " + after.says);
        old.getStyleClass().addAll("code", "text-small");
        now.getStyleClass().addAll("code", "text-small");
        FileDiff.Text diff = new Differ().diff(before.hex(), after.hex(), Differ.Options.EXACT);
        var first = new Label(diff.hunks().isEmpty() ? texts.text("bytes.same", PlainView.size(FIRST)) : texts.text("bytes.first", PlainView.size(FIRST)));
        first.getStyleClass().addAll("text-small", "text-muted");
        var head = new VBox(6, title, how, old, now, first);
        head.getStyleClass().add("bytes-head");
        canvas.diffLayoutProperty().set(DiffRows.Layout.UNIFIED);
        canvas.look().fontSizeProperty().bind(look.fontSizeProperty());
        canvas.show(diff, false);
        var body = new StackPane(canvas);
        canvas.setMinSize(0, 0);
        body.setMinSize(0, 0);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(head, body);
        setAccessibleText(title.getText() + ". " + old.getText() + ". " + now.getText());
    }

    DiffCanvas canvas() {
        return canvas;
    }
}
