package dev.countersign.sandbox;

import java.nio.file.Path;

/// What a command may reach of the network.
public sealed interface Network {
    /// Nothing, not even this machine's own ports: a network of its own, with a loopback device only.
    record Off() implements Network {}

    /// Nothing but one Unix domain socket of Countersign's, which stands at [Profile#PROXY] inside: whoever listens there decides.
    ///
    /// @param socket where that socket is outside
    record Through(Path socket) implements Network {}

    /// The network of this machine, its own ports included. Unix domain sockets can't be opened, since this machine's would be
    /// among them.
    record Open() implements Network {}
}
