/// Rules that are Starlark files: the built-in ones, the user's, and a project's own. An adapter of `policy`; only the
/// composition root names it. `docs/policies.md` describes the language's rules and what they may call.
///
/// Start with [StarlarkPolicy].
@NullMarked
package dev.countersign.policy.starlark;

import org.jspecify.annotations.NullMarked;
