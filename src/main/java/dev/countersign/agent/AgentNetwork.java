package dev.countersign.agent;

import dev.countersign.network.NetworkRules;
import dev.countersign.network.Provider;
import java.util.Optional;
import java.util.OptionalLong;

/// What an agent may reach of the network, as its registry entry says.
///
/// @param rules    the hosts; empty where the entry says nothing: then it has the network of this machine
/// @param provider whose model it uses, so that Countersign can hold the key for it
/// @param requests how often one call may ask that model
/// @param tokens   after how many tokens one call may not ask again
public record AgentNetwork(Optional<NetworkRules> rules, Optional<Provider> provider, OptionalLong requests, OptionalLong tokens) {
    public static final AgentNetwork OPEN = new AgentNetwork(Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty());

    public AgentNetwork {
        if (provider.isPresent() && rules.isEmpty()) {
            throw new IllegalArgumentException("a key is held only for an agent that does not have the whole network");
        }
    }
}
