package dev.countersign.run;

import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.node.ObjectNode;

/// What components of a record are in journals from before there were such components. Everything else must be there.
final class Absent extends ValueDeserializerModifier {
    private final Map<Class<?>, Map<String, JsonNode>> values;

    /// @param values by record and component
    Absent(Map<Class<?>, Map<String, JsonNode>> values) {
        this.values = Map.copyOf(values);
    }

    @Override
    public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier type,
                                                   ValueDeserializer<?> deserializer) {
        Map<String, JsonNode> absent = values.get(type.getBeanClass());
        return absent == null ? deserializer : new Filling(deserializer, absent);
    }

    private static final class Filling extends DelegatingDeserializer {
        private final Map<String, JsonNode> absent;

        Filling(ValueDeserializer<?> to, Map<String, JsonNode> absent) {
            super(to);
            this.absent = absent;
        }

        @Override
        protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> to) {
            return new Filling(to, absent);
        }

        @Override
        public Object deserialize(JsonParser in, DeserializationContext context) {
            JsonNode read = context.readTree(in);
            if (read instanceof ObjectNode object) {
                absent.forEach((name, value) -> {
                    if (!object.has(name)) {
                        object.set(name, value);
                    }
                });
            }
            try (JsonParser again = context.treeAsTokens(read)) {
                again.nextToken();
                return super.deserialize(again, context);
            }
        }
    }
}
