package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Focus;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// One file in front: a header that stays, and below it the diff or what stands in its place.
final class DiffPane extends BorderPane {
    /// The place of a hunk bar above the diff.
    private static final double BAR = 28;
    /// Text narrower than this would hide behind a hunk bar with words.
    private static final double ROOM = 560;

    /// Names up to so many characters are never cut; a longer one keeps about as much.
    private static final int WHOLE_NAME = 14;
    private static final double CUT_NAME = 112;

    private final Texts texts = Texts.of(DiffPane.class);
    private final Background background;
    private final DiffCanvas canvas = new DiffCanvas();
    private final FindBar find;
    private final StackPane body = new StackPane();
    private final StackPane over;
    private final VBox diffBody;
    private final DiffStrip strip = new DiffStrip(canvas);
    private final BlockJump jump = new BlockJump(canvas);
    private final OtherViews others;
    private final Button other = new Button();
    private @Nullable ReviewFile front;
    /// Which of the other ways is shown; -1 for lines.
    private int way = -1;
    private final Label letter = new Label();
    private final Label folder = new Label();
    private final Label name = new Label();
    private final VBox top;
    private final HBox notes = new HBox(6);
    private final Label added = new Label();
    private final Label removed = new Label();
    private final HBox actions = new HBox(4);
    private final Label where = new Label();
    private final List<Runnable> floating = new ArrayList<>();
    private Optional<HunkBar> bar = Optional.empty();
    private @Nullable FileDiff shown;
    private boolean deciding;
    /// What the header is about; a diff that was made anew is another.
    private @Nullable ReviewFile titled;
    private @Nullable FileDiff titledDiff;

    DiffPane(Background background, Runnable previous, Runnable next) {
        this.background = background;
        find = new FindBar(canvas, background);
        others = new OtherViews(background, canvas.look());
        other.setId("other");
        other.getStyleClass().addAll("flat", "small", "head-button");
        other.setFocusTraversable(false);
        other.setMinWidth(Region.USE_PREF_SIZE);
        other.managedProperty().bind(other.visibleProperty());
        other.setOnAction(_ -> nextLook());
        getStyleClass().add("diff-pane");
        setFocusTraversable(true);
        letter.getStyleClass().add("file-letter");
        folder.getStyleClass().addAll("code", "text-muted");
        folder.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        name.getStyleClass().addAll("code", "title-name");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        Tips.whole(name);
        var path = new PathLine(folder, name);
        added.getStyleClass().add("count-added");
        removed.getStyleClass().add("count-removed");
        notes.setAlignment(Pos.CENTER_LEFT);
        notes.setMinWidth(0);
        where.getStyleClass().addAll("text-muted", "text-small");
        where.setMinWidth(Region.USE_PREF_SIZE);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        actions.setAlignment(Pos.CENTER_RIGHT);
        actions.setMinWidth(Region.USE_PREF_SIZE);
        added.setMinWidth(Region.USE_PREF_SIZE);
        removed.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(8, letter, path, added, removed, notes, gap, other, actions,
                step(Feather.CHEVRON_UP, "hunk.previous", previous), where, step(Feather.CHEVRON_DOWN, "hunk.next", next));
        head.getStyleClass().add("diff-head");
        head.setAlignment(Pos.CENTER_LEFT);
        top = new VBox(head);
        setTop(top);
        over = new StackPane(canvas);
        over.setMinSize(0, 0);
        VBox.setVgrow(over, Priority.ALWAYS);
        diffBody = new VBox(find, strip, over);
        setCenter(body);
        body.setMinSize(0, 0);
        canvas.setMinSize(0, 0);
        canvas.currentHunkProperty().addListener((_, _, _) -> tellWhere());
        canvas.hearers().onMoved(() -> {
            placeBar();
            strip.moved();
        });
    }

    private Button step(Feather icon, String key, Runnable action) {
        var button = new Button("", Icons.of(icon));
        button.getStyleClass().addAll("flat", "button-icon", "tight");
        button.setFocusTraversable(false);
        button.setOnAction(_ -> action.run());
        return Tips.name(button, texts.text(key));
    }

    DiffCanvas canvas() {
        return canvas;
    }

    /// @param files  all that are shown here one after the other, in order
    /// @param opener brings one in front; false where it is not among them
    void among(Supplier<List<ReviewFile>> files, Predicate<WorkspacePath> opener) {
        jump.opener(opener);
        find.across(files, opener);
    }

    /// Where the content of both sides is, for what needs more than lines.
    void contents(Supplier<Contents> source) {
        others.contents(source);
    }

    /// The next way to show the file in front: its lines, and what else suits it.
    void nextLook() {
        if (front != null && shown != null) {
            int ways = OtherLook.of(front, shown).size();
            int first = shown instanceof FileDiff.Text ? -1 : 0;
            if (ways + (first == -1 ? 1 : 0) > 1) {
                look(front, shown, way + 1 < ways ? way + 1 : first);
            }
        }
    }

    private void look(ReviewFile file, FileDiff diff, int next) {
        boolean focused = Focus.isWithin(this);
        List<OtherLook> ways = OtherLook.of(file, diff);
        way = next;
        tellLook(file, diff);
        if (next < 0) {
            body.getChildren().setAll(diffBody);
            canvas.requestLayout();
        } else {
            body.getChildren().setAll(PlainView.reading());
            others.make(ways.get(next), file, diff, node -> {
                if (shown == diff && way == next) {
                    boolean had = Focus.isWithin(this);
                    body.getChildren().setAll(node);
                    if (had) {
                        focus();
                    }
                }
            });
        }
        if (focused) {
            focus();
        }
        tellWhere();
    }

    /// The button names the way it leads to.
    private void tellLook(ReviewFile file, FileDiff diff) {
        List<OtherLook> ways = OtherLook.of(file, diff);
        boolean text = diff instanceof FileDiff.Text;
        other.setVisible(ways.size() + (text ? 1 : 0) > 1);
        int next = way + 1 < ways.size() ? way + 1 : text ? -1 : 0;
        other.setText(texts.text("other." + (next < 0 || ways.isEmpty() ? "LINES" : ways.get(next).name())));
        Tips.set(other, texts.text("other.says"));
        other.setAccessibleText(texts.text("other.said", other.getText()));
    }

    /// To the other end of the moved block in the current hunk, or back.
    void followBlock() {
        if (showsLines()) {
            jump.follow();
        }
    }

    /// Buttons of the screen at the right of the header.
    void actions(Node... buttons) {
        if (!actions.getChildren().equals(List.of(buttons))) {
            actions.getChildren().setAll(buttons);
        }
    }

    /// Lets something float above the diff.
    ///
    /// @param place puts it where it belongs after each scroll
    void above(Node node, Runnable place) {
        over.getChildren().add(node);
        floating.add(place);
    }

    void hunkBar(HunkBar above) {
        bar = Optional.of(above);
        over.getChildren().add(above);
    }

    /// Shows a file; the same diff again leaves scrolling and selection alone.
    void show(ReviewFile file, Optional<FileDiff> diff, boolean decides) {
        deciding = decides;
        if (file != titled || diff.orElse(null) != titledDiff) {
            titled = file;
            titledDiff = diff.orElse(null);
            title(file, diff);
        }
        jump.shows(file.path());
        if (diff.isPresent() && diff.get() == shown && (way >= 0 || body.getChildren().contains(diffBody))) {
            canvas.blocks(file.marks().edited().isEmpty() ? file.blocks() : List.of());
            return;
        }
        boolean focused = Focus.isWithin(this);
        if (focused) {
            requestFocus();
        }
        shown = diff.orElse(null);
        front = file;
        way = -1;
        other.setVisible(false);
        diff.ifPresent(found -> tellLook(file, found));
        switch (shown) {
            case null -> body.getChildren().setAll(file.fault().map(PlainView::fault).orElseGet(PlainView::reading));
            case FileDiff.Text text when text.hunks().isEmpty() -> body.getChildren().setAll(PlainView.unchanged(file.change()));
            case FileDiff.Text text -> lines(file, text, decides);
            case FileDiff.Binary binary -> look(file, binary, 0);
            case FileDiff.TooLarge large -> look(file, large, 0);
            case FileDiff.Link link -> body.getChildren().setAll(PlainView.of(link));
        }
        if (focused) {
            focus();
        }
        tellWhere();
    }

    private void title(ReviewFile file, Optional<FileDiff> diff) {
        letter.setText(file.letter());
        letter.getStyleClass().removeIf(c -> c.startsWith("letter-"));
        letter.getStyleClass().add("letter-" + file.letter());
        folder.setText(file.path().folder().isEmpty() ? "" : file.path().folder() + "/");
        name.setText(file.path().name());
        name.setMinWidth(file.path().name().length() <= WHOLE_NAME ? Region.USE_PREF_SIZE : CUT_NAME);
        notes.getChildren().setAll(FileTitle.notes(file.change(), diff).stream().map(text -> {
            var chip = new Label(text);
            chip.getStyleClass().add("chip");
            return Tips.whole(chip);
        }).toList());
        if (diff.orElse(null) instanceof FileDiff.Text text) {
            added.setText(text.added() > 0 ? "+" + text.added() : "");
            removed.setText(text.removed() > 0 ? "\u2212" + text.removed() : "");
        } else {
            added.setText("");
            removed.setText("");
        }
    }

    private void lines(ReviewFile file, FileDiff.Text text, boolean decides) {
        body.getChildren().setAll(diffBody);
        canvas.show(text, decides);
        canvas.blocks(file.marks().edited().isEmpty() ? file.blocks() : List.of());
        strip.show(text);
        find.again(file.path());
        Syntax.languageOf(file.path()).ifPresent(language -> background.run(texts.text("colouring"),
                _ -> List.of(Syntax.of(language, text.before().lines()), Syntax.of(language, text.after().lines())))
                .onSuccess(both -> {
                    if (shown == text) {
                        canvas.syntax(both.getFirst(), both.getLast());
                    }
                }).onFailure(_ -> canvas.requestLayout()));
    }

    /// Something to say about the file in front, below its header.
    void notice(Optional<Node> node) {
        boolean had = Focus.isWithin(top);
        top.getChildren().remove(1, top.getChildren().size());
        node.ifPresent(top.getChildren()::add);
        if (had) {
            focus();
        }
    }

    /// Shows something else in place of the diff, such as an editor.
    void instead(Node node) {
        boolean had = Focus.isWithin(this);
        shown = null;
        other.setVisible(false);
        body.getChildren().setAll(node);
        if (had) {
            requestFocus();
        }
        tellWhere();
    }

    void empty() {
        shown = null;
        titled = null;
        other.setVisible(false);
        letter.setText("");
        folder.setText("");
        name.setText("");
        notes.getChildren().clear();
        body.getChildren().setAll(PlainView.empty());
        tellWhere();
    }

    /// Gives the focus to the diff, or to what is shown in its place, or to this pane, so that keys always have a place to go.
    void focus() {
        if (showsLines()) {
            canvas.requestFocus();
        } else {
            body.getChildren().stream().filter(Node::isFocusTraversable).findFirst().orElse(this).requestFocus();
        }
    }

    boolean showsLines() {
        return body.getChildren().contains(diffBody);
    }

    void openFind() {
        if (showsLines()) {
            find.open();
        }
    }

    private void tellWhere() {
        int hunks = canvas.page().diff().hunks().size();
        where.setText(showsLines() && hunks > 0 ? texts.text("hunk.where", canvas.currentHunkProperty().get() + 1, hunks) : "");
        placeBar();
    }

    /// Above the hunk where there is room, else at the top edge while any of the hunk is in sight.
    void placeBar() {
        floating.forEach(Runnable::run);
        bar.ifPresent(node -> {
            int hunk = canvas.currentHunkProperty().get();
            double[] span = canvas.spanOf(hunk);
            boolean seen = (deciding || !node.decides()) && showsLines() && hunk >= 0 && span[1] > 0 && span[0] < canvas.getHeight();
            node.setVisible(seen);
            if (seen) {
                node.show(hunk, canvas.page().diff().hunks().size(), canvas.page().decision(hunk));
                ChosenLines chosen = canvas.choice().lines();
                if (!chosen.isEmpty()) {
                    node.lines(chosen.before().size() + chosen.after().size());
                }
                node.compact(canvas.geometry().panes().getLast().textWidth() < ROOM);
                if (node.getScene() != null) {
                    node.applyCss();
                }
                double width = node.prefWidth(-1);
                node.resizeRelocate(Math.max(0, canvas.getWidth() - DiffGeometry.MAP - width - 10), Math.max(4, span[0] - BAR + 2), width, BAR - 2);
            }
        });
    }
}
