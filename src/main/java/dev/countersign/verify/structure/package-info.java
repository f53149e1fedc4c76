/// V_str as far as it can be seen without starting anything: what changed files refer to is there, and manifests agree with their
/// lock files.
///
/// Start with [References] and [LockFiles]. Uses `verify`, `changeset`, `workspace`.
@NullMarked
package dev.countersign.verify.structure;

import org.jspecify.annotations.NullMarked;
