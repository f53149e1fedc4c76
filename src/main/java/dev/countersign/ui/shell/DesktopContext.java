package dev.countersign.ui.shell;

import dev.countersign.run.SampleOffer;
import dev.countersign.run.Workbench;
import dev.countersign.ui.fx.Choosers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.stage.Window;

/// What the desktop is started with.
///
/// @param data    Countersign's own folder; the window's memory is kept there as `ui.json`
/// @param open    the folder to open first; empty for the one that was open last
/// @param version as in the about box
/// @param user    who decides, for the ledger
/// @param screens makes the review and the ledger browser
/// @param choosers  asks for files and folders, in front of the window it is given
/// @param rehearsal where the desktop shall end by itself: heard on the JavaFX thread once the first workspace stands drawn in
///                  the window. The screens are gone through once and the window closes
public record DesktopContext(Workbench workbench, Path data, Optional<Path> open, String version, String user, SampleOffer sample,
                             Screens screens, Function<Supplier<Window>, Choosers> choosers, Optional<Runnable> rehearsal) {}
