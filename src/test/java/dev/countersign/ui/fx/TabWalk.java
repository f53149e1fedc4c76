package dev.countersign.ui.fx;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.TableRow;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;

/// A way through everything on the screen, as a screen reader and the Tab key go it.
public final class TabWalk {
    /// A key, said with the name of what it does.
    private static final Pattern BY_KEY = Pattern.compile("\\([^)]+\\)$");

    private TabWalk() {}

    /// Controls without a role or with nothing to be said.
    public static void silent(Node node, String state, List<String> faults) {
        if (!node.isVisible()) {
            return;
        }
        boolean frame = node instanceof ScrollPane || node instanceof SplitPane || node instanceof ScrollBar || node instanceof Separator
                // an empty cell is room that is left; a row is said by its cells
                || node instanceof IndexedCell<?> cell && (cell.isEmpty() || cell instanceof TableRow<?>);
        if (node instanceof Control control && !(node instanceof Label) && !frame && !node.getStyleClass().contains("list-cell")) {
            if (control.getAccessibleRole() == null || control.getAccessibleRole() == AccessibleRole.NODE) {
                faults.add(state + ": " + name(node) + " has no role");
            }
            if (said(control).isBlank()) {
                faults.add(state + ": " + name(node) + " says nothing");
            }
        }
        if (node.isFocusTraversable() && !(node instanceof Control) && (node.getAccessibleText() == null || node.getAccessibleText().isBlank())
                && !node.getStyleClass().contains("diff-pane")) {
            faults.add(state + ": " + name(node) + " takes the focus and says nothing");
        }
        if (node instanceof Parent parent && !(node instanceof ComboBoxBase<?> || node instanceof Spinner<?>)) {
            parent.getChildrenUnmodifiable().forEach(child -> silent(child, state, faults));
        }
    }

    /// Presses Tab until it comes to where it was: what it did not reach, and whether it left `part`.
    public static void round(Scene scene, Parent part, String state, List<String> faults, Consumer<Node> tab) {
        var wanted = new LinkedHashSet<Node>();
        part.getChildrenUnmodifiable().forEach(child -> controls(child, state, wanted, faults));
        var met = new LinkedHashSet<Node>();
        Node at = scene.getFocusOwner();
        while (at != null && met.add(at) && met.size() < 500) {
            tab.accept(at);
            at = scene.getFocusOwner();
        }
        if (at == null) {
            faults.add(state + ": the focus is lost");
        }
        wanted.removeAll(met);
        wanted.forEach(node -> faults.add(state + ": Tab does not reach " + name(node)));
        met.stream().filter(node -> !within(node, part)).forEach(node -> faults.add(state + ": Tab leaves it for " + name(node)));
    }

    private static boolean within(Node node, Node in) {
        Node at = node;
        while (at != null && at != in) {
            at = at.getParent();
        }
        return at != null;
    }

    private static String name(Node node) {
        return node.getClass().getSimpleName() + "#" + node.getId() + " " + node.getStyleClass() + (node instanceof Control control ? " " + said(control) : "");
    }

    private static String said(Control control) {
        String text = control.getAccessibleText();
        if (text != null && !text.isBlank()) {
            return text;
        }
        if (control instanceof Labeled labeled && labeled.getText() != null && !labeled.getText().isBlank()) {
            return labeled.getText();
        }
        if (control instanceof TextInputControl field && field.getPromptText() != null) {
            return field.getPromptText();
        }
        Tooltip tip = control.getTooltip();
        return tip == null ? "" : tip.getText();
    }

    /// What can be used now, without the parts that it is made of. What Tab skips has to be done by a key that it names.
    private static void controls(Node node, String state, Set<Node> found, List<String> faults) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        if (node instanceof ToggleButton toggle && toggle.getToggleGroup() != null && toggle.getToggleGroup().getSelectedToggle() != null
                && !toggle.isSelected()) {
            // arrow keys go on from the one that is chosen
            return;
        }
        // the palette's list is gone through by the arrow keys of its field
        boolean used = !node.getStyleClass().contains("palette-list") && (node instanceof ButtonBase || node instanceof ComboBoxBase<?> || node instanceof Spinner<?> || node instanceof TextInputControl || node.getStyleClass().contains("list-view"));
        if (used && !node.isFocusTraversable() && node instanceof Control control && !(node.getParent() instanceof MenuButton) && !BY_KEY.matcher(said(control)).find()) {
            faults.add(state + ": neither Tab nor a key of its own for " + name(node));
        }
        if (node.isFocusTraversable()) {
            found.add(node);
        }
        boolean frame = node instanceof ScrollPane || node instanceof SplitPane;
        if (node instanceof Parent parent && (frame || !(used || node instanceof ScrollBar || node.getStyleClass().contains("code-area")))) {
            parent.getChildrenUnmodifiable().forEach(child -> controls(child, state, found, faults));
        }
    }
}
