/// Runs commands on this machine: at level L3 by bubblewrap, with a filter of system calls that is put together here, and at L0, where
/// nothing is contained. What a level claims is tried first: [Escape]. Processes are killed with Countersign: [Guardian].
///
/// Start with [LocalSandbox]. Uses `sandbox` and `workspace.Progress` only.
@NullMarked
package dev.countersign.sandbox.local;

import org.jspecify.annotations.NullMarked;
