package dev.countersign.network;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// An allow-list. What no rule allows is refused.
public record NetworkRules(List<HostRule> rules) {
    public static final NetworkRules NOTHING = new NetworkRules(List.of());

    public NetworkRules {
        rules = List.copyOf(rules);
    }

    /// The first rule that allows it.
    public Optional<HostRule> allowing(HostPort to) {
        return rules.stream().filter(rule -> rule.allows(to.host(), to.port())).findFirst();
    }

    /// Whether a name may lead to this address: every public one, and others only where a rule names the address itself.
    public boolean reaches(InetAddress address, int port) {
        return Addresses.isPublic(address)
                || rules.stream().anyMatch(rule -> rule.host().literal().filter(address::equals).isPresent() && rule.ports().contains(port));
    }

    /// The same without what is said of one host.
    public NetworkRules without(HostName host) {
        return new NetworkRules(rules.stream().filter(rule -> rule.below() || !rule.host().equals(host)).toList());
    }
}
