package dev.countersign.network;

import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What was used of a model, as its provider's answers say.
///
/// @param requests that reached the provider
/// @param input    tokens, those from a cache included; empty where an answer did not say
/// @param models   by name, those that answered
public record Metered(int requests, OptionalLong input, OptionalLong output, List<Share> models) {
    public static final Metered NOTHING = new Metered(0, OptionalLong.of(0), OptionalLong.of(0), List.of());

    public Metered {
        models = List.copyOf(models);
    }

    /// @param model empty where the answer did not say
    public record Share(String model, int requests, OptionalLong input, OptionalLong output) {}

    /// With one more answer. What one does not know, the sum does not know.
    public Metered plus(Share one) {
        var shares = new TreeMap<String, Share>();
        models.forEach(share -> shares.put(share.model, share));
        shares.merge(one.model, one, (a, b) -> new Share(a.model, a.requests + b.requests, sum(a.input, b.input), sum(a.output, b.output)));
        return new Metered(requests + one.requests, sum(input, one.input), sum(output, one.output), List.copyOf(shares.values()));
    }

    private static OptionalLong sum(OptionalLong a, OptionalLong b) {
        return a.isPresent() && b.isPresent() ? OptionalLong.of(a.getAsLong() + b.getAsLong()) : OptionalLong.empty();
    }
}
