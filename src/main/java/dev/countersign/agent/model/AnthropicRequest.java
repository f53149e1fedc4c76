package dev.countersign.agent.model;

import dev.countersign.model.Model;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A conversation as Anthropic's Messages interface takes it: roles take turns, and what tools answered is said by the user.
final class AnthropicRequest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AnthropicRequest() {}

    static ObjectNode of(Model model, ChatRequest request) {
        ObjectNode body = JSON.createObjectNode().put("model", model.id()).put("max_tokens", model.answer()).put("stream", true);
        model.temperature().ifPresent(t -> body.put("temperature", t));
        ArrayNode messages = JSON.createArrayNode();
        for (ChatMessage message : request.messages()) {
            switch (message) {
                case SystemMessage system -> cached(body.withArray("system").addObject().put("type", "text").put("text", system.text()));
                case UserMessage user -> user.contents().forEach(content -> {
                    ObjectNode block = said(messages, "user").addObject();
                    switch (content) {
                        case TextContent text -> block.put("type", "text").put("text", text.text());
                        case ImageContent image -> block.put("type", "image").putObject("source").put("type", "base64")
                                .put("media_type", image.image().mimeType()).put("data", image.image().base64Data());
                        default -> throw new IllegalArgumentException("no such content: " + content.type());
                    }
                });
                case AiMessage answer -> {
                    ArrayNode content = said(messages, "assistant");
                    if (answer.text() != null && !answer.text().isBlank()) {
                        content.addObject().put("type", "text").put("text", answer.text());
                    }
                    answer.toolExecutionRequests().forEach(call -> content.addObject().put("type", "tool_use").put("id", call.id())
                            .put("name", call.name()).set("input", JSON.readTree(call.arguments())));
                }
                case ToolExecutionResultMessage result -> {
                    ObjectNode block = said(messages, "user").addObject().put("type", "tool_result").put("tool_use_id", result.id())
                            .put("content", result.text());
                    if (Boolean.TRUE.equals(result.isError())) {
                        block.put("is_error", true);
                    }
                }
                default -> throw new IllegalArgumentException("no such message: " + message.type());
            }
        }
        if (!messages.isEmpty() && messages.get(messages.size() - 1).path("content") instanceof ArrayNode last && last.get(last.size() - 1) instanceof ObjectNode end) {
            cached(end);
        }
        body.set("messages", messages);
        if (request.toolSpecifications() != null) {
            request.toolSpecifications().forEach(tool -> body.withArray("tools").addObject().put("name", tool.name()).put("description", tool.description())
                    .set("input_schema", JSON.valueToTree(JsonSchemaElementUtils.toMap(tool.parameters()))));
        }
        return body;
    }

    private static void cached(ObjectNode block) {
        block.putObject("cache_control").put("type", "ephemeral");
    }

    private static ArrayNode said(ArrayNode messages, String role) {
        if (messages.isEmpty() || !messages.get(messages.size() - 1).path("role").asString("").equals(role)) {
            messages.addObject().put("role", role).putArray("content");
        }
        return (ArrayNode) messages.get(messages.size() - 1).path("content");
    }
}
