package dev.countersign.agent.model;

import dev.countersign.model.Model;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The keys that models need, taken by name.
final class Keys {
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    private Keys() {}

    /// By their names, stripped; those that are not set are left out. They are known to the redaction from now on.
    static Map<String, String> of(List<Model> models, Variables variables, Redaction redaction) {
        List<String> names = models.stream().map(Model::key).flatMap(Optional::stream).distinct().toList();
        Map<String, String> given = variables.with(names);
        var keys = new TreeMap<String, String>();
        names.forEach(name -> {
            String value = given.getOrDefault(name, "").strip();
            if (!value.isEmpty()) {
                redaction.learn(name, value);
                keys.put(name, value);
            }
        });
        return keys;
    }

    /// Whether it is reached without a network.
    static boolean isHere(Model model) {
        return HERE.contains(model.address().getHost());
    }
}
