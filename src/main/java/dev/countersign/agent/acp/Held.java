package dev.countersign.agent.acp;

import dev.countersign.agent.Usage;
import dev.countersign.sandbox.Outcome;
import java.util.Optional;

/// What came of a conversation: the script's own result or its fault, and how the process ended.
///
/// @param spoke whether the agent ever sent a message of the protocol
/// @param cut   whether its model's last answer was seen to break off
record Held<T>(Optional<T> result, Optional<Fault> fault, Optional<RpcError> error, Outcome outcome, Turn turn,
                       Optional<String> session, boolean spoke, boolean silent, boolean cut, Usage usage) {}
