package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.LineRange;
import dev.countersign.ui.fx.Texts;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// Comments in the window: writing one on chosen lines or the current hunk, the list of all of them, and their marks in the diff.
final class CommentDesk implements CommentCell.Actions {
    private final Texts texts = Texts.of(CommentDesk.class);
    private final ReviewViewModel model;
    private final DiffPane pane;
    private final CommentCard card;
    private final VBox rows = new VBox();
    private final ScrollPane list = new ScrollPane(rows);
    private final InvalidationListener changed = _ -> show();

    CommentDesk(ReviewViewModel model, DiffPane pane) {
        this.model = model;
        this.pane = pane;
        card = new CommentCard(pane.canvas(), pane::focus);
        pane.above(card, card::place);
        list.setId("comments");
        list.getStyleClass().add("comment-list");
        list.setFitToWidth(true);
        list.setAccessibleText(texts.text("comments.title"));
        visible(false);
        model.comments().all().addListener(changed);
        show();
    }

    ScrollPane list() {
        return list;
    }

    boolean isWriting() {
        return card.isVisible();
    }

    void toggleList() {
        visible(!list.isVisible());
    }

    private void visible(boolean yes) {
        list.setVisible(yes);
        list.setManaged(yes);
    }

    private void show() {
        rows.getChildren().setAll(model.comments().all().stream().map(one -> new CommentCell(one, this, ZoneId.systemDefault())).toList());
        if (rows.getChildren().isEmpty()) {
            var none = new Label(texts.text("comments.none"));
            none.getStyleClass().add("text-muted");
            rows.getChildren().add(none);
        }
    }

    /// Opens the card for the chosen lines, or for what the current hunk shows where none are.
    ///
    /// @return whether there was something to comment on
    boolean write() {
        ReviewFile file = model.fileProperty().get();
        if (file == null || !pane.showsLines() || file.marks().edited().isPresent() || !(file.diff().orElse(null) instanceof FileDiff.Text text)) {
            return false;
        }
        ChosenLines chosen = pane.canvas().choice().lines();
        int current = pane.canvas().currentHunkProperty().get();
        if (chosen.isEmpty() && current < 0) {
            return false;
        }
        Side side = chosen.isEmpty() ? text.hunks().get(current).afterCount() > 0 ? Side.AFTER : Side.BEFORE : chosen.side();
        LineRange range = chosen.isEmpty() ? of(text.hunks().get(current), side) : chosen.range();
        if (chosen.isEmpty()) {
            // what is commented on is to be seen
            pane.canvas().goTo(current);
        }
        card.open(side, range, "", words -> {
            model.comments().add(file, side, range, words);
            pane.canvas().choice().clear();
        });
        return true;
    }

    private static LineRange of(Hunk hunk, Side side) {
        return side == Side.AFTER ? new LineRange(hunk.afterStart(), hunk.afterEnd()) : new LineRange(hunk.beforeStart(), hunk.beforeEnd());
    }

    @Override
    public void jump(ReviewComments.Shown comment) {
        comment.file().ifPresent(file -> {
            model.goTo(file, 0);
            if (pane.showsLines()) {
                pane.canvas().goTo(comment.side(), comment.place().map(LineRange::from).orElse(0));
            }
        });
    }

    @Override
    public void edit(ReviewComments.Shown comment) {
        jump(comment);
        card.open(comment.side(), comment.place().orElse(comment.comment().anchor().range()), comment.comment().text(),
                words -> model.comments().edit(comment.comment().id(), words));
    }

    @Override
    public void delete(ReviewComments.Shown comment) {
        model.comments().delete(comment.comment().id());
    }

    @Override
    public void resolve(ReviewComments.Shown comment) {
        model.comments().resolve(comment.comment().id(), !comment.comment().resolved());
    }

    /// Marks of the comments on one file; one on removed lines stands where they were.
    List<Marker> markers(ReviewFile file) {
        var markers = new ArrayList<Marker>();
        for (ReviewComments.Shown one : model.comments().all()) {
            if (one.file().equals(Optional.of(file)) && one.place().isPresent() && !one.comment().resolved()) {
                int line = one.place().get().to() - 1;
                String says = texts.text("comment.mark", one.comment().author().name(), one.comment().text());
                markers.add(new Marker(Marker.Kind.COMMENT, one.side() == Side.AFTER ? line : after(file, line), says));
            }
        }
        return markers;
    }

    private static int after(ReviewFile file, int line) {
        if (file.diff().orElse(null) instanceof FileDiff.Text text) {
            int shift = 0;
            for (Hunk hunk : text.hunks()) {
                if (line < hunk.beforeStart()) {
                    break;
                }
                if (line < hunk.beforeEnd()) {
                    return Math.max(0, Math.min(hunk.afterStart(), text.after().lines().size() - 1));
                }
                shift = hunk.afterEnd() - hunk.beforeEnd();
            }
            return Math.max(0, line + shift);
        }
        return 0;
    }
}
