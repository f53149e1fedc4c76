package dev.countersign.agent.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.sse.DefaultServerSentEventParser;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import dev.countersign.model.Model;
import dev.countersign.model.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Models of Anthropic, by their published Messages interface (docs.claude.com, "Streaming messages"), version 2023-06-01. What was read
/// before is asked to be cached: a conversation is sent whole each time.
final class AnthropicChat implements StreamingChatModel {
    private static final String VERSION = "2023-06-01";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Model model;
    private final String key;
    private final HttpClient http;

    AnthropicChat(Model model, String key, HttpClient http) {
        this.model = model;
        this.key = key;
        this.http = http;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        var sent = HttpRequest.builder().method(HttpMethod.POST).url(model.address() + "/v1/messages").addHeader("content-type", "application/json")
                .addHeader("accept", "text/event-stream").addHeader("anthropic-version", VERSION);
        if (!key.isEmpty()) {
            sent.addHeader("x-api-key", key);
        }
        http.execute(sent.body(AnthropicRequest.of(model, request).toString()).build(), new DefaultServerSentEventParser(), new Reading(handler));
    }

    /// One answer, as its events build it up.
    private static final class Reading implements ServerSentEventListener {
        private final StreamingChatResponseHandler handler;
        private final StringBuilder text = new StringBuilder();
        private final Map<Integer, Block> blocks = new TreeMap<>();
        private String id = "";
        private String name = "";
        private Optional<FinishReason> reason = Optional.empty();
        private Optional<JsonNode> read = Optional.empty();
        private Optional<Long> written = Optional.empty();
        private boolean over;

        /// @param tool its name; empty for text
        private record Block(String id, String tool, StringBuilder text) {}

        Reading(StreamingChatResponseHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onEvent(ServerSentEvent event) {
            if (over || event.data() == null || event.data().isBlank()) {
                return;
            }
            try {
                event(JSON.readTree(event.data()));
            } catch (JacksonException e) {
                onError(e);
            }
        }

        private void event(JsonNode event) {
            switch (event.path("type").asString("")) {
                case "message_start" -> {
                    id = event.path("message").path("id").asString("");
                    name = event.path("message").path("model").asString("");
                    read = Optional.of(event.path("message").path("usage")).filter(JsonNode::isObject);
                }
                case "content_block_start" -> {
                    JsonNode block = event.path("content_block");
                    boolean tool = block.path("type").asString("").equals("tool_use");
                    blocks.put(event.path("index").asInt(0), new Block(block.path("id").asString(""), tool ? block.path("name").asString("") : "", new StringBuilder()));
                    said(block.path("text").asString(""));
                }
                case "content_block_delta" -> delta(event.path("index").asInt(0), event.path("delta"));
                case "message_delta" -> {
                    JsonNode why = event.path("delta").path("stop_reason");
                    reason = why.isString() ? Optional.of(reason(why.asString())) : reason;
                    JsonNode output = event.path("usage").path("output_tokens");
                    written = output.isNumber() ? Optional.of(output.asLong()) : written;
                }
                case "message_stop" -> end();
                case "error" -> onError(new ProviderError(event.path("error").path("type").asString(""), event.path("error").path("message").asString("")));
                default -> { }
            }
        }

        private void delta(int index, JsonNode delta) {
            switch (delta.path("type").asString("")) {
                case "text_delta" -> said(delta.path("text").asString(""));
                case "input_json_delta" -> Optional.ofNullable(blocks.get(index)).ifPresent(b -> b.text.append(delta.path("partial_json").asString("")));
                case "thinking_delta" -> handler.onPartialThinking(new PartialThinking(delta.path("thinking").asString("")));
                default -> { }
            }
        }

        private void said(String piece) {
            if (!piece.isEmpty()) {
                text.append(piece);
                handler.onPartialResponse(piece);
            }
        }

        private static FinishReason reason(String word) {
            return switch (word) {
                case "end_turn", "stop_sequence" -> FinishReason.STOP;
                case "tool_use" -> FinishReason.TOOL_EXECUTION;
                case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
                case "refusal" -> FinishReason.CONTENT_FILTER;
                default -> FinishReason.OTHER;
            };
        }

        private void end() {
            over = true;
            List<ToolExecutionRequest> calls = new ArrayList<>();
            blocks.values().stream().filter(b -> !b.tool.isEmpty()).forEach(b -> calls.add(ToolExecutionRequest.builder().id(b.id).name(b.tool)
                    .arguments(b.text.isEmpty() ? "{}" : b.text.toString()).build()));
            var message = AiMessage.builder();
            if (!text.isEmpty()) {
                message.text(text.toString());
            }
            message.toolExecutionRequests(calls);
            var metadata = ChatResponseMetadata.builder().id(id).modelName(name);
            reason.ifPresent(metadata::finishReason);
            if (read.isPresent() && read.get().path("input_tokens").isNumber() && written.isPresent()) {
                JsonNode usage = read.get();
                metadata.tokenUsage(new CountedTokens(new Tokens(usage.path("input_tokens").asLong(), usage.path("cache_read_input_tokens").asLong(0),
                        usage.path("cache_creation_input_tokens").asLong(0), written.get())));
            }
            handler.onCompleteResponse(ChatResponse.builder().aiMessage(message.build()).metadata(metadata.build()).build());
        }

        @Override
        public void onError(Throwable e) {
            if (!over) {
                over = true;
                handler.onError(e);
            }
        }
    }
}
