package dev.countersign.ui.run;

import dev.countersign.plan.NodeId;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.plan.GraphCard;
import java.util.List;
import java.util.Optional;

/// One node as the graph draws it.
///
/// @param lines  added and removed lines of its candidate, once they are counted
/// @param energy V(x) of the last verification
/// @param stable whether that was stable
public record NodeCard(NodeId id, String goal, List<NodeId> after, Status status, int attempt, Optional<Lines> lines,
                       Optional<Double> energy, boolean stable) implements GraphCard {
    @Override
    public boolean isLive() {
        return status.tone() == Status.Tone.ACCENT;
    }

    /// Line counts of all files together.
    public record Lines(int files, int added, int removed) {
        static Lines of(List<FileRow> rows) {
            return new Lines(rows.size(), rows.stream().mapToInt(r -> r.added().orElse(0)).sum(),
                    rows.stream().mapToInt(r -> r.removed().orElse(0)).sum());
        }
    }
}
