package dev.countersign.changeset;

import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.List;

/// The unified diff format, as git reads and writes it.
public final class UnifiedPatch {
    private UnifiedPatch() {}

    /// The changeset as one patch that `git apply` accepts. Content that is no UTF-8 text is carried as a git binary patch up to
    /// 1 MiB a file, above that only named; empty folders and permissions other than the executable bit have no place in the
    /// format.
    public static String format(Changeset changeset, Contents contents, int contextLines) throws IOException {
        var writer = new PatchWriter(contents, contextLines);
        for (FileChange change : changeset.changes()) {
            writer.write(change);
        }
        return writer.text();
    }

    /// What came of applying a patch to a tree.
    public sealed interface Applied {
        record Done(Snapshot result) implements Applied {}

        /// Nothing was changed.
        record Refused(List<Reject> rejects) implements Applied {
            public Refused {
                rejects = List.copyOf(rejects);
            }
        }
    }

    /// @param line line of the patch text, from 1
    /// @param path as the patch has it; empty where it names none
    public record Reject(int line, String path, String why) {
        @Override
        public String toString() {
            return path.isEmpty() ? "line " + line + ": " + why : "line " + line + ", " + path + ": " + why;
        }
    }

    /// Applies `patch` to `base` (offsets as git allows them, no fuzz). All of it or nothing. Paths that leave the
    /// workspace, binary hunks without data, and contexts that do not match are rejects with the line in the patch. A hunk
    /// without context applies at its stated line only. Several changes of one file apply in their order.
    ///
    /// @param store holds the content of `base`; new content goes there, also where the patch is refused
    public static Applied apply(byte[] patch, Snapshot base, ContentStore store) throws IOException {
        return new PatchApplication(ParsedPatch.of(patch), base, store).apply();
    }

    /// The paths a patch names, for showing before it runs. Those that no workspace can have are left out.
    public static List<WorkspacePath> paths(byte[] patch) {
        return ParsedPatch.of(patch).paths();
    }
}
