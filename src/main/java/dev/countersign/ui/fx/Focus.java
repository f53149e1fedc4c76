package dev.countersign.ui.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToolBar;

/// Focus inside one part of a window.
public final class Focus {
    private static final Object TAKES_TAB = new Object();

    private Focus() {}

    /// `editor` is typed into, and Tab is one of its characters; Ctrl+Tab goes on to the next control instead.
    public static void takesTab(Node editor) {
        editor.getProperties().put(TAKES_TAB, true);
    }

    static boolean isTakingTab(EventTarget target) {
        return target instanceof Node node && node.getProperties().containsKey(TAKES_TAB);
    }

    /// Goes on to the control after (before) `from` in its window, as Tab does elsewhere.
    public static void leave(Node from, boolean backwards) {
        from.requestFocusTraversal(backwards ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
    }

    /// Whether keys with letters on them write something there.
    public static boolean isTyping(EventTarget target) {
        return target instanceof TextInputControl || isTakingTab(target);
    }

    static Optional<Node> first(Parent part) {
        return stops(part).stream().findFirst();
    }

    /// The stop after (before) the one that has focus, in a ring.
    static Optional<Node> next(Parent part, boolean backwards) {
        List<Node> stops = stops(part);
        if (stops.isEmpty() || part.getScene() == null) {
            return Optional.empty();
        }
        int at = stops.indexOf(part.getScene().getFocusOwner());
        int next = at < 0 ? 0 : Math.floorMod(at + (backwards ? -1 : 1), stops.size());
        return Optional.of(stops.get(next));
    }

    private static List<Node> stops(Parent part) {
        var found = new ArrayList<Node>();
        collect(part, found);
        return found;
    }

    private static void collect(Parent parent, List<Node> found) {
        for (Node child : parent.getChildrenUnmodifiable()) {
            if (!child.isVisible() || child.isDisabled()) {
                continue;
            }
            if (child.isFocusTraversable()) {
                found.add(child);
            }
            // what only holds other controls takes the focus itself, too: it can be scrolled by keys
            boolean frame = child instanceof ScrollPane || child instanceof SplitPane || child instanceof ToolBar;
            if (child instanceof Parent inner && (frame || !(child.isFocusTraversable() && child instanceof Control))) {
                collect(inner, found);
            }
        }
    }

    /// Whether keys go to `parent` or something in it, also while its window is not in front.
    public static boolean isWithin(Parent parent) {
        Node at = parent.getScene() == null ? null : parent.getScene().getFocusOwner();
        while (at != null && at != parent) {
            at = at.getParent();
        }
        return at != null;
    }
}
