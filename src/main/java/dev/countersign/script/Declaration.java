package dev.countersign.script;

import dev.countersign.network.HostRule;
import dev.countersign.network.NetworkRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// What a script says that it is and needs, by its call of `script(…)`.
///
/// @param parameters of `run`, in order
/// @param secrets    names that it may read
/// @param hosts      that it may reach
public record Declaration(String description, SequencedMap<String, Parameter> parameters, List<String> secrets, List<HostRule> hosts) {
    public Declaration {
        parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
        secrets = List.copyOf(secrets);
        hosts = List.copyOf(hosts);
    }

    /// What a parameter takes, in the words of JSON Schema.
    public enum Type { STRING, INTEGER, NUMBER, BOOLEAN, ARRAY, OBJECT }

    /// @param optional whether it may be left out
    public record Parameter(Type type, boolean optional) {
        /// As it is declared: `string`, or `string?` for one that may be left out.
        public String text() {
            return type.name().toLowerCase(java.util.Locale.ROOT) + (optional ? "?" : "");
        }
    }

    NetworkRules rules() {
        return new NetworkRules(hosts);
    }

    /// A line each for a person: what it takes, reads and reaches.
    public List<String> words() {
        var words = new ArrayList<String>();
        words.add(parameters.isEmpty() ? "takes nothing" : "takes " + parameters.entrySet().stream()
                .map(one -> one.getKey() + ": " + one.getValue().text()).collect(Collectors.joining(", ")));
        words.add(secrets.isEmpty() ? "reads no secrets" : "reads the secrets " + String.join(", ", secrets));
        words.add(hosts.isEmpty() ? "reaches nothing" : "reaches " + hosts.stream().map(HostRule::text).collect(Collectors.joining(", ")));
        return words;
    }

    /// JSON Schema of an object with its parameters.
    public String schema() {
        String properties = parameters.entrySet().stream().map(one -> "\"" + one.getKey() + "\":{\"type\":\""
                + one.getValue().type().name().toLowerCase(java.util.Locale.ROOT) + "\"}").collect(Collectors.joining(","));
        String required = parameters.entrySet().stream().filter(one -> !one.getValue().optional()).map(one -> "\"" + one.getKey() + "\"")
                .collect(Collectors.joining(","));
        return "{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[" + required + "],\"additionalProperties\":false}";
    }
}
