package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.ui.fx.Fonts;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.review.DiffRows.Layout;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.layout.Region;

/// A diff of one file, drawn on a canvas: only the rows in sight are drawn, once per frame at most and only when something
/// changed. Both sides share one list of aligned rows, so they cannot scroll apart.
///
/// Use on the JavaFX thread. Colours follow the theme's `-color-bg-default`. The accessible text tells the current hunk.
public final class DiffCanvas extends Region {
    private final Texts texts = Texts.of(DiffCanvas.class);
    private final Canvas canvas = new Canvas();
    private final AcrossBar across = new AcrossBar();
    private final DiffScroll scroll = new DiffScroll();
    private final DiffLook look = new DiffLook();
    private final DiffMatches matches = new DiffMatches();
    private final ReadOnlyIntegerWrapper currentHunk = new ReadOnlyIntegerWrapper(this, "currentHunk", -1);
    private DiffPage page = new DiffPage(Diffs.EMPTY, Layout.SPLIT);
    private CodeFont font = CodeFont.of(Fonts.CODE, Fonts.UI, 13);
    private DiffColors colors = DiffColors.LIGHT;
    private DiffGeometry geometry = DiffGeometry.of(Layout.SPLIT, font, 0, 0, 1, false);
    private RowHeights heights = RowHeights.even(0);
    private int wrappedAt = -1;
    private Optional<TextSelection> selection = Optional.empty();
    private int hoverRow = -1;
    private double hoverX;
    private boolean decides;
    private int drawnRows;
    private final DiffHearers hearers = new DiffHearers();
    private final LineChoice choice;
    private final LineReader reader = new LineReader(this);

    public DiffCanvas() {
        getStyleClass().add("diff-canvas");
        setStyle("-fx-background-color: -color-bg-default;");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT);
        setAccessibleRoleDescription(texts.text("diff.role"));
        across.valueProperty().addListener((_, _, value) -> scrollTo(scroll.top(), value.doubleValue()));
        getChildren().addAll(canvas, across);
        look.layoutProperty().addListener((_, _, value) -> relaid(value));
        look.wrapProperty().addListener((_, _, _) -> remeasure());
        look.whitespaceProperty().addListener((_, _, mode) -> {
            page.whitespace(mode);
            announce();
            requestLayout();
        });
        look.wholeProperty().addListener((_, _, whole) -> whole(whole));
        look.fontSizeProperty().addListener((_, _, size) -> {
            font = CodeFont.of(Fonts.CODE, Fonts.UI, Math.clamp(size.intValue(), CodeFont.SMALLEST, CodeFont.LARGEST));
            remeasure();
        });
        focusedProperty().addListener((_, _, _) -> requestLayout());
        DiffColors.follow(this, now -> {
            colors = now;
            requestLayout();
        });
        choice = new LineChoice(this);
        new DiffMouse(this);
    }

    /// Shows a diff from its first hunk. Decisions, markers and colours come by their own calls.
    ///
    /// @param canDecide whether hunks carry decisions
    public void show(FileDiff.Text diff, boolean canDecide) {
        page = new DiffPage(diff, look.layoutProperty().get());
        page.whitespace(look.whitespaceProperty().get());
        if (look.wholeProperty().get()) {
            page.rows(page.rows().with(Expansion.everything(diff.hunks().size())));
        }
        decides = canDecide;
        selection = Optional.empty();
        matches.clear();
        scroll.to(0, 0);
        currentHunk.set(diff.hunks().isEmpty() ? -1 : 0);
        remeasure();
        announce();
        if (!diff.hunks().isEmpty()) {
            layout();
            reveal(0);
        }
    }

    DiffLook look() {
        return look;
    }

    public ObjectProperty<Layout> diffLayoutProperty() {
        return look.layoutProperty();
    }

    /// Index of the current hunk, -1 where there is none.
    public ReadOnlyIntegerProperty currentHunkProperty() {
        return currentHunk.getReadOnlyProperty();
    }

    /// Makes a hunk the current one and brings it into sight.
    public void goTo(int hunk) {
        if (hunk >= 0 && hunk < page.rows().hunks()) {
            currentHunk.set(hunk);
            layout();
            reveal(hunk);
            announce();
        }
    }

    /// @param marks empty where there is nothing to decide
    void decisions(Optional<ReviewFile.Marks> marks) {
        marks.ifPresentOrElse(page::decisions, page::noDecisions);
        announceAgain();
        requestLayout();
    }

    public void markers(List<Marker> markers) {
        page.markers(markers);
        announceAgain();
        requestLayout();
    }

    /// Colours for the diff that is shown; read them off this thread with [Syntax#of].
    void syntax(Syntax before, Syntax after) {
        page.syntax(before, after);
        requestLayout();
    }

    void blocks(List<BlockMark> blocks) {
        page.blocks(blocks);
        announceAgain();
        requestLayout();
    }

    /// Brings a line (0-based) of the after side into sight, opening the fold that hides it, makes its hunk current, frames and says it.
    public void goToLine(int line) {
        goTo(Side.AFTER, line);
        if (page.rows().size() > 0) {
            say(reader.at(page.rows().rowOf(Side.AFTER, line)));
        }
    }

    /// The line (0-based) of the after side that is framed; -1 for none.
    int framedLine() {
        return reader.row() < 0 || reader.row() >= page.rows().size() ? -1 : page.rows().row(reader.row()).after();
    }

    void goTo(Side side, int line) {
        if (page.rows().size() == 0) {
            return;
        }
        reveal(side, line);
        int hunk = page.rows().row(page.rows().rowOf(side, line)).hunk();
        if (hunk >= 0) {
            makeCurrent(hunk);
        }
    }

    /// Searches both sides; the first match at or behind what is in sight becomes the current one.
    void find(String wanted) {
        matches.search(page.diff(), wanted, page.rows(), heights.rowAt((int) (scroll.top() / font.rowHeight())));
        showMatch();
    }

    void nextMatch(int step) {
        matches.step(step);
        showMatch();
    }

    DiffMatches matches() {
        return matches;
    }

    /// The selected text, without numbers and markers; empty where nothing is selected.
    public String selectedText() {
        return selection.filter(s -> !s.isEmpty()).map(s -> s.text(page.rows())).orElse("");
    }

    /// Rows drawn by the last frame.
    int drawnRows() {
        return drawnRows;
    }

    DiffHearers hearers() {
        return hearers;
    }

    /// Top and bottom of a hunk in this node's coordinates; may lie outside of it.
    double[] spanOf(int hunk) {
        boolean known = hunk >= 0 && hunk < page.rows().hunks();
        return known ? heights.span(page.rows().firstRow(hunk), page.rows().lastRow(hunk), font.rowHeight(), scroll.top()) : new double[] {0, 0};
    }

    /// Whole lines that are chosen.
    LineChoice choice() {
        return choice;
    }

    /// Brings a row into sight, with `margin` rows above and below.
    void show(int row, double margin) {
        double y = (double) heights.start(row) * font.rowHeight();
        scroll.reveal(y, y + font.rowHeight(), margin * font.rowHeight());
        requestLayout();
    }

    DiffPage page() {
        return page;
    }

    DiffGeometry geometry() {
        return geometry;
    }

    RowHeights heights() {
        return heights;
    }

    DiffScroll scroll() {
        return scroll;
    }

    boolean decides() {
        return decides;
    }

    Optional<TextSelection> selection() {
        return selection;
    }

    void select(Optional<TextSelection> next) {
        selection = next;
        requestLayout();
    }

    void hover(int row, double x) {
        if (row != hoverRow || row >= 0 && x != hoverX) {
            hoverRow = row;
            hoverX = x;
            requestLayout();
        }
    }

    void expand(Expansion expansion) {
        selection = Optional.empty();
        page.rows(page.rows().with(expansion));
        remeasure();
    }

    /// Everything, or the changes with their context only; the current hunk stays in sight.
    void whole(boolean whole) {
        expand(whole ? Expansion.everything(page.rows().hunks()) : Expansion.NONE);
        layout();
        reveal(currentHunk.get());
    }

    /// More around the current hunk, which stays where it is on the screen.
    void unfold(BiFunction<DiffRows, Integer, Expansion> how) {
        int hunk = currentHunk.get();
        if (hunk >= 0) {
            double y = spanOf(hunk)[0];
            expand(how.apply(page.rows(), hunk));
            layout();
            scrollTo(scroll.top() + spanOf(hunk)[0] - y, scroll.left());
        }
    }

    void scrollTo(double top, double left) {
        double oldTop = scroll.top();
        double oldLeft = scroll.left();
        scroll.to(top, left);
        if (oldTop != scroll.top() || oldLeft != scroll.left()) {
            across.setValue(scroll.left());
            requestLayout();
        }
    }

    void makeCurrent(int hunk) {
        currentHunk.set(hunk);
        announce();
        requestLayout();
    }

    private void reveal(int hunk) {
        double[] span = spanOf(hunk);
        scroll.reveal(span[0] + scroll.top(), span[1] + scroll.top(), 2.5 * font.rowHeight());
        requestLayout();
    }

    private void reveal(Side side, int line) {
        DiffRows shown = page.rows().revealing(side, line);
        if (shown != page.rows()) {
            expand(shown.expansion());
        }
        layout();
        show(page.rows().rowOf(side, line), 3.0);
    }

    void showMatch() {
        if (matches.current() < 0) {
            requestLayout();
            return;
        }
        DiffFind.Match found = matches.find().matches().get(matches.current());
        reveal(found.side(), found.line());
        if (!look.wrapProperty().get()) {
            LineCells cells = page.cells(found.side(), found.line());
            scroll.revealAcross(cells.cellOf(found.start()) * font.cell(), cells.cellOf(found.end()) * font.cell() + 24);
            across.setValue(scroll.left());
        }
        requestLayout();
    }

    private void relaid(Layout next) {
        selection = Optional.empty();
        page.rows(page.rows().with(next));
        remeasure();
        layout();
        reveal(currentHunk.get());
    }

    private void remeasure() {
        wrappedAt = -1;
        requestLayout();
    }

    private void announce() {
        reader.forget();
        say(page.announcement(currentHunk.get()));
    }

    /// The line that is read, or the hunk where none is.
    private void announceAgain() {
        if (framedLine() < 0) {
            announce();
        } else {
            say(reader.again());
        }
    }

    private void say(String words) {
        setAccessibleText(words);
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }

    /// Goes to the next or previous line and says it.
    void read(int by) {
        reader.read(by).ifPresent(this::say);
    }

    @Override
    protected void layoutChildren() {
        boolean wrap = look.wrapProperty().get();
        double width = Math.floor(getWidth());
        double height = Math.floor(getHeight());
        int lines = Math.max(page.diff().before().lines().size(), page.diff().after().lines().size());
        geometry = DiffGeometry.of(diffLayoutProperty().get(), font, width, height, lines, decides);
        int columns = wrap ? geometry.columns() : 0;
        if (wrappedAt != columns) {
            wrappedAt = columns;
            heights = columns == 0 ? RowHeights.even(page.rows().size()) : page.wrapped(columns);
        }
        double textWidth = geometry.panes().stream().mapToDouble(DiffGeometry.Pane::textWidth).min().orElse(0);
        double needed = wrap ? 0 : page.widest() * font.cell() + 32;
        boolean bar = needed > textWidth && textWidth > 0;
        double shown = height - (bar ? AcrossBar.THICK : 0);
        scroll.measure((heights.total() + 1.0) * font.rowHeight(), needed, shown, textWidth);
        across.setVisible(bar);
        across.measure(scroll, textWidth, needed, font.cell());
        across.resizeRelocate(0, height - AcrossBar.THICK, width - DiffGeometry.MAP, AcrossBar.THICK);
        canvas.setWidth(width);
        canvas.setHeight(shown);
        geometry = DiffGeometry.of(diffLayoutProperty().get(), font, width, shown, lines, decides);
        var view = new DiffPainter.View(scroll.top(), wrap ? 0 : scroll.left(), wrap,
                currentHunk.get(), hoverRow, hoverX, selection, matches.find(), matches.current(), decides, isFocused());
        drawnRows = new DiffPainter(canvas.getGraphicsContext2D(), page, geometry, colors, heights, view).paint();
        if (isFocused()) {
            reader.frame(canvas.getGraphicsContext2D(), colors.accent());
        }
        hearers.moved();
    }
}
