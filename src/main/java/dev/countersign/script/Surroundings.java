package dev.countersign.script;

import dev.countersign.network.Gateway;
import dev.countersign.secret.Redaction;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/// What scripts reach the world with.
///
/// @param keys    reads a stored secret
/// @param gateway the only way to the network
/// @param tls     proves hosts
public record Surroundings(Keys keys, Gateway gateway, InstantSource clock, Redaction redaction, SSLSocketFactory tls) {
    /// Stored secrets by name.
    @FunctionalInterface
    public interface Keys {
        /// @throws dev.countersign.fault.ProblemException where there is one and it cannot be read
        Optional<String> read(String name) throws IOException;
    }
}
