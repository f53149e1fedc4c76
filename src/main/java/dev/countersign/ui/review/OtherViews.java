package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import tools.jackson.core.JacksonException;

/// Makes the other ways to show a file: content is read and compared in the background.
final class OtherViews {
    private final Texts texts = Texts.of(OtherViews.class);
    private final Background background;
    private final DiffLook look;
    private Optional<Supplier<Contents>> contents = Optional.empty();

    OtherViews(Background background, DiffLook look) {
        this.background = background;
        this.look = look;
    }

    void contents(Supplier<Contents> source) {
        contents = Optional.of(source);
    }

    /// @param shown hears the view, on the JavaFX thread; where there is none to make, why
    void make(OtherLook way, ReviewFile file, FileDiff diff, Consumer<Node> shown) {
        Optional<FileState> before = file.change().beforeState();
        Optional<FileState> after = file.change().afterState();
        background.<Supplier<Node>>run(texts.text("other.reading"), _ -> switch (way) {
            case IMAGE -> {
                Contents source = contents.orElseThrow().get();
                ImageSide old = ImageSide.of(before, source);
                ImageSide now = ImageSide.of(after, source);
                yield () -> old.image().isEmpty() && now.image().isEmpty() ? PlainView.image(old.says(), now.says()) : new ImagePane(old, now);
            }
            case BYTES -> {
                Contents source = contents.orElseThrow().get();
                BytesPane.Start old = BytesPane.Start.of(before, source);
                BytesPane.Start now = BytesPane.Start.of(after, source);
                yield () -> new BytesPane(old, now, diff instanceof FileDiff.TooLarge, look);
            }
            case TABLE -> {
                TableDiff table = TableDiff.of((FileDiff.Text) diff, file.path().extension().equalsIgnoreCase("tsv") ? '\t' : ',');
                yield () -> new TablePane(table);
            }
            case TREE -> tree((FileDiff.Text) diff);
        }).onSuccess(view -> shown.accept(view.get())).onFailure(why -> shown.accept(PlainView.fault(why.sentence())));
    }

    private Supplier<Node> tree(FileDiff.Text diff) {
        try {
            JsonDiff tree = JsonDiff.of(diff);
            return () -> new TreePane(tree);
        } catch (JacksonException e) {
            String place = e.getLocation() == null ? "" : texts.text("tree.place", e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            return () -> PlainView.fault(texts.text("tree.broken", e.getOriginalMessage()) + place);
        }
    }
}
