package dev.countersign.ui.shell;

import dev.countersign.run.Session;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.run.ReviewOpener;
import javafx.scene.Parent;

/// Makes the screens that are packages of their own, once per open workspace. JavaFX thread.
public interface Screens {
    ReviewOpener review(Session session, Kit kit);

    Parent ledger(Session session, Kit kit);
}
