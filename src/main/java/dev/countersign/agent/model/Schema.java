package dev.countersign.agent.model;

import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A JSON schema as providers are told it. What has no word of its own there goes as it is written.
final class Schema {
    private Schema() {}

    /// @param schema of an object; anything else is taken for one without properties
    static JsonObjectSchema object(JsonNode schema) {
        var built = JsonObjectSchema.builder();
        text(schema, "description", built::description);
        schema.path("properties").properties().forEach(property -> built.addProperty(property.getKey(), element(property.getValue())));
        List<String> required = texts(schema.path("required"));
        if (!required.isEmpty()) {
            built.required(required);
        }
        JsonNode more = schema.path("additionalProperties");
        if (more.isBoolean()) {
            built.additionalProperties(more.asBoolean());
        }
        return built.build();
    }

    private static JsonSchemaElement element(JsonNode schema) {
        String type = schema.path("type").isString() ? schema.path("type").asString() : "";
        boolean plain = List.of("anyOf", "oneOf", "allOf", "$ref", "not", "pattern", "format", "minimum", "maximum").stream().noneMatch(schema::has);
        if (!plain) {
            return JsonRawSchema.from(schema.toString());
        }
        switch (type) {
            case "string" -> {
                if (schema.path("enum").isArray()) {
                    var words = JsonEnumSchema.builder().enumValues(texts(schema.path("enum")));
                    text(schema, "description", words::description);
                    return words.build();
                }
                var built = JsonStringSchema.builder();
                text(schema, "description", built::description);
                return built.build();
            }
            case "integer" -> {
                var built = JsonIntegerSchema.builder();
                text(schema, "description", built::description);
                return built.build();
            }
            case "number" -> {
                var built = JsonNumberSchema.builder();
                text(schema, "description", built::description);
                return built.build();
            }
            case "boolean" -> {
                var built = JsonBooleanSchema.builder();
                text(schema, "description", built::description);
                return built.build();
            }
            case "array" -> {
                var built = JsonArraySchema.builder().items(element(schema.path("items")));
                text(schema, "description", built::description);
                return built.build();
            }
            case "object" -> {
                return object(schema);
            }
            default -> {
                return JsonRawSchema.from(schema.isObject() ? schema.toString() : "{}");
            }
        }
    }

    private static void text(JsonNode schema, String key, java.util.function.Consumer<String> to) {
        if (schema.path(key).isString()) {
            to.accept(schema.path(key).asString());
        }
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> {
            if (each.isString()) {
                texts.add(each.asString());
            }
        });
        return texts;
    }
}
