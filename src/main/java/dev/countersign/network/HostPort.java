package dev.countersign.network;

import java.util.Optional;

/// A host and a port, as in `example.com:443`.
public record HostPort(HostName host, int port) {
    public HostPort {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("a port is 1 to 65535");
        }
    }

    /// Empty for what is not exactly that.
    ///
    /// @param without the port where none is written; 0 where one must be
    public static Optional<HostPort> of(String text, int without) {
        int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        String port = colon < 0 ? Integer.toString(without) : text.substring(colon + 1);
        if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65535) {
            return Optional.empty();
        }
        return HostName.of(host).map(name -> new HostPort(name, Integer.parseInt(port)));
    }

    @Override
    public String toString() {
        return host.text() + ":" + port;
    }
}
