package dev.countersign.ui.review;

import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.workspace.WorkspacePath;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The whole review of one node. Put it over the window or in one of its own; it never closes itself but asks by its `close`.
/// Closing decides nothing.
public final class ReviewView extends StackPane {
    private final Texts texts = Texts.of(ReviewView.class);
    private final ReviewViewModel model;
    private final DiffPane pane;
    private final FileList list;
    private final EvidenceDesk evidence;
    private final DecisionBar decisions;
    private final KeySheet keys = new KeySheet();
    private final Button edit = new Button();
    private final Button acceptFile;
    private final Button rejectFile;
    private @Nullable ReviewFile shown;
    private boolean preview;
    private final CommentDesk comments;
    private final OutsidePane outside;
    private final EditDesk edits;
    private final List<KeyBinding> bindings;
    private Runnable palette = () -> {};
    private final Runnable gone;
    private final Triaging triaging;
    private final SummaryDesk summary;
    private final ScopeModel scopes;
    private final ScopeMenu scopeMenu;

    /// @param gone asked for by Esc and the close button, and once an answer was taken
    public ReviewView(ReviewViewModel model, Background background, InstantSource clock, Runnable gone) {
        this.model = model;
        Runnable close = this::leave;
        this.gone = gone;
        getStyleClass().add("review");
        setFocusTraversable(true);
        setAccessibleText(texts.text("review.said", model.nodeProperty().get().node().id().value()));
        pane = new DiffPane(background, () -> model.step(-1), () -> model.step(1));
        pane.hunkBar(new HunkBar(() -> decide(HunkDecision.ACCEPTED), () -> decide(HunkDecision.REJECTED), this::edit, this::comment));
        comments = new CommentDesk(model, pane);
        edits = new EditDesk(model, pane, background, this::refresh);
        outside = new OutsidePane(model.outside(), pane, background, this::refresh);
        pane.canvas().choice().onChange(pane::placeBar);
        model.comments().all().addListener((javafx.beans.InvalidationListener) _ -> refresh());
        pane.canvas().hearers().onChip(model::cycle);
        pane.among(model::files, this::open);
        pane.contents(model.source()::contents);
        list = new FileList(new FileListModel(model.files()), true, file -> {
            if (file != model.fileProperty().get()) {
                model.goTo(file, 0);
            }
        });
        triaging = new Triaging(model, list.model(), background);
        list.onReason((file, line) -> jump(file.path(), line - 1));
        summary = new SummaryDesk(this, model, clock, triaging::generated, this::jump, pane::focus);
        scopes = new ScopeModel(model.source(), model.nodeProperty(), background);
        evidence = new EvidenceDesk(this, model, pane, background, clock, this::jump);
        pane.canvas().hearers().onMarker(line -> evidence.show(shown, line, line));
        decisions = new DecisionBar(model, comments::toggleList, pane::focus);
        var header = new ReviewHeader(model, scopes, pane.canvas(), this::nextOutside, keys::toggle, close);
        var split = new SplitPane(list, pane, evidence.rail());
        split.getStyleClass().add("review-split");
        new Rails(split, pane.canvas());
        SplitPane.setResizableWithParent(list, false);
        SplitPane.setResizableWithParent(evidence.rail(), false);
        var frame = new BorderPane(split);
        frame.setTop(new VBox(header, new ElsewhereBar(model.elsewhereProperty(), close)));
        frame.setBottom(new VBox(comments.list(), decisions));
        scopeMenu = header.scopes();
        var beside = new ScopePane(scopes, background);
        scopes.scopeProperty().addListener((_, _, _) -> {
            boolean own = !scopes.isElsewhere();
            frame.setCenter(own ? split : beside);
            frame.getBottom().setVisible(own);
            frame.getBottom().setManaged(own);
            if (own) {
                pane.focus();
            } else {
                beside.requestFocus();
            }
        });
        getChildren().addAll(frame, keys);
        Views.styled(this, ReviewView.class, "review.css");
        acceptFile = fileButton("file.accept", Feather.CHECK, HunkDecision.ACCEPTED);
        rejectFile = fileButton("file.reject", Feather.X, HunkDecision.REJECTED);
        edit.getStyleClass().addAll("flat", "small", "head-button");
        model.fileProperty().addListener((_, _, file) -> show(file));
        model.hunkProperty().addListener((_, _, hunk) -> pane.canvas().goTo(hunk.intValue()));
        pane.canvas().currentHunkProperty().addListener((_, _, hunk) -> {
            if (hunk.intValue() >= 0 && pane.showsLines() && !isEditedShown()) {
                model.hunkProperty().set(hunk.intValue());
            }
        });
        model.nodeProperty().addListener((_, _, _) -> refresh());
        model.takenProperty().addListener((_, _, taken) -> {
            if (taken) {
                gone.run();
            }
        });
        ReviewKeys.leaveFields(this);
        bindings = ReviewKeys.of(this, model, keys, () -> palette.run(), close);
        new KeyTable(this, bindings);
        keys.list(bindings);
        keys.onHidden(pane::focus);
        show(model.fileProperty().get());
    }

    /// Closes, unless there is text that was typed and is not taken.
    private void leave() {
        if (!edits.holds()) {
            gone.run();
        }
    }

    ReviewViewModel model() {
        return model;
    }

    DiffPane pane() {
        return pane;
    }

    DecisionBar decisionBar() {
        return decisions;
    }

    private final javafx.beans.InvalidationListener changed = _ -> refresh();

    private void show(@Nullable ReviewFile file) {
        if (shown != null) {
            shown.versionProperty().removeListener(changed);
        }
        shown = file;
        preview = false;
        edits.leave();
        outside.leave();
        if (file == null) {
            pane.empty();
            return;
        }
        file.versionProperty().addListener(changed);
        list.select(file);
        refresh();
        edits.resume(file);
    }

    private boolean isEditedShown() {
        return preview || shown != null && shown.marks().edited().isPresent();
    }

    private void refresh() {
        ReviewFile file = shown;
        if (file == null || edits.isOpen()) {
            return;
        }
        if (outside.show(file)) {
            pane.actions();
            return;
        }
        boolean edited = file.marks().edited().isPresent();
        int hunk = model.hunkProperty().get();
        boolean written = edited || preview && file.isText();
        pane.show(file, written ? file.written() : file.diff(), !written);
        if (pane.showsLines()) {
            pane.canvas().decisions(written ? Optional.empty() : Optional.of(file.marks()));
            pane.canvas().markers(written ? List.of() : markers(file));
            if (!written && hunk != pane.canvas().currentHunkProperty().get()) {
                pane.canvas().goTo(hunk);
            }
        }
        if (edited) {
            edit.setText(texts.text("edit.revert"));
            edit.setGraphic(Icons.of(Feather.ROTATE_CCW));
            edit.setOnAction(_ -> {
                model.revertEdit();
                pane.focus();
            });
            pane.actions(edit);
        } else if (written) {
            edit.setText(texts.text("preview.leave"));
            edit.setGraphic(Icons.of(Feather.EYE));
            edit.setOnAction(_ -> preview());
            pane.actions(edit);
        } else {
            pane.actions(acceptFile, rejectFile);
        }
    }

    /// What the keys of this review do.
    List<KeyBinding> bindings() {
        return bindings;
    }

    /// @param action opens the list of everything that can be done
    void onPalette(Runnable action) {
        palette = action;
    }

    /// Writes a comment on the chosen lines or the hunk, or feedback where neither can have one.
    void comment() {
        if (!comments.write()) {
            decisions.focusFeedback();
        }
    }

    private Button fileButton(String key, Feather icon, HunkDecision decision) {
        var button = new Button(texts.text(key), Icons.of(icon));
        button.setId(key.replace('.', '-'));
        button.getStyleClass().addAll("flat", "small", "head-button");
        button.setFocusTraversable(false);
        Tips.name(button, texts.text(key + ".says"));
        button.setOnAction(_ -> model.decideFile(decision));
        return button;
    }

    private List<Marker> markers(ReviewFile file) {
        var markers = new ArrayList<>(ReviewMarkers.of(model.nodeProperty().get(), file.path()));
        markers.addAll(comments.markers(file));
        return markers;
    }

    FileList list() {
        return list;
    }

    SummaryDesk summary() {
        return summary;
    }

    /// Looks as was last chosen, and keeps what is chosen; shows the summary first.
    void remember(UiState state) {
        pane.canvas().look().remember(state);
        triaging.remember(state);
        evidence.remember(state);
        summary.openFirst(state);
    }

    /// Which changes are looked at. Its readings end with [#release].
    ScopeModel scopes() {
        return scopes;
    }

    /// Opens the choice of what is looked at.
    void chooseScope() {
        if (getScene() != null && getScene().getWindow() != null) {
            scopeMenu.show();
        }
    }

    /// Lets go of what was read for this view alone.
    void reports(CheckReports offered) {
        evidence.reports(offered);
    }

    void release() {
        scopes.close();
        evidence.rail().reviewers().cancel();
    }

    /// Shows what a check or a rule says of the chosen lines, or of the current hunk, in the rail.
    ///
    /// @return whether anything does
    boolean toEvidence() {
        return evidence.show(shown);
    }

    CommentDesk comments() {
        return comments;
    }

    OutsidePane outside() {
        return outside;
    }

    /// Brings the next file in front that changed on disk and waits for an answer, and shows its merge.
    void nextOutside() {
        model.outside().open().stream().findFirst().flatMap(change -> model.files().stream()
                .filter(file -> file.outside().contains(change)).findFirst()).ifPresent(file -> {
            model.goTo(file, 0);
            outside.look(OutsidePane.Look.MERGE);
        });
    }

    /// Shows the next of the versions of a file that changed on disk.
    void nextVersion() {
        outside.next(shown);
    }

    /// Decides the chosen lines, or the current hunk where none are.
    void decide(HunkDecision decision) {
        if (outside.look() != OutsidePane.Look.AGENT) {
            return;
        }
        ChosenLines chosen = pane.canvas().choice().lines();
        if (chosen.isEmpty()) {
            model.decide(decision);
        } else {
            model.decideLines(chosen, decision);
            pane.canvas().choice().clear();
        }
    }

    /// Turns the chosen lines round; without any, the first line of the current hunk is chosen.
    void toggleLines() {
        if (pane.canvas().choice().lines().isEmpty()) {
            pane.canvas().choice().extend(1);
        } else {
            model.toggleLines(pane.canvas().choice().lines());
        }
    }

    /// Shows what would be written of the file in front, or the review of it again.
    void preview() {
        preview = !preview;
        refresh();
        pane.focus();
    }

    private void jump(WorkspacePath path, int line) {
        if (open(path) && line >= 0 && pane.showsLines()) {
            pane.canvas().goToLine(line);
            pane.focus();
        }
    }

    private boolean open(WorkspacePath path) {
        Optional<ReviewFile> file = model.files().stream().filter(f -> f.path().equals(path)).findFirst();
        file.ifPresent(found -> model.goTo(found, 0));
        return file.isPresent();
    }

    /// Opens the editor on the after side, at the current hunk.
    void edit() {
        edits.edit(shown);
    }

    /// Opens the editor on the current hunk alone.
    void editHunk() {
        edits.editHunk(shown);
    }

    EditDesk edits() {
        return edits;
    }
}
