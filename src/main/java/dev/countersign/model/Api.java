package dev.countersign.model;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/// How a model is spoken to, with the address and the name of the key that its provider publishes.
public enum Api {
    ANTHROPIC("anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
    /// Chat completions, as most other providers and servers offer them too.
    OPENAI("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
    OPENAI_RESPONSES("openai-responses", "https://api.openai.com/v1", "OPENAI_API_KEY"),
    GEMINI("gemini", "https://generativelanguage.googleapis.com/v1beta", "GEMINI_API_KEY"),
    OLLAMA("ollama", "http://127.0.0.1:11434", "");

    private final String label;
    private final URI address;
    private final String key;

    Api(String label, String address, String key) {
        this.label = label;
        this.address = URI.create(address);
        this.key = key;
    }

    public static Optional<Api> of(String label) {
        return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }

    /// As the file names it.
    public String label() {
        return label;
    }

    /// The provider's own.
    public URI address() {
        return address;
    }

    /// The variable or stored secret that its key is in; empty where it needs none.
    public Optional<String> key() {
        return Optional.of(key).filter(name -> !name.isEmpty());
    }
}
