/// The only place that starts a process. A port with one adapter per level of containment.
///
/// Start with [Sandbox]. Uses `fault` and `workspace.Progress` only.
@NullMarked
package dev.countersign.sandbox;

import org.jspecify.annotations.NullMarked;
