package dev.countersign.agent.model;

import dev.countersign.agent.AgentSpec.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The tools in words: as a model is told of them, and as a person sees them used.
final class ToolWords {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TITLE = 160;

    private ToolWords() {}

    static ToolSpecification specification(Tool tool) {
        return ToolSpecification.builder().name(tool.label()).description(description(tool)).parameters(Schema.object(JSON.readTree(schema(tool)))).build();
    }

    static List<String> arguments(Tool tool) {
        return List.copyOf(JSON.readTree(schema(tool)).path("properties").propertyNames());
    }

    private static String description(Tool tool) {
        return switch (tool) {
            case READ -> "Reads a text file of the project. Answers its lines, each with its number and a tab before it; the number is not part of the file.";
            case SEARCH -> "Finds lines in the project's files by a Java regular expression. Answers path:line: text.";
            case LIST -> "Lists files and folders of the project.";
            case WRITE -> "Writes a whole file, in place of what was there. For small changes of a file that exists, use edit.";
            case EDIT -> "Replaces an exact piece of text in a file. The old text must stand there exactly once, white space and all, unless all is true.";
            case RUN -> "Runs a program in the project's folder, contained, and answers its output and exit status. Give argv, or shell for a line of sh.";
            case REMEMBER -> "Keeps a short note that you will be shown in later calls in this project. For what costs time to find out.";
        };
    }

    private static String schema(Tool tool) {
        String path = "\"path\":{\"type\":\"string\",\"description\":\"Relative to the project's folder, with slashes.\"}";
        return switch (tool) {
            case READ -> "{\"type\":\"object\",\"properties\":{" + path + ",\"from\":{\"type\":\"integer\",\"description\":\"First line, from 1.\"},"
                    + "\"lines\":{\"type\":\"integer\",\"description\":\"How many.\"}},\"required\":[\"path\"]}";
            case SEARCH -> "{\"type\":\"object\",\"properties\":{\"pattern\":{\"type\":\"string\",\"description\":\"What a line must contain.\"},"
                    + "\"literal\":{\"type\":\"boolean\",\"description\":\"Take pattern as plain text.\"},"
                    + "\"path\":{\"type\":\"string\",\"description\":\"Only below this folder.\"},"
                    + "\"glob\":{\"type\":\"string\",\"description\":\"Only files whose path matches, like **/*.java.\"}},\"required\":[\"pattern\"]}";
            case LIST -> "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\",\"description\":\"A folder; the project's own where it is not said.\"},"
                    + "\"depth\":{\"type\":\"integer\",\"description\":\"Levels, 2 where it is not said.\"}}}";
            case WRITE -> "{\"type\":\"object\",\"properties\":{" + path + ",\"content\":{\"type\":\"string\"}},\"required\":[\"path\",\"content\"]}";
            case EDIT -> "{\"type\":\"object\",\"properties\":{" + path + ",\"old\":{\"type\":\"string\"},\"new\":{\"type\":\"string\"},"
                    + "\"all\":{\"type\":\"boolean\",\"description\":\"Replace it wherever it stands.\"}},\"required\":[\"path\",\"old\",\"new\"]}";
            case RUN -> "{\"type\":\"object\",\"properties\":{\"argv\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"Program and arguments.\"},"
                    + "\"shell\":{\"type\":\"string\",\"description\":\"A line for sh -c, in place of argv.\"},"
                    + "\"seconds\":{\"type\":\"integer\",\"description\":\"Longest time, 120 where it is not said.\"}}}";
            case REMEMBER -> "{\"type\":\"object\",\"properties\":{\"note\":{\"type\":\"string\"}},\"required\":[\"note\"]}";
        };
    }

    /// One line for a person.
    static String title(String tool, JsonNode arguments) {
        String what = arguments.path("argv").isArray() ? words(arguments.path("argv"))
                : List.of("path", "pattern", "shell", "note").stream().map(key -> arguments.path(key).asString("")).filter(t -> !t.isEmpty()).findFirst().orElse("");
        String line = (tool + " " + what).strip().replaceAll("\\s+", " ");
        return line.length() > TITLE ? line.substring(0, TITLE) + "…" : line;
    }

    private static String words(JsonNode argv) {
        var line = new StringBuilder();
        argv.forEach(word -> line.append(line.isEmpty() ? "" : " ").append(word.asString("")));
        return line.toString();
    }
}
