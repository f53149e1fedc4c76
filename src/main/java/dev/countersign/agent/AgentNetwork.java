package dev.countersign.agent;

import dev.countersign.network.NetworkRules;
import dev.countersign.network.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What an agent may reach of the network, as its registry entry says.
///
/// @param rules     the hosts; empty where the entry says nothing: then it has the network of this machine
/// @param providers whose models it uses, so that Countersign can hold the keys for them
/// @param requests  how often one call may ask them
/// @param tokens    after how many tokens one call may not ask again
public record AgentNetwork(Optional<NetworkRules> rules, List<Provider> providers, OptionalLong requests, OptionalLong tokens) {
    public static final AgentNetwork OPEN = new AgentNetwork(Optional.empty(), List.of(), OptionalLong.empty(), OptionalLong.empty());

    public AgentNetwork {
        providers = List.copyOf(providers);
        if (!providers.isEmpty() && rules.isEmpty()) {
            throw new IllegalArgumentException("a key is held only for an agent that does not have the whole network");
        }
    }

    /// A line each for a person: what is reached, in a sandbox that has a network of its own.
    public List<String> words() {
        if (rules.isEmpty()) {
            return List.of("everything that this machine reaches, its own ports included");
        }
        var words = new ArrayList<String>();
        providers.forEach(each -> words.add("the model of " + each.label() + ", its key held by Countersign"
                + (requests.isPresent() ? ", at most " + requests.getAsLong() + " requests a call" : "")
                + (tokens.isPresent() ? ", at most " + tokens.getAsLong() + " tokens a call" : "")));
        rules.get().rules().forEach(rule -> words.add(rule.text()));
        return words.isEmpty() ? List.of("nothing") : words;
    }
}
