package dev.countersign.verify;

import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks at the content of a tree by itself; starts nothing outside the sandbox. Safe for use by several threads.
public interface Sensor {
    /// The part of the energy it measures.
    Part part();

    /// What it is called while it works, and for its first result.
    String name();

    /// Empty where there is nothing that it could look at and nothing to say about that.
    ///
    /// @throws Progress.CancelledException where it is no longer wanted
    List<SensorResult> check(Verifier.Request request, Progress progress) throws IOException;

    /// What it finds in one file's text alone. None where it needs more than that.
    default List<Residual> faults(WorkspacePath path, byte[] content) {
        return List.of();
    }

    /// What a file lets others build on. Empty where it does not know the language, or the file does not parse.
    default Optional<Signature> signature(WorkspacePath path, byte[] content) {
        return Optional.empty();
    }

    /// The names that a file declares and that are not private, with what they stand in, dots between: `a.Store.put`. Empty where it does
    /// not know the language, or the file does not parse.
    default Optional<Set<String>> symbols(WorkspacePath path, byte[] content) {
        return Optional.empty();
    }
}
