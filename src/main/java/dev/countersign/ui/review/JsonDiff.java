package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two versions of a JSON document as one tree. Members are matched by name; elements of an array by equal value from both ends,
/// and by place between those.
///
/// @param name   of the member, `[3]` for an element, empty for the document
/// @param before the value as JSON, shortened by nobody; empty where it was added
/// @param after  the same; empty where it was removed
record JsonDiff(String name, Kind kind, Optional<String> before, Optional<String> after, List<JsonDiff> children) {
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    enum Kind { SAME, CHANGED, ADDED, REMOVED }

    JsonDiff {
        children = List.copyOf(children);
    }

    /// @throws JacksonException where a side that has text is no JSON, or names a member twice
    static JsonDiff of(FileDiff.Text diff) {
        return of("", read(diff.before().text()), read(diff.after().text()));
    }

    private static Optional<JsonNode> read(String text) {
        return text.isBlank() ? Optional.empty() : Optional.of(JSON.readTree(text));
    }

    int changes() {
        return children.isEmpty() ? kind == Kind.SAME ? 0 : 1 : children.stream().mapToInt(JsonDiff::changes).sum();
    }

    private static JsonDiff of(String name, Optional<JsonNode> before, Optional<JsonNode> after) {
        var children = new ArrayList<JsonDiff>();
        boolean objects = all(before, after, JsonNode::isObject);
        boolean arrays = all(before, after, JsonNode::isArray);
        if (objects) {
            var names = new LinkedHashSet<String>();
            after.ifPresent(node -> names.addAll(node.propertyNames()));
            before.ifPresent(node -> names.addAll(node.propertyNames()));
            names.forEach(key -> children.add(of(key, before.flatMap(node -> Optional.ofNullable(node.get(key))),
                    after.flatMap(node -> Optional.ofNullable(node.get(key))))));
        } else if (arrays) {
            elements(children, before.map(JsonDiff::list).orElse(List.of()), after.map(JsonDiff::list).orElse(List.of()));
        }
        Kind kind = before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.REMOVED : before.equals(after) ? Kind.SAME : Kind.CHANGED;
        return new JsonDiff(name, kind, before.map(JsonDiff::shown), after.map(JsonDiff::shown), children);
    }

    private static void elements(List<JsonDiff> children, List<JsonNode> before, List<JsonNode> after) {
        int head = 0;
        int least = Math.min(before.size(), after.size());
        while (head < least && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < least - head && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        for (int i = 0; i < head; i++) {
            children.add(of("[" + i + "]", Optional.of(before.get(i)), Optional.of(after.get(i))));
        }
        int changed = Math.max(before.size(), after.size()) - tail;
        for (int i = head; i < changed; i++) {
            children.add(of("[" + i + "]", i < before.size() - tail ? Optional.of(before.get(i)) : Optional.empty(),
                    i < after.size() - tail ? Optional.of(after.get(i)) : Optional.empty()));
        }
        for (int i = 0; i < tail; i++) {
            children.add(of("[" + (after.size() - tail + i) + "]", Optional.of(before.get(before.size() - tail + i)),
                    Optional.of(after.get(after.size() - tail + i))));
        }
    }

    private static List<JsonNode> list(JsonNode array) {
        var all = new ArrayList<JsonNode>();
        array.forEach(all::add);
        return all;
    }

    private static boolean all(Optional<JsonNode> before, Optional<JsonNode> after, java.util.function.Predicate<JsonNode> is) {
        return before.map(is::test).orElse(true) && after.map(is::test).orElse(true);
    }

    private static String shown(JsonNode node) {
        return node.isObject() ? "{" + node.size() + "}" : node.isArray() ? "[" + node.size() + "]" : node.toString();
    }
}
