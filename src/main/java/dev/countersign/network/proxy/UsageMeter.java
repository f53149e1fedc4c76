package dev.countersign.network.proxy;

import dev.countersign.network.Metered;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what an answer of a model says of its tokens, in the forms of the Messages, Chat Completions, Responses and Gemini interfaces: a JSON
/// object, or a stream of events with one each. What an answer does not say stays unknown. Knows also whether a stream came to the end that its
/// interface gives it.
final class UsageMeter {
    private static final int LARGEST = 32 << 20;
    private static final Set<String> ENDS = Set.of("message_stop", "response.completed", "response.incomplete", "response.failed", "error");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final boolean streamed;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private boolean lost;
    private boolean ended;
    private String model = "";
    private OptionalLong input = OptionalLong.empty();
    private OptionalLong output = OptionalLong.empty();

    /// @param streamed whether it comes as server-sent events
    UsageMeter(boolean streamed) {
        this.streamed = streamed;
    }

    void read(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (streamed && (bytes[i] == '\n' || bytes[i] == '\r')) {
                line();
            } else if (pending.size() < LARGEST) {
                pending.write(bytes[i]);
            } else {
                lost = true;
            }
        }
    }

    private void line() {
        byte[] line = pending.toByteArray();
        pending.reset();
        boolean whole = !lost;
        lost = false;
        if (whole && line.length > 5 && line[0] == 'd' && line[1] == 'a' && line[2] == 't' && line[3] == 'a' && line[4] == ':') {
            object(java.util.Arrays.copyOfRange(line, 5, line.length));
        }
    }

    private void object(byte[] text) {
        if (new String(text, StandardCharsets.UTF_8).strip().equals("[DONE]")) {
            ended = true;
            return;
        }
        try {
            JsonNode node = JSON.readTree(text);
            ended |= ends(node);
            // The first event of a Messages stream knows the input; its count of the output is a beginning.
            take(node.path("message"), false);
            take(node.path("response"), true);
            take(node, true);
        } catch (JacksonException e) {
            // None of ours.
        }
    }

    /// An error is an end too: the program is told of it.
    private static boolean ends(JsonNode node) {
        if (ENDS.contains(node.path("type").asString("")) || node.path("error").isObject() || node.path("promptFeedback").path("blockReason").isString()) {
            return true;
        }
        for (JsonNode choice : node.path("choices")) {
            if (choice.path("finish_reason").isString()) {
                return true;
            }
        }
        for (JsonNode candidate : node.path("candidates")) {
            if (candidate.path("finishReason").isString()) {
                return true;
            }
        }
        return false;
    }

    private void take(JsonNode node, boolean last) {
        if (node.path("model").isString()) {
            model = node.path("model").stringValue();
        }
        if (node.path("modelVersion").isString()) {
            model = node.path("modelVersion").stringValue();
        }
        gemini(node.path("usageMetadata"));
        JsonNode usage = node.path("usage");
        if (!usage.isObject()) {
            return;
        }
        OptionalLong in = number(usage, "input_tokens", "prompt_tokens");
        if (in.isPresent()) {
            input = OptionalLong.of(in.getAsLong() + number(usage, "cache_creation_input_tokens").orElse(0)
                    + number(usage, "cache_read_input_tokens").orElse(0));
        }
        if (last) {
            OptionalLong out = number(usage, "output_tokens", "completion_tokens");
            output = out.isPresent() ? out : output;
        }
    }

    /// Each event has the sums so far; what a model thinks is output too, and what it was given by tools is input.
    private void gemini(JsonNode usage) {
        OptionalLong in = number(usage, "promptTokenCount");
        if (in.isPresent()) {
            input = OptionalLong.of(in.getAsLong() + number(usage, "toolUsePromptTokenCount").orElse(0));
            output = OptionalLong.of(number(usage, "candidatesTokenCount").orElse(0) + number(usage, "thoughtsTokenCount").orElse(0));
        }
    }

    private static OptionalLong number(JsonNode usage, String... names) {
        for (String name : names) {
            JsonNode value = usage.path(name);
            if (value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0) {
                return OptionalLong.of(value.longValue());
            }
        }
        return OptionalLong.empty();
    }

    /// Whether the answer, whose bytes have all come, is whole as far as can be seen.
    boolean isWhole() {
        return !streamed || ended;
    }

    /// What is known now; asked when the answer has ended.
    Metered.Share share() {
        if (streamed) {
            line();
        } else if (!lost && pending.size() > 0) {
            object(pending.toByteArray());
            pending.reset();
        }
        return new Metered.Share(model, 1, input, output);
    }
}
