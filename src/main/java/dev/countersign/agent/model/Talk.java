package dev.countersign.agent.model;

import dev.countersign.model.Model;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A conversation that stays within what a model takes at once: where it grows too long, what tools answered first is taken out, oldest
/// first, and what the model said and was asked stays.
final class Talk {
    /// Characters of a token, on the safe side: programs have about three.
    private static final int CHARACTERS = 3;
    private static final int KEPT_RESULT = 400;
    /// Results that are never taken out.
    private static final int RECENT = 4;

    private final List<ChatMessage> messages;

    Talk(List<ChatMessage> beginning) {
        messages = new ArrayList<>(beginning);
    }

    void add(ChatMessage message) {
        messages.add(message);
    }

    List<ChatMessage> messages() {
        return List.copyOf(messages);
    }

    /// Characters that fit into a conversation with this model, besides its answer and what tools it is told of.
    static int room(Model model) {
        return Math.max(2_000, (model.context() - model.answer() - 2_000) * CHARACTERS);
    }

    /// What was taken out. @param tools in order, what they had answered
    record Taken(List<String> results) {
        int count() {
            return results.size();
        }

        String text() {
            return results.stream().collect(Collectors.joining("\n\n"));
        }
    }

    /// Makes it fit, with some room to grow.
    Taken fit(int room) {
        var taken = new ArrayList<String>();
        if (length() <= room) {
            return new Taken(taken);
        }
        int results = (int) messages.stream().filter(ToolExecutionResultMessage.class::isInstance).count();
        for (int i = 0; i < messages.size() && results > RECENT && length() > room * 7 / 10; i++) {
            if (messages.get(i) instanceof ToolExecutionResultMessage result) {
                results--;
                if (result.text().length() > KEPT_RESULT) {
                    taken.add(result.toolName() + ":\n" + result.text());
                    messages.set(i, ToolExecutionResultMessage.builder().id(result.id()).toolName(result.toolName()).isError(result.isError())
                            .text(result.text().substring(0, KEPT_RESULT) + "\n… (the rest was taken out to save room; ask again where you need it)").build());
                }
            }
        }
        return new Taken(taken);
    }

    int length() {
        return messages.stream().mapToInt(Talk::length).sum();
    }

    private static int length(ChatMessage message) {
        return switch (message) {
            case ToolExecutionResultMessage result -> result.text().length();
            case AiMessage answer -> (answer.text() == null ? 0 : answer.text().length())
                    + answer.toolExecutionRequests().stream().mapToInt(call -> call.name().length() + call.arguments().length()).sum();
            case UserMessage user -> user.contents().stream().mapToInt(c -> c instanceof dev.langchain4j.data.message.TextContent t ? t.text().length() : 4_000).sum();
            default -> message.toString().length();
        };
    }
}
