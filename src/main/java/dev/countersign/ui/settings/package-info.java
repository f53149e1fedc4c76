/// Settings, the agents that can be named, and the truth panel: what is enforced on this machine right now.
///
/// Start with [SettingsView]. Uses `ui.fx` and the core's values.
@NullMarked
package dev.countersign.ui.settings;

import org.jspecify.annotations.NullMarked;
