package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Moves;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Lines of one side of a file that went elsewhere or came from there.
///
/// @param start where they stand, 0-based
/// @param moved cut there and put here; else a copy
/// @param exact not even their indentation changed
/// @param other the file with the other end; its new path, by which the review lists it
/// @param otherName what that file is called on that side
/// @param otherStart where they stand there, on the other side
record BlockMark(Side side, int start, int count, boolean moved, boolean exact, WorkspacePath other, WorkspacePath otherName,
                 int otherStart) {
    /// The marks of each file that has some. Reads all files whole: off the screen's thread.
    static Map<WorkspacePath, List<BlockMark>> of(List<ReviewFile> files) {
        var sources = new ArrayList<Moves.Source>();
        var now = new HashMap<WorkspacePath, WorkspacePath>();
        for (ReviewFile file : files) {
            if (file.diff().orElse(null) instanceof FileDiff.Text text && !file.isGenerated()) {
                WorkspacePath from = file.change() instanceof dev.countersign.changeset.FileChange.Renamed renamed
                        ? renamed.from() : file.path();
                sources.add(new Moves.Source(from, file.path(), text));
                now.put(from, file.path());
            }
        }
        var marks = new HashMap<WorkspacePath, List<BlockMark>>();
        for (Moves.Block block : Moves.of(sources)) {
            WorkspacePath listed = now.getOrDefault(block.from(), block.from());
            marks.computeIfAbsent(block.path(), _ -> new ArrayList<>()).add(new BlockMark(Side.AFTER, block.start(), block.count(),
                    block.moved(), block.exact(), listed, block.from(), block.fromStart()));
            if (block.moved()) {
                marks.computeIfAbsent(listed, _ -> new ArrayList<>()).add(new BlockMark(Side.BEFORE, block.fromStart(), block.count(),
                        true, block.exact(), block.path(), block.path(), block.start()));
            }
        }
        return marks;
    }

    boolean has(Side of, int line) {
        return side == of && line >= start && line < start + count;
    }

    Side otherSide() {
        return side.other();
    }
}
