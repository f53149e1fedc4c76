package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Temporary files beside the files they replace: their names, and clearing away what a killed process left of them.
final class Leftovers {
    private static final Pattern NAME = Pattern.compile("\\.countersign-[0-9a-f]{16}-\\d{1,3}\\.(new|old)");

    private Leftovers() {}

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
    static int clear(Path folder) throws IOException {
        int cleared = 0;
        for (Path child : TreeScan.list(folder)) {
            if (isOurs(child.getFileName().toString())) {
                Deletion.of(child, folder);
                cleared++;
            }
        }
        return cleared;
    }
}
