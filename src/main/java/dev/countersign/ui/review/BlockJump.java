package dev.countersign.ui.review;

import dev.countersign.workspace.WorkspacePath;
import java.util.Optional;
import java.util.function.Predicate;

/// From one end of a moved block to the other, and back.
final class BlockJump {
    private record Place(WorkspacePath path, Side side, int line) {}

    private final DiffCanvas canvas;
    private Predicate<WorkspacePath> open = path -> false;
    private Optional<WorkspacePath> shown = Optional.empty();
    private Optional<Place> back = Optional.empty();
    private boolean jumping;

    BlockJump(DiffCanvas canvas) {
        this.canvas = canvas;
        canvas.hearers().onFollow(this::follow);
        canvas.currentHunkProperty().addListener((_, _, _) -> back = jumping ? back : Optional.empty());
    }

    /// @param action brings a file in front; false where it is not among the files
    void opener(Predicate<WorkspacePath> action) {
        open = action;
    }

    void shows(WorkspacePath path) {
        shown = Optional.of(path);
    }

    /// To the other end of the first block of the current hunk; to where the last jump started where there is none.
    void follow() {
        Optional<BlockMark> block = canvas.page().blockOf(canvas.currentHunkProperty().get());
        if (back.isPresent()) {
            Place to = back.get();
            back = Optional.empty();
            go(to);
        } else {
            block.ifPresent(this::follow);
        }
    }

    private void follow(BlockMark block) {
        Optional<Place> from = shown.map(path -> new Place(path, block.side(), block.start()));
        if (go(new Place(block.other(), block.otherSide(), block.otherStart()))) {
            back = from;
        }
    }

    private boolean go(Place to) {
        jumping = true;
        try {
            boolean there = shown.filter(to.path::equals).isPresent() || open.test(to.path);
            if (there) {
                canvas.goTo(to.side, to.line);
            }
            return there;
        } finally {
            jumping = false;
        }
    }
}
