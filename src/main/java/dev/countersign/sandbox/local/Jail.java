package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A way to contain a command.
interface Jail {

    /// Makes ready what is needed to start `command`; starts nothing.
    ///
    /// @param program where its program lies
    /// @param mark    goes into its environment
    /// @param run     a private folder of this one run
    /// @throws IOException where it can't be contained as `profile` says, with the reason
    Cell prepare(Command command, Path program, Profile profile, Limits limits, String mark, Path run) throws IOException;

    /// A command that is ready to start.
    ///
    /// @param argv        with all that contains it
    /// @param environment of the process that is started; not necessarily the command's
    /// @param failure     asked when it has ended: why nothing was executed, where that is so
    /// @param writable    folders on the disk that it can fill
    record Cell(List<String> argv, Path folder, SortedMap<String, String> environment, Tree tree, Failure failure, List<Path> writable) {
        public Cell {
            writable = List.copyOf(writable);
        }
    }

    /// How its processes are known.
    interface Tree {
        /// @throws IOException where they can't be; the process is to be ended then
        ProcessTree of(Process process) throws IOException;
    }

    interface Failure {
        /// @param words the beginning of standard error
        Optional<String> why(String words);
    }
}
