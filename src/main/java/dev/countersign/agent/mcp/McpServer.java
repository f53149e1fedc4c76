package dev.countersign.agent.mcp;

import dev.countersign.agent.AgentSpec;
import dev.countersign.workspace.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// A server, as the user set it up.
///
/// @param timeout of one answer
public record McpServer(String name, Way way, Duration timeout) {
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    /// How it is reached.
    public sealed interface Way {
        /// A program that speaks on its standard input and output, in the sandbox. @param spec how it is started
        record Program(AgentSpec spec) implements Way {}

        /// @param key the variable or stored secret that is shown as a bearer token; empty for none
        record Address(URI address, Optional<String> key) implements Way {}
    }

    /// For a person: what is started or asked.
    public String words() {
        return switch (way) {
            case Way.Program program -> (program.spec().command() + " " + String.join(" ", program.spec().args())).strip();
            case Way.Address at -> at.address().toString();
        };
    }

    /// Changes with everything that makes it another server.
    public Sha256 digest() {
        String text = switch (way) {
            case Way.Program program -> "program\0" + program.spec().command() + "\0" + String.join("\0", program.spec().args()) + "\0" + program.spec().environment()
                    + "\0" + program.spec().network();
            case Way.Address at -> "address\0" + at.address();
        };
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
