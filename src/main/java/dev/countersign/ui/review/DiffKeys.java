package dev.countersign.ui.review;

import dev.countersign.ui.review.DiffRows.Layout;
import java.util.List;

/// The keys that change how a diff is looked at.
final class DiffKeys {
    private DiffKeys() {}

    static List<KeyBinding> of(DiffPane pane) {
        DiffCanvas canvas = pane.canvas();
        return List.of(
                KeyBinding.reading("layout", () -> canvas.diffLayoutProperty().set(
                        canvas.diffLayoutProperty().get() == Layout.SPLIT ? Layout.UNIFIED : Layout.SPLIT), "S"),
                KeyBinding.reading("space", () -> canvas.look().nextWhitespace(), "W"),
                KeyBinding.reading("more.above", () -> canvas.unfold((rows, hunk) -> Unfolding.lines(rows, hunk, -1)), "Alt+Up"),
                KeyBinding.reading("more.below", () -> canvas.unfold((rows, hunk) -> Unfolding.lines(rows, hunk, 1)), "Alt+Down"),
                KeyBinding.reading("block", () -> canvas.unfold(Unfolding::block), "B"),
                KeyBinding.reading("whole", () -> canvas.whole(canvas.page().rows().isFolded()), "O"),
                KeyBinding.reading("whole.all", () -> canvas.look().wholeProperty().set(!canvas.look().wholeProperty().get()), "Shift+O"),
                KeyBinding.reading("moved", pane::followBlock, "M"),
                KeyBinding.reading("other", pane::nextLook, "V"),
                KeyBinding.reading("wrap", () -> canvas.look().wrapProperty().set(!canvas.look().wrapProperty().get()), "Alt+Z"),
                KeyBinding.always("larger", () -> canvas.look().resize(1), "Shortcut+Plus", "Shortcut+Equals", "Shortcut+Add"),
                KeyBinding.always("smaller", () -> canvas.look().resize(-1), "Shortcut+Minus", "Shortcut+Subtract"),
                KeyBinding.always("usual", () -> canvas.look().fontSizeProperty().set(DiffLook.USUAL_SIZE), "Shortcut+0", "Shortcut+Numpad 0"),
                KeyBinding.of("find", KeyBinding.When.ALWAYS, () -> openFind(pane), "Shortcut+F"));
    }

    private static boolean openFind(DiffPane pane) {
        boolean lines = pane.showsLines();
        if (lines) {
            pane.openFind();
        }
        return lines;
    }
}
