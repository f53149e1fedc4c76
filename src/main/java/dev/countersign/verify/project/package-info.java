/// Checks of a project: what sensors find in its files, and its own check commands, run in the stage through the sandbox.
///
/// Start with [ProjectVerifier]. Uses `verify`, `sandbox`, `changeset`, `plan`, `workspace`.
@NullMarked
package dev.countersign.verify.project;

import org.jspecify.annotations.NullMarked;
