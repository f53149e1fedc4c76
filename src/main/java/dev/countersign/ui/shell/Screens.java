package dev.countersign.ui.shell;

import dev.countersign.run.Session;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.run.ReviewOpener;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.Parent;

/// Makes the screens that are packages of their own, once per open workspace. JavaFX thread.
public interface Screens {
    ReviewOpener review(Session session, Kit kit);

    Parent ledger(Session session, Kit kit);

    Parent rules(Session session, Kit kit);

    Parent scripts(Session session, Kit kit);

    /// Screens about this machine rather than a workspace.
    interface OfMachine {
        /// The values of the files of settings.
        Parent values(Kit kit);

        /// The user's registry of agents, there or not.
        default Optional<Path> agentsFile() {
            return Optional.empty();
        }

        Parent secrets(Kit kit);

        /// @param opened the workspace that is open
        Parent checklist(Kit kit, Optional<Opened> opened);
    }

    OfMachine ofMachine();
}
