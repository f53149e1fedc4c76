package dev.countersign.ui.checks;

import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Scale;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The checks of one workspace, as the screen needs them. Every call blocks.
public interface ChecksSource {
    /// @param chosen whether they were chosen; else the build files gave them
    record Listed(List<CheckCommand> checks, boolean chosen, Scale scale) {
        public Listed {
            checks = List.copyOf(checks);
        }
    }

    Listed read();

    /// @param was the one it takes the place of; empty for a new one
    void save(Optional<String> was, CheckCommand check);

    void remove(String name);

    /// Chooses what is run now.
    void keep();

    /// Back to what the build files give.
    void forget();

    void weigh(Scale scale);

    /// Checks the workspace as it stands, in a copy.
    ///
    /// @param only the one command to run; empty for all
    Verification run(Optional<String> only, Verifier.Listener listener, Progress progress) throws IOException;
}
