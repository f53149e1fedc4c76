package dev.countersign.agent.model;

import dev.countersign.agent.Words;
import dev.countersign.model.Api;
import dev.countersign.model.Model;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import java.util.Optional;

/// Hears one answer, and judges whether it is one: that a library calls something complete is not enough.
final class Ear implements StreamingChatResponseHandler {
    private final Words words;
    private Optional<ChatResponse> answer = Optional.empty();
    private Optional<Throwable> error = Optional.empty();

    Ear(Words words) {
        this.words = words;
    }

    @Override
    public void onPartialResponse(String piece) {
        words.add(Words.Voice.ANSWER, piece);
    }

    @Override
    public void onPartialThinking(PartialThinking thinking) {
        if (thinking.text() != null) {
            words.add(Words.Voice.THOUGHT, thinking.text());
        }
    }

    @Override
    public void onCompleteResponse(ChatResponse complete) {
        answer = answer.or(() -> Optional.of(complete));
    }

    @Override
    public void onError(Throwable e) {
        error = error.or(() -> Optional.of(e));
    }

    Optional<ChatResponse> answer() {
        return answer;
    }

    boolean isCut() {
        return answer.filter(a -> a.finishReason() == FinishReason.LENGTH).isPresent();
    }

    /// What is wrong with what was heard, as far as the connection does not say it.
    ///
    /// @param begun whether anything came
    Optional<Fault> fault(Model model, boolean begun) {
        if (error.isPresent()) {
            return Optional.of(switch (error.get()) {
                case ProviderError said -> new Fault.Refused(said.status(), Optional.empty(), ErrorWords.of(String.valueOf(said.getMessage())));
                case HttpException http -> new Fault.Refused(http.statusCode(), Optional.empty(), ErrorWords.of(String.valueOf(http.getMessage())));
                case Throwable other -> new Fault.Broken("its answer cannot be read (" + ErrorWords.of(String.valueOf(other.getMessage())) + ")", begun);
            });
        }
        if (answer.isEmpty()) {
            return Optional.of(new Fault.Broken("it broke off", begun));
        }
        ChatResponse complete = answer.get();
        if (complete.finishReason() == null && model.api() != Api.OLLAMA) {
            return Optional.of(new Fault.Broken("it broke off", begun));
        }
        if (complete.finishReason() == FinishReason.CONTENT_FILTER) {
            return Optional.of(new Fault.Refused(400, Optional.empty(), "it declined the task; word it in another way"));
        }
        boolean empty = (complete.aiMessage().text() == null || complete.aiMessage().text().isBlank()) && !complete.aiMessage().hasToolExecutionRequests();
        return empty && complete.finishReason() != FinishReason.LENGTH ? Optional.of(new Fault.Broken("it said nothing", begun)) : Optional.empty();
    }
}
