package dev.countersign.verify;

import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What file sensors found, by path and content: a file is looked at once, however often its tree is checked. The least recently
/// used is forgotten first. Safe for use by several threads.
public final class Readings {
    private record Key(String sensor, String version, WorkspacePath path, Sha256 content) {}

    private final Map<Key, FileSensor.Reading> known;

    /// @param most readings that are kept
    public Readings(int most) {
        known = new LinkedHashMap<>(256, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, FileSensor.Reading> eldest) {
                return size() > most;
            }
        };
    }

    Optional<FileSensor.Reading> find(FileSensor sensor, WorkspacePath path, Sha256 content) {
        synchronized (known) {
            return Optional.ofNullable(known.get(new Key(sensor.name(), sensor.version(), path, content)));
        }
    }

    void keep(FileSensor sensor, WorkspacePath path, Sha256 content, FileSensor.Reading reading) {
        synchronized (known) {
            known.put(new Key(sensor.name(), sensor.version(), path, content), reading);
        }
    }
}
