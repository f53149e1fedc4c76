package dev.countersign.network;

import java.util.Optional;

/// What stands against a connection that an allow-list lets through. Asked for each one, on any thread.
@FunctionalInterface
public interface Objections {
    Objections NONE = (_, _) -> Optional.empty();

    /// Why a program may not reach this; a sentence for a person and for the program. Empty where it may.
    ///
    /// @param host name or address, as it was given
    Optional<String> to(String host, int port);
}
