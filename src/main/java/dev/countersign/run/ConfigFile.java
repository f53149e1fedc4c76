package dev.countersign.run;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/// One of the user's own files of settings. None has to exist; one that is wrong is refused whole.
///
/// @param name  as commands name it: `agents`
/// @param says  what it sets, for a person
/// @param check reads it as it is read when it is needed
public record ConfigFile(String name, String says, Path path, Check check) {
    private static final Set<PosixFilePermission> OTHERS = Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /// Reads a file of settings, and keeps nothing of it.
    @FunctionalInterface
    public interface Check {
        /// @throws ProblemException naming file, line and key of what is wrong
        void run() throws IOException;
    }

    public enum State { ABSENT, VALID, WRONG }

    /// @param problem what is wrong
    public record Found(State state, Optional<Problem> problem) {}

    /// Looks at it now: whether it is there, whether others can change it, whether it can be used.
    public Found examine() {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return new Found(State.ABSENT, Optional.empty());
        }
        try {
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
                return wrong(Problem.of("CONFIG-001", Exit.USAGE, path + " can be changed by others on this machine.", "Nothing was changed.",
                        "Take that right away: chmod 600 " + path + "."));
            }
            check.run();
            return new Found(State.VALID, Optional.empty());
        } catch (ProblemException e) {
            return wrong(e.problem());
        } catch (IOException e) {
            return wrong(Problem.of("CONFIG-002", Exit.USAGE, path + " cannot be read: " + e.getMessage() + ".", "Nothing was changed.",
                    "Look at its permissions."));
        }
    }

    private static Found wrong(Problem problem) {
        return new Found(State.WRONG, Optional.of(problem));
    }
}
