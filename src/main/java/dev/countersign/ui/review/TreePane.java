package dev.countersign.ui.review;

import dev.countersign.ui.fx.Texts;
import javafx.scene.control.Label;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// A JSON document as a tree, opened where it changed.
final class TreePane extends BorderPane {
    private final Texts texts = Texts.of(TreePane.class);

    TreePane(JsonDiff diff) {
        getStyleClass().addAll("other-view", "tree-pane");
        var tree = new TreeView<>(item(diff));
        tree.setId("tree-diff");
        tree.setCellFactory(_ -> new Cell());
        var count = new Label(texts.text("tree.count", diff.changes()));
        count.getStyleClass().addAll("text-small", "text-muted");
        tree.setAccessibleText(count.getText());
        var bar = new HBox(count);
        bar.getStyleClass().add("other-bar");
        setTop(bar);
        setCenter(tree);
    }

    private static TreeItem<JsonDiff> item(JsonDiff diff) {
        var item = new TreeItem<>(diff);
        diff.children().forEach(child -> item.getChildren().add(item(child)));
        item.setExpanded(diff.kind() == JsonDiff.Kind.CHANGED);
        return item;
    }

    private final class Cell extends TreeCell<JsonDiff> {
        @Override
        protected void updateItem(@Nullable JsonDiff diff, boolean empty) {
            super.updateItem(diff, empty);
            getStyleClass().removeIf(c -> c.startsWith("cell-is-"));
            setText("");
            if (empty || diff == null) {
                return;
            }
            String name = diff.name().isEmpty() ? texts.text("tree.root") : diff.name();
            String sign = switch (diff.kind()) {
                case SAME -> "";
                case CHANGED -> "~ ";
                case ADDED -> "+ ";
                case REMOVED -> "\u2212 ";
            };
            String value = diff.after().or(diff::before).orElse("");
            boolean both = diff.children().isEmpty() && diff.kind() == JsonDiff.Kind.CHANGED;
            setText(sign + name + ": " + (both ? diff.before().orElse("") + " \u2192 " + diff.after().orElse("") : value));
            getStyleClass().add("cell-is-" + diff.kind().name());
            setAccessibleText(diff.kind() == JsonDiff.Kind.SAME ? getText() : texts.text("kind." + diff.kind().name()) + " " + getText());
        }
    }
}
