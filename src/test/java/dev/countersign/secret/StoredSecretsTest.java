package dev.countersign.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.ProblemException;
import dev.countersign.secret.file.EncryptedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredSecretsTest {
    private static final String VALUE = "sk-plain-0123456789-wxyz";
    private static final Instant NOW = Instant.parse("2026-11-21T16:00:00Z");

    @TempDir
    Path folder;

    private final Redaction redaction = new Redaction();

    /// A system without a keyring.
    private static final class NoKeyring implements SecretPlace {
        @Override
        public String words() {
            return "keyring";
        }

        @Override
        public Optional<String> read(String name) throws IOException {
            throw new IOException("this system has no keyring");
        }

        @Override
        public void write(String name, String value) throws IOException {
            throw new IOException("this system has no keyring");
        }

        @Override
        public void remove(String name) throws IOException {
            throw new IOException("this system has no keyring");
        }
    }

    private StoredSecrets secrets(Map<String, String> environment) {
        return new StoredSecrets(folder.resolve("data/secrets.json"),
                List.of(new NoKeyring(), new EncryptedFile(folder.resolve("data/secrets.enc"), folder.resolve("config/secrets.key"), new SecureRandom())),
                environment, redaction, () -> NOW);
    }

    private static void assertProblem(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(code);
            assertThat(e.problem().sentence() + e.problem().details()).doesNotContain(VALUE, "short7!");
        });
    }

    @Test
    void withoutAKeyringValuesLieSealedInAFileForTheOwnerAlone() throws IOException {
        assertThat(secrets(Map.of()).set("API_KEY", VALUE + "\n")).isEqualTo(new Secrets.Info("API_KEY", "wxyz", NOW, "encrypted file"));

        assertThat(secrets(Map.of()).read("API_KEY")).contains(VALUE);
        assertThat(redaction.text("it is " + VALUE)).isEqualTo("it is [REDACTED:API_KEY]");
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as(file.toString()).doesNotContain(VALUE);
                if (!file.toString().endsWith(".lock")) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString()).isEqualTo("rw-------");
                }
            }
        }
    }

    @Test
    void aChangedFileOrAnotherKeyIsRefused() throws IOException {
        secrets(Map.of()).set("API_KEY", VALUE);
        Path sealed = folder.resolve("data/secrets.enc");
        byte[] good = Files.readAllBytes(sealed);
        byte[] bad = good.clone();
        bad[bad.length - 1] ^= 1;
        Files.write(sealed, bad);
        assertProblem("SECRET-003", () -> secrets(Map.of()).read("API_KEY"));
        Files.write(sealed, good);
        Files.write(folder.resolve("config/secrets.key"), new byte[32]);
        assertProblem("SECRET-003", () -> secrets(Map.of()).read("API_KEY"));
        Files.delete(folder.resolve("config/secrets.key"));
        assertProblem("SECRET-003", () -> secrets(Map.of()).set("OTHER", VALUE));
        assertThat(sealed).hasBinaryContent(good);
    }

    @Test
    void aFileThatOthersCanOpenIsNotRead() throws IOException {
        secrets(Map.of()).set("API_KEY", VALUE);
        Files.setPosixFilePermissions(folder.resolve("config/secrets.key"), PosixFilePermissions.fromString("rw-r--r--"));
        assertProblem("SECRET-004", () -> secrets(Map.of()).read("API_KEY"));
    }

    @Test
    void whatCannotBeASecretIsRefusedAndChangesNothing() {
        assertProblem("SECRET-001", () -> secrets(Map.of()).set("has space", VALUE));
        assertProblem("SECRET-002", () -> secrets(Map.of()).set("API_KEY", "short7!"));
        assertProblem("SECRET-002", () -> secrets(Map.of()).set("API_KEY", VALUE + '\0'));
        assertThat(folder.resolve("data/secrets.json")).doesNotExist();
    }

    @Test
    void anAgentGetsTheNamesItAsksForAndTheEnvironmentComesFirst() throws IOException {
        secrets(Map.of()).set("API_KEY", VALUE);
        secrets(Map.of()).set("OTHER_KEY", VALUE + "-other");

        assertThat(secrets(Map.of("PATH", "/bin")).with(List.of("API_KEY", "MISSING"))).isEqualTo(Map.of("PATH", "/bin", "API_KEY", VALUE));
        assertThat(secrets(Map.of("API_KEY", "from-outside")).with(List.of("API_KEY"))).isEqualTo(Map.of("API_KEY", "from-outside"));
    }

    @Test
    void aRemovedSecretIsGoneAndStaysRedacted() throws IOException {
        secrets(Map.of()).set("API_KEY", VALUE);
        assertThat(secrets(Map.of()).remove("API_KEY")).isTrue();
        assertThat(secrets(Map.of()).remove("API_KEY")).isFalse();
        assertThat(secrets(Map.of()).list()).isEmpty();
        assertThat(secrets(Map.of()).read("API_KEY")).isEmpty();
        assertThat(redaction.text(VALUE)).isEqualTo("[REDACTED:API_KEY]");
    }
}
