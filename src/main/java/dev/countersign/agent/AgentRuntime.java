package dev.countersign.agent;

import dev.countersign.network.Gateway;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;

/// What agents need to start programs.
///
/// @param toolchains what these may read
/// @param variables  from which a registry takes by name
/// @param redaction  learns what agents are given
/// @param gateway    for agents that may reach some hosts only
public record AgentRuntime(Sandbox sandbox, Toolchains toolchains, Variables variables, Redaction redaction, Gateway gateway) {
    /// For agents that are given no stored secrets, but variables of this process, and all of the network or none.
    public AgentRuntime(Sandbox sandbox, Toolchains toolchains) {
        this(sandbox, toolchains, Variables.of(toolchains.system()), new Redaction(), Gateway.NONE);
    }
}
