/// What is allowed: rules that answer to actions with values. A denial is an answer, not an exception; a rule that fails denies.
///
/// Start with [Policy]. Uses `changeset`, `plan`, `workspace`.
@NullMarked
package dev.countersign.policy;

import org.jspecify.annotations.NullMarked;
