/// Agents that speak the Agent Client Protocol (ACP, https://agentclientprotocol.com) over their standard streams, started in the
/// stage through the sandbox. Neither files nor terminals are offered to them: the truth is the stage, what they tell is words.
///
/// Start with [AcpAgents]; one call is a [AcpCall]. Uses `agent`, `sandbox`, `workspace`.
@NullMarked
package dev.countersign.agent.acp;

import org.jspecify.annotations.NullMarked;
