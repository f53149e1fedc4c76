package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigCommandTest {
    @TempDir
    Path home;

    private Path config;

    private record Said(int status, String text) {
        JsonNode json() {
            return JsonMapper.builder().build().readTree(text);
        }
    }

    @BeforeEach
    void begin() throws IOException {
        config = Files.createDirectories(home.resolve("countersign/config"));
    }

    private Said say(String... words) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        int status = new CommandLineApp(Composition.in(home).context(home, new Terminal(new BufferedReader(new StringReader("")), out, out, false, false))).run(words);
        return new Said(status, text.toString());
    }

    private void write(String name, String text) throws IOException {
        Path file = Files.writeString(config.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void noFileHasToBeThere() {
        Said said = say("config", "check");
        assertThat(said.status()).as(said.text()).isZero();
        JsonNode files = say("config", "--json").json().get("files");
        assertThat(files).extracting(file -> file.get("name").asString() + " " + file.get("state").asString())
                .containsExactly("agents absent", "models absent", "mcp absent", "checks absent", "ledger absent");
        assertThat(say("config", "show", "ledger").text()).contains("is not there");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            models.toml | colour = "red"                       | colour | 1
            mcp.toml    | [servers.files]~command = "x"~colour = 1 | colour | 3
            ledger.toml | # room~content_budge = "1 GiB"       | content_budge | 2
            agents.toml | [[agent]]~name = "a"~comand = "true" | comand | 3
            """)
    void anUnknownKeyIsNamedWithItsFileAndLine(String file, String text, String key, int line) throws IOException {
        write(file, text.replace('~', '\n') + "\n");
        Said said = say("config", "check");
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text()).contains(file).contains(key).contains(Integer.toString(line));
        assertThat(say("config", "check", "--json").json().get("wrong").asInt()).isEqualTo(1);
    }

    @Test
    void aFileThatOthersCanChangeIsWrong() throws IOException {
        write("ledger.toml", "content_budget = \"1 GiB\"\n");
        assertThat(say("config", "check").status()).isZero();
        assertThat(say("config", "show", "ledger").text()).contains("content_budget = \"1 GiB\"");
        Files.setPosixFilePermissions(config.resolve("ledger.toml"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Said said = say("config", "check");
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text()).contains("CONFIG-001").contains("chmod 600");
    }

    @Test
    void anUnknownNameIsRefused() {
        Said said = say("config", "show", "colours");
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text()).contains("agents, models, mcp, checks, ledger");
    }
}
