package dev.countersign.ui.review;

import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;

/// Rows of the rail that are about a line, so that the way back from the line is found.
final class RailSpots {
    /// @param line    from 1, 0 for the file as a whole
    /// @param section that it stands in
    record Spot(WorkspacePath path, int line, String section, Node row) {}

    private final List<Spot> spots = new ArrayList<>();

    void clear() {
        spots.clear();
    }

    void add(Spot spot) {
        spots.add(spot);
    }

    /// The row about one of these lines (0-based, both included), that of the first line where there are several; else one about the file as a whole.
    Optional<Spot> find(WorkspacePath path, int from, int to) {
        List<Spot> here = spots.stream().filter(spot -> spot.path().equals(path)).toList();
        return here.stream().filter(spot -> spot.line() - 1 >= from && spot.line() - 1 <= to).min(Comparator.comparingInt(Spot::line))
                .or(() -> here.stream().filter(spot -> spot.line() == 0).findFirst());
    }
}
