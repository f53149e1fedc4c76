package dev.countersign.verify;

import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;

/// A file sensor that looks at many files at once, because each look has a price of its own, as that of a program started in the
/// sandbox. What it finds in each still follows from that file alone.
public interface BatchSensor extends FileSensor {
    record Source(WorkspacePath path, byte[] content) {}

    /// A reading for each source, in their order.
    ///
    /// @throws Progress.CancelledException where it is no longer wanted
    List<Reading> readAll(List<Source> sources, Progress progress);

    @Override
    default Reading read(WorkspacePath path, byte[] content) {
        return readAll(List.of(new Source(path, content)), Progress.NONE).getFirst();
    }
}
