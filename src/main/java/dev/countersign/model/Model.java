package dev.countersign.model;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/// One model, as a person set it up.
///
/// @param name        by which others name it
/// @param id          by which its provider knows it
/// @param address     requests go below it
/// @param key         the variable or stored secret that its key is in; empty where it is asked without one
/// @param context     tokens that it takes at once, its answer among them
/// @param answer      tokens that one answer may have
/// @param temperature as its provider understands it; empty for the provider's own choice
/// @param silence     how long it may say nothing
/// @param price       empty where it is not known: then nothing says what it costs
public record Model(String name, Api api, String id, URI address, Optional<String> key, int context, int answer, OptionalDouble temperature,
                    Duration silence, Optional<Price> price) {
    public static final int CONTEXT = 128_000;
    public static final int ANSWER = 8_192;
    public static final Duration SILENCE = Duration.ofSeconds(120);

    public Model {
        if (name.isBlank() || id.isBlank() || answer <= 0 || context <= answer || silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("no model: " + name);
        }
    }

    /// For a person: whose it is and where.
    public String words() {
        return id + " (" + api.label() + ") at " + address;
    }
}
