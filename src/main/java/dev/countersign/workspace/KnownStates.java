package dev.countersign.workspace;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Under which stamps which states of paths were read: a path whose stamp is the same still has that state, and need not be read
/// again. Safe for use by several threads.
final class KnownStates {
    record Known(Stamp stamp, FileState state) {}

    private final Map<WorkspacePath, Known> known = new ConcurrentHashMap<>();

    /// The state last seen at `path`, where `stamp` proves that nothing touched it since.
    Optional<FileState> unchanged(WorkspacePath path, Stamp stamp) {
        return Optional.ofNullable(known.get(path)).filter(seen -> seen.stamp.sameAs(stamp)).map(Known::state);
    }

    /// The state last seen at `path`.
    Optional<FileState> of(WorkspacePath path) {
        return Optional.ofNullable(known.get(path)).map(Known::state);
    }

    /// Remembers a state, unless a change right after the moment `now` could go unnoticed under the same stamp.
    ///
    /// @param now by the clock that stamps the files, in nanoseconds, not after `stamp` was taken
    void know(WorkspacePath path, Stamp stamp, FileState state, long now) {
        if (stamp.settledBefore(now)) {
            known.put(path, new Known(stamp, state));
        } else {
            known.remove(path);
        }
    }

    void put(WorkspacePath path, Known state) {
        known.put(path, state);
    }

    /// Forgets other paths, at the latest once there are more than these.
    void retain(Set<WorkspacePath> paths) {
        if (known.size() > paths.size()) {
            known.keySet().retainAll(paths);
        }
    }

    /// Forgets all other paths, at once.
    void retainOnly(Set<WorkspacePath> paths) {
        known.keySet().retainAll(paths);
    }

    void forget(WorkspacePath path) {
        known.remove(path);
    }

    Map<WorkspacePath, Known> all() {
        return known;
    }
}
