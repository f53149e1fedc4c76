/// Level L0: nothing is contained. Time, output and environment are limited by Countersign itself, the process tree is killed
/// as well as the system lets its user do that, and [LocalSandbox#protection] says so: "sandbox: none".
///
/// Start with [LocalSandbox]. Uses `sandbox` and `workspace.Progress` only.
@NullMarked
package dev.countersign.sandbox.local;

import org.jspecify.annotations.NullMarked;
