/// The desktop. A folder per screen, and `ui.fx` for what they share; here only the class that ties them together.
///
/// Start with [Desktop].
@NullMarked
package dev.countersign.ui;

import org.jspecify.annotations.NullMarked;
