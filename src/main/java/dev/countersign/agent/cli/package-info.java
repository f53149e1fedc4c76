/// Agents that are command-line programs, started in the stage through the sandbox. What they print is their own words.
///
/// Start with [CliAgents]. Uses `agent`, `sandbox`, `workspace`.
@NullMarked
package dev.countersign.agent.cli;

import org.jspecify.annotations.NullMarked;
