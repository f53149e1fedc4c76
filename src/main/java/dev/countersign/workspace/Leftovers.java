package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Temporary files beside the files they replace: their names, and clearing away what a killed process left of them. Those that an
/// application still needs are no leftovers, also while another one to the same workspace clears. Any thread.
final class Leftovers {
    private static final Pattern NAME = Pattern.compile("\\.countersign-[0-9a-f]{16}-\\d{1,3}\\.(new|old)");

    private final Set<Path> needed = ConcurrentHashMap.newKeySet();

    void need(Path temporary) {
        needed.add(temporary);
    }

    void release(Collection<Path> temporaries) {
        needed.removeAll(temporaries);
    }

    boolean isLeft(Path file) {
        return isOurs(file.getFileName().toString()) && !needed.contains(file);
    }

    static boolean isOurs(String name) {
        return name.startsWith(".countersign-") && NAME.matcher(name).matches();
    }

    /// A free name in `folder`; whoever uses it must create it exclusively.
    static Path free(Path folder, WorkspacePath target, String kind) throws IOException {
        String tag = Sha256.of(target.value().getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex().substring(0, 16);
        for (int i = 0; i < 1000; i++) {
            Path path = folder.resolve(".countersign-" + tag + "-" + i + "." + kind);
            if (Stamp.of(path).isEmpty()) {
                return path;
            }
        }
        throw new FileAlreadyExistsException(folder.toString());
    }

    /// Deletes those that lie in `folder` itself.
    ///
    /// @return how many
    int clear(Path folder) throws IOException {
        int cleared = 0;
        for (Path child : TreeScan.list(folder)) {
            if (isLeft(child)) {
                Deletion.of(child, folder);
                cleared++;
            }
        }
        return cleared;
    }
}
