/// Faults by who must act: the user, the environment, or us. Every other package may use this one; it uses none.
///
/// Start with [Problem]: the one shape in which anything that went wrong reaches a person, a script or a log.
@NullMarked
package dev.countersign.fault;

import org.jspecify.annotations.NullMarked;
