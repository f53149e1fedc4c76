package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.ModelCall;
import dev.countersign.agent.Usage;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaidCallsTest {
    @TempDir
    private Path folder;

    private static ModelCall call(String asked, String answer) {
        return new ModelCall(Sha256.of(asked.getBytes(StandardCharsets.UTF_8)), "m", Instant.EPOCH, "{}", answer,
                new Usage(OptionalLong.of(1), OptionalLong.empty(), Optional.of(new BigDecimal("0.5"))), Duration.ofMillis(3), 2);
    }

    private PaidCalls open() throws IOException {
        return new PaidCalls(folder.resolve("models-n.jsonl"), RunJson.mapper());
    }

    @Test
    void anAnswerOfAKilledProcessIsGivenAgainOnce() throws IOException {
        PaidCalls first = open();
        first.keep(call("a", "1"));
        first.keep(call("a", "2"));
        assertThat(first.answered(call("a", "").asked())).as("not to the one that got it").isEmpty();

        PaidCalls next = open();

        assertThat(next.answered(call("b", "").asked())).isEmpty();
        assertThat(next.answered(call("a", "").asked())).contains(call("a", "1"));
        assertThat(next.answered(call("a", "").asked())).contains(call("a", "2"));
        assertThat(next.answered(call("a", "").asked())).isEmpty();
    }

    @Test
    void whoeverStartsOverGetsNewAnswers() throws IOException {
        PaidCalls first = open();
        first.keep(call("a", "1"));
        first.over();
        first.keep(call("b", "2"));

        PaidCalls next = open();

        assertThat(next.answered(call("a", "").asked())).isEmpty();
        assertThat(next.answered(call("b", "").asked())).contains(call("b", "2"));
        assertThat(PaidCalls.read(folder.resolve("models-n.jsonl"), RunJson.mapper())).containsExactly(call("a", "1"), call("b", "2"));
    }

    @Test
    void aTornLineIsNoAnswerAndSwallowsNone() throws IOException {
        open().keep(call("a", "1"));
        Files.writeString(folder.resolve("models-n.jsonl"), "{\"call\":{\"asked\":\"00", StandardOpenOption.APPEND);
        open().keep(call("b", "2"));

        assertThat(PaidCalls.read(folder.resolve("models-n.jsonl"), RunJson.mapper())).containsExactly(call("a", "1"), call("b", "2"));
    }
}
