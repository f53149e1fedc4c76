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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ledger.content_budget | 2 GiB | '' | 'content_budget = "2 GiB"~'
            ledger.content_budget | 2 GiB | '# room~content_budget = "1 GiB"   # small~' | '# room~content_budget = "2 GiB" # small~'
            checks.parts.syn | 2 | '# mine~epsilon = 0.2~~[parts] # weights~log = 3~' | '# mine~epsilon = 0.2~~[parts] # weights~syn = 2~log = 3~'
            checks.epsilon | 0.3 | '[parts]~log = 3~' | 'epsilon = 0.3~[parts]~log = 3~'
            checks.parts.log | 2 | 'epsilon = 0.2~' | 'epsilon = 0.2~~[parts]~log = 2~'
            checks.sensors."forbidden patterns" | 0.5 | '[sensors]~"forbidden patterns" = 1 # a = b~' | '[sensors]~"forbidden patterns" = 0.5 # a = b~'
            agents.mine.timeout | 60 | '[[agent]]~name = "other"~command = "a"~args = ["{prompt}"]~~[[agent]]~name = "mine" # x~command = "b"~args = ["{prompt}"]~timeout = 5~' | '[[agent]]~name = "other"~command = "a"~args = ["{prompt}"]~~[[agent]]~name = "mine" # x~command = "b"~args = ["{prompt}"]~timeout = 60~'
            """)
    void aValueIsSetAndAllElseStays(String key, String value, String before, String after) throws IOException {
        String name = key.substring(0, key.indexOf('.')) + ".toml";
        if (!before.isEmpty()) {
            write(name, before.replace('~', '\n'));
        }
        Said said = say("config", "set", key, value);
        assertThat(said.status()).as(said.text()).isZero();
        assertThat(Files.readString(config.resolve(name))).isEqualTo(after.replace('~', '\n'));
        assertThat(Files.getPosixFilePermissions(config.resolve(name))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(say("config", "check").status()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ledger.content_budge | 2 GiB | 'content_budget = "1 GiB"~' | content_budge
            ledger.content_budget | much | 'content_budget = "1 GiB"~' | no size
            agents.nobody.timeout | 3 | '[[agent]]~name = "mine"~command = "b"~' | nobody
            agents.mine.args | 3 | '[[agent]]~name = "mine"~command = "b"~args = ["a",~ "b"]~' | several lines
            agents.mine.colour | red | '[[agent]]~name = "mine"~command = "b"~' | colour
            checks.parts | 3 | '[parts]~log = 3~' | is a table
            ledger.a..b | 3 | 'content_budget = "1 GiB"~' | no key
            ledger | 3 | 'content_budget = "1 GiB"~' | names no value
            ledger.content_budget | 1 GiB | 'content_budget = ~' | mend that first
            """)
    void whatCannotBeUsedIsNotWritten(String key, String value, String before, String says) throws IOException {
        String name = (key.contains(".") ? key.substring(0, key.indexOf('.')) : key) + ".toml";
        write(name, before.replace('~', '\n'));
        Said said = say("config", "set", key, value);
        assertThat(said.status()).as(said.text()).isEqualTo(2);
        assertThat(said.text()).contains(says).contains("Nothing was changed");
        assertThat(Files.readString(config.resolve(name))).isEqualTo(before.replace('~', '\n'));
        try (var files = Files.list(config)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly(name);
        }
    }

    @Test
    void everyValueSaysWhereItComesFrom() throws IOException {
        write("ledger.toml", "# room\ncontent_budget = \"1 GiB\"\n");
        write("models.toml", "[models.big]\napi = \"ollama\" # here\nmodel = \"m\"\n");

        JsonNode values = say("config", "values", "--json").json().get("values");

        assertThat(values).extracting(value -> value.get("key").asString() + " " + value.path("value").asString("-") + " " + value.get("standard").asString() + " " + value.get("line").asInt())
                .contains("ledger.content_budget \"1 GiB\" 10 GiB 2", "models.models.big.api \"ollama\"  2", "models.models.big.context - 128000 0", "checks.parts.syn - 1 0");
        assertThat(say("config", "values", "ledger").text()).contains("ledger.toml:2").doesNotContain("checks");
    }

    /// What is listed can be set, and what can be set is listed: the readers themselves say which keys they know.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            agents | agents.mine.colour | '[[agent]]~name = "mine"~command = "b"~args = ["{prompt}"]~' | name
            models | models.models.big.colour | '[models.big]~api = "ollama"~model = "m"~' | ''
            mcp | mcp.servers.one.colour | '[servers.one]~command = "b"~' | ''
            mcp | mcp.servers.one.colour | '[servers.one]~address = "https://a.example/b"~' | ''
            """)
    void everyKeyThatAReaderKnowsIsListed(String file, String unknown, String text, String hidden) throws IOException {
        write(file + ".toml", text.replace('~', '\n'));
        String known = say("config", "set", unknown, "red").text().replaceAll("(?s).*known are ([a-z_, ]+).*", "$1");
        String listed = say("config", "values", file, "--json").text();

        assertThat(known.split(", ")).hasSizeGreaterThan(2).allSatisfy(key -> {
            boolean ofAnotherKind = file.equals("agents") && !listed.contains(".mine." + key + "\"");
            if (!key.equals(hidden)) {
                assertThat(ofAnotherKind ? say("config", "set", "agents.mine." + key, "\"x\"").text() : listed).contains(ofAnotherKind ? "is for kind" : "." + key.strip() + "\"");
            }
        });
    }

    @Test
    void aValueIsTakenOutWithItsLineAlone() throws IOException {
        write("checks.toml", "# mine\nepsilon = 0.2 # x\n\n[parts]\nlog = 3\nsyn = 2\n");

        assertThat(say("config", "unset", "checks.parts.log").status()).isZero();
        assertThat(config.resolve("checks.toml")).hasContent("# mine\nepsilon = 0.2 # x\n\n[parts]\nsyn = 2\n");
        assertThat(say("config", "unset", "checks.epsilon").status()).isZero();
        assertThat(config.resolve("checks.toml")).hasContent("# mine\n\n[parts]\nsyn = 2\n");
        Said gone = say("config", "unset", "checks.epsilon");
        assertThat(gone.status()).isEqualTo(2);
        assertThat(gone.text()).contains("CONFIG-003").contains("not written there");
    }

    @Test
    void anUnknownNameIsRefused() {
        Said said = say("config", "show", "colours");
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text()).contains("agents, models, mcp, checks, ledger");
    }
}
