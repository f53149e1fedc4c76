package dev.countersign.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// JSON documents with keys in a stable order, described in `docs/cli.md`.
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    /// An object of keys and values in turn. An empty [Optional] becomes null.
    static Map<String, @Nullable Object> object(Object... keysAndValues) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put((String) keysAndValues[i], switch (keysAndValues[i + 1]) {
                case Optional<?> maybe -> maybe.orElse(null);
                case OptionalLong maybe -> maybe.isPresent() ? maybe.getAsLong() : null;
                case Object value -> value;
            });
        }
        return object;
    }

    /// A document with a field a line; empty where `text` is no JSON object or list.
    static Optional<String> indented(String text) {
        try {
            return Optional.of(MAPPER.readTree(text)).filter(node -> node.isObject() || node.isArray()).map(MAPPER::writeValueAsString);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    static String text(Object document) {
        return MAPPER.writeValueAsString(document);
    }
}
