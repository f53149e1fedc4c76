package dev.countersign.ui.review;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// Who hears what happens in a diff: that it moved, and clicks on what is drawn at its lines.
final class DiffHearers {
    private Runnable moved = () -> {};
    private IntConsumer chip = _ -> {};
    private IntConsumer marker = _ -> {};
    private Consumer<BlockMark> follow = _ -> {};

    /// Hears every scroll and change of size, for what floats above.
    void onMoved(Runnable action) {
        moved = action;
    }

    /// Hears a click on a hunk's decision.
    void onChip(IntConsumer action) {
        chip = action;
    }

    /// Hears a click on the mark of a line of the after side.
    void onMarker(IntConsumer action) {
        marker = action;
    }

    /// Hears that the other end of a moved block is wanted.
    void onFollow(Consumer<BlockMark> action) {
        follow = action;
    }

    void moved() {
        moved.run();
    }

    void chip(int hunk) {
        chip.accept(hunk);
    }

    void marker(int line) {
        marker.accept(line);
    }

    void follow(BlockMark block) {
        follow.accept(block);
    }
}
