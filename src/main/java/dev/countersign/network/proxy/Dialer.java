package dev.countersign.network.proxy;

import dev.countersign.network.HostPort;
import dev.countersign.network.HostRule;
import dev.countersign.network.NetworkRules;
import dev.countersign.network.Objections;
import dev.countersign.network.proxy.Refused.Why;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

/// Judges a host by its name, resolves that once, judges the addresses, and connects to one of them.
record Dialer(NetworkRules rules, Objections objections, Way way, ProxyLimits limits) {
    /// @param address that was dialled @param rule that allows it
    record Dialled(SocketChannel channel, String address, String rule) {}

    Dialled dial(HostPort to) throws Refused {
        String name = to.host().text();
        HostRule allowing = rules.allowing(to).orElseThrow(() -> new Refused(Why.NOT_ALLOWED, to + " is not among the hosts that are allowed."));
        refuseObjected(name, to.port());
        List<InetAddress> addresses = addresses(to);
        for (InetAddress each : addresses) {
            if (!rules.reaches(each, to.port())) {
                throw new Refused(Why.ADDRESS, name + " leads to " + each.getHostAddress() + ", which is no public address.");
            }
        }
        for (InetAddress each : addresses) {
            try {
                return new Dialled(way.dial(new InetSocketAddress(each, to.port()), limits.dial()), each.getHostAddress(), allowing.text());
            } catch (IOException e) {
                // The next of its addresses may answer.
            }
        }
        throw new Refused(Why.UNREACHABLE, to + " does not answer.");
    }

    void refuseObjected(String name, int port) throws Refused {
        Optional<String> objection = objections.to(name, port);
        if (objection.isPresent()) {
            throw new Refused(Why.NOT_ALLOWED, objection.get());
        }
    }

    private List<InetAddress> addresses(HostPort to) throws Refused {
        if (to.host().literal().isPresent()) {
            return List.of(to.host().literal().get());
        }
        try {
            return way.resolve(to.host().text());
        } catch (IOException e) {
            throw new Refused(Why.UNREACHABLE, "There is no host " + to.host() + ".");
        }
    }
}
