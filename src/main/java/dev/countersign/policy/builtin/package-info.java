/// The rules that are in force without any policy file: ownership, secrets, links, sensitive paths, size, privilege.
/// An adapter of `policy`; only the composition root names it.
///
/// Start with [BuiltInPolicy].
@NullMarked
package dev.countersign.policy.builtin;

import org.jspecify.annotations.NullMarked;
