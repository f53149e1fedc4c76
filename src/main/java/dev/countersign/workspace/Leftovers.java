package dev.countersign.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    void release(Collection<Path> temporaries) {
        needed.removeAll(temporaries);
    }

    boolean isLeft(Path file) {
        return isOurs(file.getFileName().toString()) && !needed.contains(file);
    }

    static boolean isOurs(String name) {
        return name.startsWith(".countersign-") && NAME.matcher(name).matches();
    }

    /// Makes a file, a link or a second name under a name that must be free.
    interface Making<T> {
        /// @throws FileAlreadyExistsException where it is not
        T make(Path name) throws IOException;
    }

    /// Makes something under the first name in `folder` that is free, and that is no leftover from then on until [#release].
    ///
    /// @param needs gets that name
    <T> T make(Path folder, WorkspacePath target, String kind, Collection<Path> needs, Making<T> making) throws IOException {
        return first(folder, target, kind, name -> {
            if (!needed.add(name)) {
                throw new FileAlreadyExistsException(name.toString());
            }
            try {
                T made = making.make(name);
                needs.add(name);
                return made;
            } catch (IOException | RuntimeException | Error e) {
                needed.remove(name);
                throw e;
            }
        });
    }

    /// Makes something under the first name in `folder` that is free.
    static <T> T first(Path folder, WorkspacePath target, String kind, Making<T> making) throws IOException {
        String tag = Sha256.of(target.value().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
        for (int i = 0; i < 1000; i++) {
            try {
                return making.make(folder.resolve(".countersign-" + tag + "-" + i + "." + kind));
            } catch (FileAlreadyExistsException e) {
                // The next one.
            }
        }
        throw new FileAlreadyExistsException(folder.toString());
    }

    /// A free name in `folder`.
    static Path free(Path folder, WorkspacePath target, String kind) throws IOException {
        return first(folder, target, kind, name -> {
            if (Stamp.of(name).isPresent()) {
                throw new FileAlreadyExistsException(name.toString());
            }
            return name;
        });
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
