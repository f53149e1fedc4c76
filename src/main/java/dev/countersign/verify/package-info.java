/// What was checked of exactly which tree. "Not checked" is a state of its own, never a pass.
///
/// Start with [Verification]. Uses `changeset`, `plan`, `sandbox`, `workspace`.
@NullMarked
package dev.countersign.verify;

import org.jspecify.annotations.NullMarked;
