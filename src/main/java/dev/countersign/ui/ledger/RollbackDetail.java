package dev.countersign.ui.ledger;

import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileMerge;
import dev.countersign.ledger.rollback.RollbackChoices.Choice;
import dev.countersign.ledger.rollback.RollbackFile;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.merge.MergeView;
import dev.countersign.ui.merge.MergeViewModel;
import dev.countersign.ui.merge.MergeWords;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// What a rollback does with the file in front: its diff, its conflicts, or why nothing can be done.
final class RollbackDetail extends BorderPane {
    private final RollbackViewModel model;
    private final DiffPane diff;
    private final Texts texts = Texts.of(RollbackDetail.class);

    RollbackDetail(RollbackViewModel model, DiffPane diff) {
        this.model = model;
        this.diff = diff;
    }

    void show(RollbackFile file) {
        setTop(null);
        switch (file) {
            case RollbackFile.Change change -> change(change);
            case RollbackFile.Same same -> {
                setCenter(Sections.empty(Feather.CHECK, texts.text("rollback.same.title"), texts.text("rollback.same.hint")));
                if (!same.settled().isEmpty()) {
                    setTop(settled(file));
                }
            }
            case RollbackFile.Blocked blocked -> setCenter(Sections.empty(Feather.SLASH, texts.text("rollback.blocked.title"),
                    texts.text("rollback.blocked.hint", blocked.why())));
            case RollbackFile.LeftOut out -> {
                show(out.otherwise());
                setTop(note(texts.text("rollback.out.says")));
            }
            case RollbackFile.Open open -> open(open);
        }
    }

    private void change(RollbackFile.Change change) {
        setCenter(diff.node());
        diff.show(List.of(FileChange.of(change.edit())), model.previewProperty().get().contents());
        if (!change.settled().isEmpty()) {
            setTop(settled(change));
        } else if (change.outside()) {
            setTop(note(texts.text("rollback.outside")));
        }
    }

    private void open(RollbackFile.Open open) {
        switch (open.merge()) {
            case FileMerge.Lines lines -> {
                String why = open.steps() > 1 ? texts.text("rollback.step", open.why(), open.step() + 1, open.steps()) : open.why();
                var words = new MergeWords(texts.text("rollback.ours"), texts.text("rollback.theirs"), texts.text("rollback.base"), why);
                setCenter(new MergeView(new MergeViewModel(lines.merge(), words, model.begun(open), now -> model.settle(open, now))));
            }
            case FileMerge.Whole(var reason) -> setCenter(whole(open, reason));
            case FileMerge.Settled _ -> setCenter(null);
        }
    }

    private Node whole(RollbackFile.Open open, FileMerge.Reason reason) {
        var keep = new Button(texts.text("rollback.whole.keep"));
        keep.setId("whole-keep");
        keep.setOnAction(_ -> model.settle(open, new Choice.Keep()));
        var take = new Button(texts.text(open.sides().theirs().isEmpty() ? "rollback.whole.delete" : "rollback.whole.take"));
        take.setId("whole-take");
        take.setOnAction(_ -> model.settle(open, new Choice.Take()));
        var buttons = new HBox(8, keep, take);
        buttons.setAlignment(Pos.CENTER);
        return Sections.empty(Feather.ALERT_TRIANGLE, texts.text("rollback.whole.title"),
                texts.text("rollback.whole." + reason.name()) + " " + texts.text("rollback.whole.why", open.why()), buttons);
    }

    private Node settled(RollbackFile file) {
        HBox bar = note(texts.text("rollback.settled"));
        var again = new Button(texts.text("rollback.again"));
        again.setId("rollback-again");
        again.getStyleClass().add("small");
        again.setMinWidth(Region.USE_PREF_SIZE);
        again.setOnAction(_ -> model.reopen(file.path()));
        bar.getChildren().add(again);
        return bar;
    }

    private static HBox note(String text) {
        Label label = Sections.prose(text, "text-small", "text-muted");
        HBox.setHgrow(label, Priority.ALWAYS);
        var bar = new HBox(8, label);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("rollback-note");
        return bar;
    }
}
