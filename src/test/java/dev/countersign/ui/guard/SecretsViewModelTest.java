package dev.countersign.ui.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.run.fake.FakeAgent;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.StoredSecrets;
import dev.countersign.secret.file.EncryptedFile;
import dev.countersign.ui.fx.Background;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsViewModelTest {
    private static final String VALUE = "sk-plain-0123456789-wxyz";

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-21T16:00:00Z");
    private StoredSecrets secrets;
    private SecretsViewModel model;

    @BeforeEach
    void begin() {
        secrets = new StoredSecrets(folder.resolve("secrets.json"),
                List.of(new EncryptedFile(folder.resolve("secrets.enc"), folder.resolve("secrets.key"), new SecureRandom())), Map.of(), new Redaction(), () -> now);
        model = new SecretsViewModel(secrets, () -> List.of(new FakeAgent("fake", FakeAgent.writes("a", "b"))), Background.sameThread(), () -> now);
        model.load();
    }

    private void store(String name, String value) {
        model.nameProperty().set(name);
        model.valueProperty().set(value);
        model.store();
    }

    @Test
    void aValueGoesInAndNeverComesOut() throws IOException {
        store(" API_KEY ", VALUE);
        assertThat(model.problemProperty().get()).isEmpty();
        assertThat(model.valueProperty().get()).isEmpty();
        assertThat(model.rows()).containsExactly(new SecretsViewModel.Row("API_KEY", "\u2022\u2022\u2022\u2022\u2026wxyz", "In the encrypted file, set today",
                "Given to no agent", false));
        assertThat(model.saysProperty().get()).contains("API_KEY").doesNotContain(VALUE);
        assertThat(secrets.read("API_KEY")).contains(VALUE);
    }

    @Test
    void anOldOneIsToBeMadeAnew() {
        store("API_KEY", VALUE);
        now = now.plus(Duration.ofDays(91));
        model.load();
        assertThat(model.rows().getFirst().old()).isTrue();
        assertThat(model.rows().getFirst().place()).contains("91 days ago");
    }

    @Test
    void aNameThatCannotBeKeepsWhatIsTyped() {
        store("no name!", VALUE);
        assertThat(model.problemProperty().get()).isPresent();
        assertThat(model.valueProperty().get()).isEqualTo(VALUE);
        assertThat(model.rows()).isEmpty();
    }

    @Test
    void oneIsForgotten() throws IOException {
        store("API_KEY", VALUE);
        model.remove("API_KEY");
        assertThat(model.rows()).isEmpty();
        assertThat(secrets.read("API_KEY")).isEmpty();
    }
}
