package dev.countersign.agent.model;

import dev.countersign.model.Model;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiResponsesStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

/// Who writes and reads what a provider understands.
final class ChatModels {
    /// Servers that want no key are sent this in its place: the library sends none only to fail.
    private static final String NO_KEY = "none";

    private ChatModels() {}

    /// @param key empty for none
    static StreamingChatModel of(Model model, String key, Wire wire) {
        Double temperature = model.temperature().isPresent() ? model.temperature().getAsDouble() : null;
        return switch (model.api()) {
            case ANTHROPIC -> new AnthropicChat(model, key, wire);
            case OPENAI -> OpenAiStreamingChatModel.builder().httpClientBuilder(wire.builder()).baseUrl(model.address().toString())
                    .apiKey(key.isEmpty() ? NO_KEY : key).modelName(model.id()).temperature(temperature)
                    // The newer word is refused by most of those that copy the interface, the older by OpenAI's newer models.
                    .maxTokens(isOpenAi(model) ? null : (Integer) model.answer()).maxCompletionTokens(isOpenAi(model) ? (Integer) model.answer() : null)
                    .returnThinking(true).build();
            case OPENAI_RESPONSES -> OpenAiResponsesStreamingChatModel.builder().httpClientBuilder(wire.builder()).baseUrl(model.address().toString())
                    .apiKey(key.isEmpty() ? NO_KEY : key).modelName(model.id()).temperature(temperature).maxOutputTokens(model.answer())
                    .store(false).strictTools(false).build();
            case GEMINI -> GoogleAiGeminiStreamingChatModel.builder().httpClientBuilder(wire.builder()).baseUrl(model.address().toString())
                    .apiKey(key.isEmpty() ? NO_KEY : key).modelName(model.id()).temperature(temperature).maxOutputTokens(model.answer())
                    .returnThinking(true).sendThinking(true).build();
            case OLLAMA -> {
                var builder = OllamaStreamingChatModel.builder().httpClientBuilder(wire.builder()).baseUrl(model.address().toString())
                        .modelName(model.id()).numCtx(model.context()).numPredict(model.answer());
                if (temperature != null) {
                    builder.temperature(temperature);
                }
                if (!key.isEmpty()) {
                    builder.customHeaders(java.util.Map.of("Authorization", "Bearer " + key));
                }
                yield builder.build();
            }
        };
    }

    private static boolean isOpenAi(Model model) {
        return "api.openai.com".equals(model.address().getHost());
    }
}
