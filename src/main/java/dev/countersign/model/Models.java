package dev.countersign.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.LinkedHashMap;

/// The models that are set up, and which are asked for what.
///
/// @param models in the order of the file
/// @param tiers  names of models: the first is asked, those after it where it fails
public record Models(List<Model> models, Map<Tier, List<String>> tiers) {
    public static final Models NONE = new Models(List.of(), Map.of());

    public Models {
        models = List.copyOf(models);
        var known = new LinkedHashMap<String, Model>();
        for (Model model : models) {
            if (known.put(model.name(), model) != null) {
                throw new IllegalArgumentException("two models are called " + model.name());
            }
        }
        Map<Tier, List<String>> copy = new EnumMap<>(Tier.class);
        tiers.forEach((tier, names) -> copy.put(tier, List.copyOf(names)));
        copy.values().forEach(names -> require(names, known));
        tiers = Collections.unmodifiableMap(copy);
    }

    private static void require(List<String> names, SequencedMap<String, Model> known) {
        names.stream().filter(name -> !known.containsKey(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("there is no model " + name);
        });
    }

    public Optional<Model> find(String name) {
        return models.stream().filter(model -> model.name().equals(name)).findFirst();
    }

    /// Those to be asked, in order: the tier's own; without any the actuator's; without these the only model there is. Empty where none
    /// is left.
    ///
    /// @param own of an agent, over these; names that are no models are left out
    public List<Model> of(Tier tier, Map<Tier, List<String>> own) {
        List<String> names = own.getOrDefault(tier, tiers.getOrDefault(tier, own.getOrDefault(Tier.ACTUATOR, tiers.getOrDefault(Tier.ACTUATOR,
                models.size() == 1 ? List.of(models.getFirst().name()) : List.of()))));
        return names.stream().flatMap(name -> find(name).stream()).toList();
    }
}
