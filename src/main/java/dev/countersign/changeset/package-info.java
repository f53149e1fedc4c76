/// What really changed between two trees, in the shapes a person reviews: changesets, file diffs, hunks, selections, patches.
/// Uses `workspace`.
///
/// Start with [Changeset].
@NullMarked
package dev.countersign.changeset;

import org.jspecify.annotations.NullMarked;
