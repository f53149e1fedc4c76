package dev.countersign.agent.model;

import dev.countersign.agent.ModelCalls;
import dev.countersign.agent.Readiness;
import dev.countersign.agent.Readiness.Answer;
import dev.countersign.model.Model;
import dev.countersign.workspace.Progress;
import dev.langchain4j.data.message.UserMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Tries a connection by one short question, which costs a few tokens.
final class ModelCheck {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Surroundings around;

    ModelCheck(Surroundings around) {
        this.around = around;
    }

    Readiness check(Model model, Map<String, String> keys) {
        // Whoever waits for a check wants to hear of a failure, not of another try.
        var hurried = new Surroundings(around.http(), around.clock(), around.random(), (_, _) -> { }, around.redaction());
        long start = System.nanoTime();
        try {
            var once = new Once(model, keys, hurried);
            var answer = once.ask(List.of(UserMessage.from("Answer with the word ok.")), new Deadline(Progress.NONE, LIMIT));
            String tokens = answer.usage().inputTokens().isPresent() && answer.usage().outputTokens().isPresent()
                    ? answer.usage().inputTokens().getAsLong() + " + " + answer.usage().outputTokens().getAsLong() + " tokens" : "its tokens not told";
            return new Readiness(true, model.words() + " answered in " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms, " + tokens, Answer.YES, Answer.YES, Answer.YES);
        } catch (Unanswered e) {
            boolean key = switch (e.kind()) {
                case AUTH, MISSING_KEY -> true;
                default -> false;
            };
            return new Readiness(false, e.sentence(), Answer.YES, key ? Answer.YES : Answer.NO, key ? Answer.NO : Answer.UNKNOWN);
        }
    }

    /// A question that is asked one time.
    private record Once(Model model, Map<String, String> keys, Surroundings around) {
        dev.countersign.agent.model.Answer ask(List<dev.langchain4j.data.message.ChatMessage> messages, Progress progress) throws Unanswered {
            return new Asker(List.of(model), keys, around, ModelCalls.NONE, _ -> { }, progress, 1).ask(messages, List.of(), false);
        }
    }
}
