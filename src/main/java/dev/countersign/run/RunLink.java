package dev.countersign.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// How sessions in several processes reach each other.
public interface RunLink {
    /// Nobody reaches anybody: what another process drives can be watched, not commanded.
    RunLink NONE = new RunLink() {
        @Override
        public AutoCloseable offer(Path place, RunDriver driver) {
            return () -> { };
        }

        @Override
        public Optional<Reached> reach(Path place) {
            return Optional.empty();
        }
    };

    /// Lets other processes of this user command `driver`, until the result is closed.
    ///
    /// @param place a path of the session's own, in a folder of the user's own; files beside it that begin with its name are used
    AutoCloseable offer(Path place, RunDriver driver) throws IOException;

    /// Who offers at `place`; empty where nobody does.
    ///
    /// @throws dev.countersign.fault.EnvironmentException where another version of the program does
    Optional<Reached> reach(Path place) throws IOException;

    /// A driver in another process. Its calls throw `RUN-081` where it ends meanwhile.
    interface Reached extends AutoCloseable {
        RunDriver driver();

        @Override
        void close();
    }
}
