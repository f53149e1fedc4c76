package dev.countersign.agent.acp;

import static dev.countersign.agent.acp.DialectOne.text;

import dev.countersign.agent.acp.Dialect.ToolWords;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a tool call says of itself, whole or in part.
final class ToolWordsReader {
    private static final int LONGEST = 4000;

    private ToolWordsReader() {}

    static ToolWords read(JsonNode call) {
        JsonNode input = call.path("rawInput");
        var paths = new LinkedHashSet<String>();
        call.path("locations").forEach(at -> paths.add(text(at, "path")));
        var detail = new StringBuilder();
        for (JsonNode part : call.path("content")) {
            switch (text(part, "type")) {
                case "content" -> line(detail, content(part.path("content")));
                case "diff" -> {
                    paths.add(text(part, "path"));
                    diff(part, detail);
                }
                case "terminal" -> line(detail, "terminal " + text(part, "terminalId"));
                default -> line(detail, part.toString());
            }
        }
        if (detail.isEmpty() && !input.isMissingNode() && !input.isNull()) {
            line(detail, input.isString() ? input.stringValue() : input.toString());
        }
        JsonNode output = call.path("rawOutput");
        if (call.path("content").isEmpty() && !output.isMissingNode() && !output.isNull()) {
            line(detail, output.isString() ? output.stringValue() : output.toString());
        }
        paths.remove("");
        return new ToolWords(text(call, "title"), text(call, "kind"), cut(detail.toString().strip()), command(input), List.copyOf(paths));
    }

    /// The command of a tool that runs one, by the names that agents give it.
    private static Optional<List<String>> command(JsonNode input) {
        for (String name : List.of("command", "cmd", "script")) {
            JsonNode value = input.path(name);
            if (value.isString() && !value.stringValue().isBlank()) {
                return Optional.of(List.of(value.stringValue()));
            }
            if (value.isArray() && !value.isEmpty()) {
                var words = new ArrayList<String>();
                value.forEach(word -> words.add(word.isString() ? word.stringValue() : word.toString()));
                return Optional.of(words);
            }
        }
        return Optional.empty();
    }

    static String content(JsonNode block) {
        return switch (text(block, "type")) {
            case "text" -> text(block, "text");
            case "image" -> "(an image, " + text(block, "mimeType") + ")";
            case "audio" -> "(a sound, " + text(block, "mimeType") + ")";
            case "resource_link" -> text(block, "uri");
            case "resource" -> text(block.path("resource"), "text").isEmpty() ? text(block.path("resource"), "uri")
                    : text(block.path("resource"), "text");
            default -> block.isString() ? block.stringValue() : block.isMissingNode() ? "" : block.toString();
        };
    }

    private static void diff(JsonNode part, StringBuilder detail) {
        line(detail, text(part, "path"));
        line(detail, marked(text(part, "oldText"), "- "));
        line(detail, marked(text(part, "newText"), "+ "));
    }

    private static String marked(String text, String mark) {
        return text.lines().limit(200).map(each -> mark + each).collect(Collectors.joining("\n"));
    }

    private static void line(StringBuilder detail, String text) {
        if (!text.isEmpty() && detail.length() < LONGEST) {
            detail.append(text).append('\n');
        }
    }

    static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
