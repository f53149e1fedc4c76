package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.workspace.WorkspacePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// Searches the diff in front, or those of all files: Enter and Shift+Enter go on and back, over the borders of files if wished;
/// Esc closes.
final class FindBar extends HBox {
    private final Texts texts = Texts.of(FindBar.class);
    private final DiffCanvas canvas;
    private final Background background;
    private final TextField wanted = new TextField();
    private final Label count = new Label();
    private final ToggleButton all;
    private Supplier<List<ReviewFile>> files = List::of;
    private Predicate<WorkspacePath> open = path -> false;
    private Optional<WorkspacePath> shown = Optional.empty();
    private Optional<Job<Map<WorkspacePath, Integer>>> counting = Optional.empty();
    /// Files with matches in the order of the review, and how many.
    private Map<WorkspacePath, Integer> counts = Map.of();

    FindBar(DiffCanvas canvas, Background background) {
        super(4);
        this.canvas = canvas;
        this.background = background;
        getStyleClass().add("find-bar");
        setAlignment(Pos.CENTER_LEFT);
        wanted.setId("find");
        wanted.setPromptText(texts.text("find.prompt"));
        wanted.setAccessibleText(texts.text("find.prompt"));
        wanted.getStyleClass().add("small");
        wanted.textProperty().addListener((_, _, _) -> search());
        count.setId("find-count");
        count.getStyleClass().addAll("text-muted", "text-small");
        count.setMinWidth(90);
        all = new ToggleButton(texts.text("find.all"));
        all.setId("find-all");
        all.getStyleClass().addAll("flat", "small");
        all.setFocusTraversable(false);
        Tips.set(all, texts.text("find.all.says"));
        all.selectedProperty().addListener((_, _, _) -> search());
        getChildren().addAll(wanted, all, count, button(Feather.CHEVRON_UP, "find.previous", () -> go(-1)),
                button(Feather.CHEVRON_DOWN, "find.next", () -> go(1)), button(Feather.X, "find.close", this::close));
        setMinHeight(Region.USE_PREF_SIZE);
        managedProperty().bind(visibleProperty());
        setVisible(false);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.F3) {
                go(event.isShiftDown() ? -1 : 1);
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            } else if (event.getCode() == KeyCode.A && event.isAltDown()) {
                all.setSelected(!all.isSelected());
                event.consume();
            }
        });
    }

    private Button button(Feather icon, String key, Runnable action) {
        var button = new Button("", Icons.of(icon));
        button.getStyleClass().addAll("flat", "button-icon", "tight");
        button.setFocusTraversable(false);
        button.setOnAction(_ -> action.run());
        return Tips.name(button, texts.text(key));
    }

    /// @param among  the files to search
    /// @param opener brings one in front
    void across(Supplier<List<ReviewFile>> among, Predicate<WorkspacePath> opener) {
        files = among;
        open = opener;
    }

    void open() {
        setVisible(true);
        String selected = canvas.selectedText();
        if (!selected.isEmpty() && !selected.contains("\n")) {
            wanted.setText(selected);
        }
        wanted.requestFocus();
        wanted.selectAll();
        search();
    }

    void close() {
        setVisible(false);
        counting.ifPresent(Job::cancel);
        canvas.find("");
        canvas.scrollTo(canvas.scroll().top(), 0);
        canvas.requestFocus();
    }

    /// A new diff is in front: searches it for the same.
    void again(WorkspacePath path) {
        shown = Optional.of(path);
        if (isVisible()) {
            canvas.find(wanted.getText());
            tell();
        }
    }

    private void search() {
        canvas.find(wanted.getText());
        counting.ifPresent(Job::cancel);
        counting = Optional.empty();
        counts = Map.of();
        String text = wanted.getText();
        if (all.isSelected() && !text.isEmpty()) {
            List<ReviewFile> now = List.copyOf(files.get());
            Job<Map<WorkspacePath, Integer>> job = background.run(texts.text("find.counting"), step -> count(now, text, step::cancelled));
            counting = Optional.of(job);
            job.onSuccess(found -> {
                if (text.equals(wanted.getText()) && all.isSelected()) {
                    counts = found;
                    tell();
                }
            });
        }
        tell();
    }

    private static Map<WorkspacePath, Integer> count(List<ReviewFile> files, String text, java.util.function.BooleanSupplier cancelled) {
        var found = new LinkedHashMap<WorkspacePath, Integer>();
        for (ReviewFile file : files) {
            if (cancelled.getAsBoolean()) {
                break;
            }
            if (file.diff().orElse(null) instanceof FileDiff.Text diff) {
                int matches = DiffFind.in(diff, text).matches().size();
                if (matches > 0) {
                    found.put(file.path(), matches);
                }
            }
        }
        return found;
    }

    private void go(int step) {
        Optional<WorkspacePath> other = canvas.matches().isLast(step) ? neighbour(step) : Optional.empty();
        if (other.isPresent() && open.test(other.get())) {
            if (canvas.matches().end(step)) {
                canvas.showMatch();
            }
        } else {
            canvas.nextMatch(step);
        }
        tell();
    }

    /// The next (1) or previous (-1) file with a match, from the other end again after the last.
    private Optional<WorkspacePath> neighbour(int step) {
        if (!all.isSelected() || counts.isEmpty()) {
            return Optional.empty();
        }
        List<WorkspacePath> order = files.get().stream().map(ReviewFile::path).toList();
        int at = shown.map(order::indexOf).orElse(-1);
        for (int i = 1; i <= order.size(); i++) {
            WorkspacePath path = order.get(Math.floorMod(at + i * step, order.size()));
            if (counts.containsKey(path)) {
                return shown.filter(path::equals).isPresent() ? Optional.empty() : Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private void tell() {
        DiffFind found = canvas.matches().find();
        String here = wanted.getText().isEmpty() ? "" : found.matches().isEmpty() ? texts.text("find.none")
                : texts.text(found.more() ? "find.more" : "find.count", canvas.matches().current() + 1, found.matches().size());
        int sum = counts.values().stream().mapToInt(Integer::intValue).sum();
        count.setText(counts.isEmpty() ? here : here + texts.text("find.count.all", sum, counts.size()));
    }
}
