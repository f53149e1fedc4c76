/// Who edits: any agent, none trusted. A port, the registry of command-line agents, and the closed set of failures.
///
/// Start with [Agent]. Uses `plan`, `sandbox`, `workspace`.
@NullMarked
package dev.countersign.agent;

import org.jspecify.annotations.NullMarked;
