package dev.countersign.workspace;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The problems of this package, each worded once.
final class Faults {
    private static final long SLACK = 1 << 20;

    private Faults() {}

    static UserException noFolder(Path folder, String why) {
        return new UserException(Problem.of("WORKSPACE-001", Exit.USAGE, "\"" + folder + "\" cannot be opened as a workspace: " + why + ".",
                "Nothing was read or written.", "Choose a folder that exists and that you may read."));
    }

    static EnvironmentException unreadable(Path file, IOException cause) {
        return new EnvironmentException(Problem.of("WORKSPACE-002", Exit.USAGE, "\"" + file + "\" cannot be read.",
                "Nothing was changed.", "Give yourself read permission, or add it to .gitignore.").withDetails(cause.toString()), cause);
    }

    static EnvironmentException restless(Path file) {
        return new EnvironmentException(Problem.of("WORKSPACE-003", Exit.CONFLICT,
                "\"" + file + "\" keeps changing while it is being read.", "Nothing was changed.",
                "Stop the program that writes it, or add it to .gitignore, and try again."));
    }

    /// A write failed: by a full disk where the file system says so, else for the reason in the details.
    static EnvironmentException unwritten(Path file, long bytes, IOException cause, String unchanged) {
        Path folder = file.getParent();
        if (full(folder, 0)) {
            return diskFull(folder, bytes, cause, unchanged);
        }
        return new EnvironmentException(Problem.of("WORKSPACE-005", Exit.UNDECIDED, "\"" + file + "\" cannot be written.", unchanged,
                "Check that the folder may be written and that the disk works, and try again.").withDetails(cause.toString()), cause);
    }

    static EnvironmentException diskFull(Path folder, long bytes, IOException cause, String unchanged) {
        return new EnvironmentException(Problem.of("WORKSPACE-004", Exit.UNDECIDED,
                "The disk that holds \"" + folder + "\" is full.", unchanged,
                "Free at least " + (bytes + SLACK) / 1024 + " KiB there and try again.").withDetails(cause.toString()), cause);
    }

    /// Whether the disk of `folder` has no room for `bytes`. By asking for the room: the text of an error differs by language.
    static boolean full(Path folder, long bytes) {
        try {
            return Files.getFileStore(folder).getUsableSpace() < bytes + SLACK / 16;
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    static EnvironmentException closed(Path folder) {
        return new EnvironmentException(Problem.of("WORKSPACE-005", Exit.UNDECIDED, "The folder \"" + folder + "\" may not be written.",
                "Nothing was written.", "Give yourself write permission on that folder and try again."));
    }

    static EnvironmentException overfull(Path root, String what) {
        return new EnvironmentException(Problem.of("WORKSPACE-006", Exit.UNDECIDED,
                "The private copy \"" + root + "\" holds " + what + " after the agent's work.",
                "Your workspace was not touched.", "Give the node a narrower task, or add the output to .gitignore, and run it again."));
    }

    static EnvironmentException notPutBack(String files, Throwable cause) {
        return new EnvironmentException(Problem.of("WORKSPACE-007", Exit.CONFLICT,
                "Writing was interrupted, and not everything could be put back: " + files + ".",
                "Every other file is as it was; the content from before is in the files named.",
                "Mend the cause in the details, then rename those files back.").withDetails(String.valueOf(cause)), cause);
    }

    static EnvironmentException noPack(Path file, String why) {
        return new EnvironmentException(Problem.of("WORKSPACE-008", Exit.USAGE, "\"" + file + "\" cannot be used as a content pack: " + why + ".",
                "The file was not changed.", "Close the other Countersign, or move the file away."));
    }

    static EnvironmentException noStage(Path folder, String why, Exception cause) {
        return new EnvironmentException(Problem.of("WORKSPACE-009", Exit.UNDECIDED,
                "The private copy in \"" + folder + "\" cannot be reopened: " + why + ".", "Your workspace was not touched.",
                "Start the node again; it gets a new copy.").withDetails(cause.toString()), cause);
    }

    static UserException notForExport(Path folder, String why) {
        return new UserException(Problem.of("WORKSPACE-030", Exit.USAGE, "The tree cannot be written to \"" + folder + "\": " + why + ".",
                "Nothing was written.", "Name a folder that does not exist yet or is empty, outside of the workspace."));
    }

    static EnvironmentException unnameable(WorkspacePath path, Exception cause) {
        return new EnvironmentException(Problem.of("PATH-002", Exit.USAGE,
                "The name \"" + path + "\" cannot be written in the character set of this system.", "Nothing was written.",
                "Start Countersign under a UTF-8 locale (for example LC_ALL=C.UTF-8).").withDetails(cause.toString()), cause);
    }
}
