/// The desktop's window: header, sidebar, status line, navigation between the screens, and what stands on an empty screen.
///
/// Start with [DesktopApp] and [Shell]. Uses the other `ui` packages and the core's ports; `Main` alone uses this one.
@NullMarked
package dev.countersign.ui.shell;

import org.jspecify.annotations.NullMarked;
