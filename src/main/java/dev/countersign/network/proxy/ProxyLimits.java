package dev.countersign.network.proxy;

import java.time.Duration;

/// What one call may use of its way to the network.
///
/// @param connections at one time
/// @param bytes       in and out together, over all connections of the call
/// @param head        until the head of a request and the greeting of TLS are there, each from the connection's start
/// @param dial        until a host answers
/// @param idle        without a byte in either direction
/// @param longest     of one connection
public record ProxyLimits(int connections, long bytes, Duration head, Duration dial, Duration idle, Duration longest) {
    public static final ProxyLimits USUAL = new ProxyLimits(128, 8L << 30, Duration.ofSeconds(15), Duration.ofSeconds(15),
            Duration.ofMinutes(10), Duration.ofMinutes(30));
}
