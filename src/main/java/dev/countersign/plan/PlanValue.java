package dev.countersign.plan;

import dev.countersign.toml.TomlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// What a plan file holds, from either syntax, each value with the line (from 1) it stands in.
sealed interface PlanValue {
    int line();

    record Text(int line, String value) implements PlanValue {}

    record Items(int line, List<PlanValue> values) implements PlanValue {}

    record Table(int line, Map<String, PlanValue> values) implements PlanValue {
        /// The line of `key`, or the table's own.
        int lineOf(String key) {
            PlanValue value = values.get(key);
            return value == null ? line : value.line();
        }
    }

    /// A number, truth value, date or null: nothing a plan has a use for.
    record Other(int line) implements PlanValue {}

    /// The text is not of the syntax.
    final class SyntaxFault extends RuntimeException {
        private final int line;

        SyntaxFault(int line, String sentence) {
            super(sentence);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    static Table toml(String text) {
        TomlParseResult result = TomlText.parse(text);
        if (result.hasErrors()) {
            var first = result.errors().getFirst();
            throw new SyntaxFault(first.position().line(), "This is not TOML: " + first.getMessage());
        }
        return table(result, 1);
    }

    private static Table table(TomlTable toml, int line) {
        var values = new LinkedHashMap<String, PlanValue>();
        for (String key : toml.keySet()) {
            var path = List.of(key);
            values.put(key, value(toml.get(path), toml.inputPositionOf(path).line()));
        }
        return new Table(line, values);
    }

    private static PlanValue value(Object value, int line) {
        return switch (value) {
            case String text -> new Text(line, text);
            case TomlTable table -> table(table, line);
            case TomlArray array -> {
                var values = new ArrayList<PlanValue>();
                for (int i = 0; i < array.size(); i++) {
                    values.add(value(array.get(i), array.inputPositionOf(i).line()));
                }
                yield new Items(line, values);
            }
            default -> new Other(line);
        };
    }

    static Table json(String text) {
        var factory = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        try (JsonParser parser = factory.createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
            parser.nextToken();
            PlanValue value = value(parser);
            if (parser.nextToken() != null) {
                throw new SyntaxFault(parser.currentTokenLocation().getLineNr(), "There is text after the plan.");
            }
            if (value instanceof Table table) {
                return table;
            }
            throw new SyntaxFault(1, "A plan is a JSON object.");
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new SyntaxFault(line, "This is not JSON: " + e.getOriginalMessage());
        }
    }

    private static PlanValue value(JsonParser parser) {
        int line = Math.max(1, parser.currentTokenLocation().getLineNr());
        return switch (parser.currentToken()) {
            case null -> throw new SyntaxFault(line, "The file is empty.");
            case VALUE_STRING -> new Text(line, parser.getString());
            case START_ARRAY -> {
                var values = new ArrayList<PlanValue>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(parser));
                }
                yield new Items(line, values);
            }
            case START_OBJECT -> {
                var values = new LinkedHashMap<String, PlanValue>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    values.put(key, value(parser));
                }
                yield new Table(line, values);
            }
            default -> new Other(line);
        };
    }
}
