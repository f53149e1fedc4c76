package dev.countersign.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/// What a call had to do with one host, added up over its connections.
///
/// @param rule as in [Connection]
public record Reached(String host, int port, boolean allowed, String rule, int connections, long sent, long received) {
    /// Of how many hosts an account is kept one by one; the rest is added up in one line.
    static final int MOST = 200;
    private static final String REST = "(others)";

    /// In the order of first sight.
    public static List<Reached> of(Collection<Connection> connections) {
        record Key(String host, int port, boolean allowed, String rule) {}
        var sums = new LinkedHashMap<Key, Reached>();
        for (Connection each : connections) {
            var key = new Key(each.host(), each.port(), each.allowed(), each.rule());
            if (!sums.containsKey(key) && sums.size() >= MOST) {
                key = new Key(REST, 0, each.allowed(), "");
            }
            var one = new Reached(key.host, key.port, key.allowed, key.rule, 1, each.sent(), each.received());
            sums.merge(key, one, Reached::plus);
        }
        return new ArrayList<>(sums.values());
    }

    /// Two accounts in one.
    public static List<Reached> sum(List<Reached> one, List<Reached> other) {
        var sums = new ArrayList<>(one);
        for (Reached each : other) {
            int at = -1;
            for (int i = 0; i < sums.size() && at < 0; i++) {
                Reached known = sums.get(i);
                at = known.host.equals(each.host) && known.port == each.port && known.allowed == each.allowed && known.rule.equals(each.rule) ? i : -1;
            }
            if (at < 0) {
                sums.add(each);
            } else {
                sums.set(at, sums.get(at).plus(each));
            }
        }
        return sums;
    }

    /// Both together.
    public Reached plus(Reached other) {
        return new Reached(host, port, allowed, rule, connections + other.connections, sent + other.sent, received + other.received);
    }

    /// One line for a person.
    public String words() {
        String where = port == 0 ? host : host + ":" + port;
        return allowed ? where + ": " + connections + (connections == 1 ? " connection, " : " connections, ") + sent + " B out, " + received + " B in"
                : where + ": refused " + (connections == 1 ? "once" : connections + " times") + (rule.isEmpty() ? "" : ". " + rule);
    }
}
