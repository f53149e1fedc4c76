package dev.countersign.network;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A provider of models whose interface is known: where it is, how a request shows its key, and by which variables programs are told
/// of both (the providers' published references of their interfaces).
public enum Provider {
    ANTHROPIC("https://api.anthropic.com", "", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "x-api-key", ""),
    OPENAI("https://api.openai.com/v1", "/v1", "OPENAI_API_KEY", "OPENAI_BASE_URL", "authorization", "Bearer ");

    private final URI base;
    private final String below;
    private final String keyVariable;
    private final String addressVariable;
    private final String header;
    private final String scheme;

    Provider(String base, String below, String keyVariable, String addressVariable, String header, String scheme) {
        this.base = URI.create(base);
        this.below = below;
        this.keyVariable = keyVariable;
        this.addressVariable = addressVariable;
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
        return "/" + label() + below;
    }

    /// The variable that programs find its key in.
    public String keyVariable() {
        return keyVariable;
    }

    /// The variable that programs find its address in.
    public String addressVariable() {
        return addressVariable;
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
