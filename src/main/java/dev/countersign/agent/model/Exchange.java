package dev.countersign.agent.model;

import dev.countersign.agent.ModelCall;
import dev.countersign.model.Model;
import dev.countersign.workspace.Sha256;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Questions and answers as they are kept: JSON, the same for all providers.
final class Exchange {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Exchange() {}

    static String request(List<ChatMessage> messages, List<ToolSpecification> tools) {
        ObjectNode request = JSON.createObjectNode();
        request.set("messages", JSON.readTree(ChatMessageSerializer.messagesToJson(messages)));
        var named = request.putArray("tools");
        tools.forEach(tool -> named.addObject().put("name", tool.name()).put("description", tool.description())
                .set("parameters", JSON.valueToTree(JsonSchemaElementUtils.toMap(tool.parameters()))));
        return request.toString();
    }

    static Sha256 digest(Model model, String request) {
        return Sha256.of((model.api().label() + "\n" + model.id() + "\n" + model.address() + "\n" + request).getBytes(StandardCharsets.UTF_8));
    }

    static String json(Answer answer) {
        ObjectNode json = JSON.createObjectNode().put("cut", answer.isCut());
        json.set("message", JSON.readTree(ChatMessageSerializer.messageToJson(answer.message())));
        return json.toString();
    }

    static Answer answer(ModelCall call) {
        JsonNode json = JSON.readTree(call.answer());
        if (ChatMessageDeserializer.messageFromJson(json.path("message").toString()) instanceof AiMessage message) {
            return new Answer(message, json.path("cut").asBoolean(false), call.usage());
        }
        throw new IllegalArgumentException("an answer was kept that is none");
    }
}
