package dev.countersign.network;

import java.net.URI;
import java.util.OptionalLong;

/// A model that a program may use without having its key.
///
/// @param base     where requests go
/// @param key      the real one
/// @param requests how many are let through
/// @param tokens   after how many tokens no further request is let through
public record ModelEndpoint(Provider provider, URI base, String key, OptionalLong requests, OptionalLong tokens) {
    /// Without the key.
    @Override
    public String toString() {
        return "ModelEndpoint[" + provider + ", " + base + "]";
    }

    /// The path below which it is answered.
    public String path() {
        return provider.path();
    }
}
