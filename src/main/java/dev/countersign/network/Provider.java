package dev.countersign.network;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A provider of models whose interface is known: where it is, how a request shows its key, and by which variables programs are told
/// of both (the providers' published references of their interfaces, and those of the programs).
public enum Provider {
    ANTHROPIC("https://api.anthropic.com", "", List.of("ANTHROPIC_API_KEY"), "ANTHROPIC_BASE_URL", "ANTHROPIC_HOST", "x-api-key", ""),
    OPENAI("https://api.openai.com/v1", "/v1", List.of("OPENAI_API_KEY", "CODEX_API_KEY"), "OPENAI_BASE_URL", "OPENAI_HOST", "authorization", "Bearer "),
    GEMINI("https://generativelanguage.googleapis.com", "", List.of("GEMINI_API_KEY", "GOOGLE_API_KEY"), "GOOGLE_GEMINI_BASE_URL", "GOOGLE_HOST",
            "x-goog-api-key", "");

    private final URI base;
    private final String below;
    private final List<String> keyVariables;
    private final String addressVariable;
    private final String hostVariable;
    private final String header;
    private final String scheme;

    Provider(String base, String below, List<String> keyVariables, String addressVariable, String hostVariable, String header, String scheme) {
        this.base = URI.create(base);
        this.below = below;
        this.keyVariables = keyVariables;
        this.addressVariable = addressVariable;
        this.hostVariable = hostVariable;
        this.header = header;
        this.scheme = scheme;
    }

    public static Optional<Provider> of(String label) {
        return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst();
    }

    /// As a registry names it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Its own address; requests go below it.
    public URI base() {
        return base;
    }

    /// Where it is answered on the proxy.
    public String path() {
        return host() + below;
    }

    /// The same without the version of the interface, for programs that add it themselves.
    public String host() {
        return "/" + label();
    }

    /// What the address has after the host, where programs are told it whole.
    public String below() {
        return below;
    }

    /// The variables that programs find its key in; the first one is its own.
    public List<String> keyVariables() {
        return keyVariables;
    }

    public String keyVariable() {
        return keyVariables.getFirst();
    }

    /// The variable that programs find its address in.
    public String addressVariable() {
        return addressVariable;
    }

    /// Another one, of programs that add the version themselves.
    public String hostVariable() {
        return hostVariable;
    }

    /// The header of a request that shows the key; lower case.
    public String header() {
        return header;
    }

    /// What stands before the key in it.
    public String scheme() {
        return scheme;
    }
}
