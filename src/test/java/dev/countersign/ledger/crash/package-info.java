/// Proof by force that a commit, a rollback and a checkpoint lose nothing: killed at a system call or at any moment, told that the
/// disk fails or is full, and cut off from power. What is tried, with which rules, and what was seen: `docs/crash.md`.
///
/// Start with [PowerLossTest], [InjectionTest] and [KillTest]. [Ground] is what they try it on, [Worker] the process that does it,
/// [Aftermath] what must hold afterwards.
@NullMarked
package dev.countersign.ledger.crash;

import org.jspecify.annotations.NullMarked;
