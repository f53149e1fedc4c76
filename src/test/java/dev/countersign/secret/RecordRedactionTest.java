package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordRedactionTest {
    private static final String SECRET = "tok-5f1c9a77e0b34d219";

    record Inner(Optional<String> text, List<String> lines) {}

    record Outer(String title, Map<String, Inner> byName) {}

    @Test
    void aSecretIsTakenOutOfKeysOfMapsToo() {
        var redaction = new Redaction();
        redaction.learn("TOKEN", SECRET);
        var records = new RecordRedaction(redaction, _ -> false);

        Outer clear = records.of(new Outer("uses " + SECRET, Map.of(SECRET, new Inner(Optional.of(SECRET), List.of("a", SECRET)))));

        assertThat(clear).isEqualTo(new Outer("uses [REDACTED:TOKEN]", Map.of("[REDACTED:TOKEN]", new Inner(Optional.of("[REDACTED:TOKEN]"),
                List.of("a", "[REDACTED:TOKEN]")))));
    }
}
