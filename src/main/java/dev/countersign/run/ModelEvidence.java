package dev.countersign.run;

import dev.countersign.agent.ModelCall;
import dev.countersign.agent.Usage;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// What an entry tells of the models that Countersign asked: always when, whom, how long, for how much, and digests; what was said only where
/// somebody wanted that kept.
final class ModelEvidence {
    private final JsonMapper json;
    private final boolean keepsWords;

    /// @param keepsWords whether questions and answers go along
    ModelEvidence(JsonMapper json, boolean keepsWords) {
        this.json = json;
        this.keepsWords = keepsWords;
    }

    /// Makes evidence of a text, secrets taken out.
    @FunctionalInterface
    interface Text {
        EntryDraft.Evidence of(String kind, String content) throws IOException;
    }

    /// One of the evidence of kind `models`.
    private record Call(String model, String at, long tookMs, int tries, Usage usage, String requestDigest, String answerDigest, boolean kept) {}

    List<EntryDraft.Evidence> of(List<ModelCall> calls, Text text) throws IOException {
        var evidence = new ArrayList<EntryDraft.Evidence>();
        if (!calls.isEmpty()) {
            evidence.add(text.of("models", json.writeValueAsString(calls.stream().map(this::call).toList())));
            if (keepsWords) {
                var lines = new StringBuilder();
                calls.forEach(call -> lines.append(json.writeValueAsString(call)).append('\n'));
                evidence.add(text.of("model-calls", lines.toString()));
            }
        }
        return evidence;
    }

    private Call call(ModelCall call) {
        return new Call(call.model(), call.at().toString(), call.took().toMillis(), call.tries(), call.usage(), digest(call.request()), digest(call.answer()), keepsWords);
    }

    private static String digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
