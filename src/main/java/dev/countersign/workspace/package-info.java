/// The user's folder, and private copies of it. The only writer of the user's files.
///
/// Start with [Workspace]: it captures a [Snapshot], opens a [Stage], and applies [PathEdit]s. Uses `fault` only.
@NullMarked
package dev.countersign.workspace;

import org.jspecify.annotations.NullMarked;
