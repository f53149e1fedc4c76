package dev.countersign.script;

import dev.countersign.starlark.value.BoolValue;
import dev.countersign.starlark.value.BuiltinValue;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.FloatValue;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.TupleValue;
import dev.countersign.starlark.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `json.encode(x)` and `json.decode(text)`: dicts with string keys, lists, strings, numbers, booleans, `None`.
final class JsonWords {
    static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final int DEEPEST = 100;
    /// What a node of a tree takes in memory, about.
    private static final int NODE = 64;

    private JsonWords() {}

    static Value words() {
        return new StructValue("json", Map.of(
                "encode", new BuiltinValue("encode", (evaluation, arguments) ->
                        charged(evaluation, encode(evaluation, arguments.bind("value").value(0)))),
                "decode", new BuiltinValue("decode", (evaluation, arguments) -> decode(evaluation, arguments.bind("text").string(0)))));
    }

    private static StringValue charged(Evaluation evaluation, String text) {
        evaluation.copy(text.length(), 2);
        return new StringValue(text);
    }

    static String encode(Evaluation evaluation, Value value) {
        return JSON.writeValueAsString(node(evaluation, value, 0));
    }

    private static JsonNode node(Evaluation evaluation, Value value, int depth) {
        if (depth > DEEPEST) {
            throw new Failure("nested more than " + DEEPEST + " deep");
        }
        evaluation.step(1);
        evaluation.allocate(NODE);
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case NoneValue _ -> nodes.nullNode();
            case BoolValue bool -> nodes.booleanNode(bool.truth());
            case IntValue number -> nodes.numberNode(number.big());
            case FloatValue(double number) -> {
                if (!Double.isFinite(number)) {
                    throw new Failure("JSON has no " + number);
                }
                yield nodes.numberNode(number);
            }
            case StringValue(String text) -> {
                evaluation.copy(text.length(), 2);
                yield nodes.stringNode(text);
            }
            case ListValue list -> array(evaluation, list.items(), depth);
            case TupleValue tuple -> array(evaluation, tuple.items(), depth);
            case DictValue dict -> {
                ObjectNode object = nodes.objectNode();
                for (Map.Entry<Value, Value> entry : dict.entries().entrySet()) {
                    if (!(entry.getKey() instanceof StringValue(String key))) {
                        throw new Failure("JSON has strings as keys, got " + entry.getKey().type());
                    }
                    object.set(key, node(evaluation, entry.getValue(), depth + 1));
                }
                yield object;
            }
            default -> throw new Failure("JSON has no " + value.type());
        };
    }

    private static ArrayNode array(Evaluation evaluation, List<Value> items, int depth) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items.forEach(item -> array.add(node(evaluation, item, depth + 1)));
        return array;
    }

    private static Value decode(Evaluation evaluation, String text) {
        // Before anything is made of it: three characters can become a node.
        evaluation.step(text.length());
        evaluation.allocate((long) text.length() * NODE / 2);
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isMissingNode()) {
                throw new Failure("the text is empty");
            }
            return value(evaluation, node, 0);
        } catch (JacksonException e) {
            throw new Failure("this is no JSON: " + String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse(""));
        }
    }

    static Value value(Evaluation evaluation, JsonNode node, int depth) {
        if (depth > DEEPEST) {
            throw new Failure("nested more than " + DEEPEST + " deep");
        }
        evaluation.step(1);
        evaluation.allocate(NODE);
        return switch (node.getNodeType()) {
            case NULL, MISSING -> NoneValue.NONE;
            case BOOLEAN -> BoolValue.of(node.asBoolean());
            case NUMBER -> node.isIntegralNumber() ? IntValue.of(node.bigIntegerValue()) : new FloatValue(node.doubleValue());
            case STRING -> new StringValue(node.asString());
            case ARRAY -> {
                var items = new ArrayList<Value>();
                for (JsonNode item : node) {
                    items.add(value(evaluation, item, depth + 1));
                }
                yield ListValue.of(items);
            }
            case OBJECT -> {
                var dict = new DictValue();
                for (Map.Entry<String, JsonNode> entry : node.properties()) {
                    dict.put(evaluation, new StringValue(entry.getKey()), value(evaluation, entry.getValue(), depth + 1));
                }
                yield dict;
            }
            case BINARY, POJO -> throw new Failure("no JSON");
        };
    }
}
