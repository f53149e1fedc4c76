package dev.countersign.agent.model;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a provider says of an error, in a line.
final class ErrorWords {
    private static final int LONGEST = 300;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ErrorWords() {}

    static String of(String body) {
        try {
            JsonNode read = JSON.readTree(body);
            JsonNode first = read.isArray() ? read.path(0) : read;
            JsonNode error = first.path("error");
            JsonNode message = error.isString() ? error : error.path("message").isMissingNode() ? first.path("message") : error.path("message");
            if (message.isString()) {
                return line(message.asString());
            }
        } catch (JacksonException e) {
            // Not every server says it in JSON.
        }
        return line(body);
    }

    private static String line(String text) {
        String line = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "");
        String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        return cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
