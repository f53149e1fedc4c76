package dev.countersign.ui.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;

/// Focus inside one part of a window.
public final class Focus {
    private Focus() {}

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
            if (child instanceof Parent inner && !(child.isFocusTraversable() && child instanceof javafx.scene.control.Control)) {
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
