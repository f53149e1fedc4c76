/// What the screens share: theme, fonts, texts, icons, commands, background work, status badges, problems. The only place that
/// moves work onto the JavaFX thread.
///
/// Start with [Pulse] and [Background] for threading, [Texts] and [Views] for a new screen. Uses the core's values, no adapter.
@NullMarked
package dev.countersign.ui.fx;

import org.jspecify.annotations.NullMarked;
