package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.agent.model.ChatServer;
import dev.countersign.fault.Exit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole line with a model: set up in a file, named like any other agent, its work checked, committed and in the ledger.
@Timeout(120)
class ModelLineTest {
    @TempDir
    private Path temp;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    private int say(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        var terminal = new Terminal(new BufferedReader(new StringReader("")), new PrintWriter(out), new PrintWriter(err), false, false);
        Composition composition = Composition.in(temp, Map.of("MODEL_KEY", "sk-hunter2hunter2"));
        return new CommandLineApp(composition.context(temp.resolve("work"), terminal)).run(arguments);
    }

    private void set(ChatServer server) throws IOException {
        Path config = Files.createDirectories(temp.resolve("countersign/config"));
        Files.writeString(config.resolve("models.toml"), "[models.own]\napi = 'openai'\nmodel = 'm-1'\naddress = '" + server.address()
                + "/v1'\nkey = '${MODEL_KEY}'\ninput_price = 1\noutput_price = 2\n");
        Files.writeString(Files.createDirectories(temp.resolve("work")).resolve("a.txt"), "one\n");
    }

    @Test
    void aModelIsAnAgentLikeAnyOther() throws IOException {
        try (ChatServer server = new ChatServer()) {
            set(server);
            server.script(ChatServer.text("ok"));
            assertThat(say("agents", "check", "model", "--json")).as(err.toString()).isEqualTo(Exit.DONE.status());
            assertThat(say("agents", "show", "model")).isEqualTo(Exit.DONE.status());
            assertThat(out.toString()).contains("actuator: m-1 (openai) at " + server.address() + "/v1", "MODEL_KEY=••••••").doesNotContain("hunter2");

            server.script(ChatServer.call("edit", "{\"path\":\"a.txt\",\"old\":\"one\",\"new\":\"two\"}"), ChatServer.call("run", "{\"argv\":[\"cat\",\"a.txt\"]}"),
                    ChatServer.text("Changed it."));
            int status = say("run", "-a", "model", "--yes", "--sandbox", "none", "--check", "true", "--log-llm", "--json", "Say two.");

            assertThat(status).as(out + "\n" + err).isEqualTo(Exit.DONE.status());
            assertThat(Files.readString(temp.resolve("work/a.txt"))).isEqualTo("two\n");
            assertThat(say("ledger", "--kind", "commit", "--json")).isEqualTo(Exit.DONE.status());
            JsonNode entry = JsonMapper.builder().build().readTree(out.toString()).path("entries").path(0);
            assertThat(entry.path("actor").toString()).contains("model");
            // 3 times 100 tokens at 1, and 10 at 2, for a million.
            assertThat(say("ledger", "show", entry.path("index").asString(), "--json")).isEqualTo(Exit.DONE.status());
            assertThat(out.toString()).contains("model-calls", "\"models\"");
            assertThat(entry.path("costUsd").decimalValue()).isEqualByComparingTo("0.00036");
        }
    }

    @Test
    void aKilledProcessDoesNotPayTwice() throws Exception {
        try (ChatServer server = new ChatServer()) {
            set(server);
            server.script(ChatServer.call("write", "{\"path\":\"b.txt\",\"content\":\"bop\\n\"}"), server.silence());
            var command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                    "dev.countersign.Main", "run", "-w", temp.resolve("work").toString(), "-a", "model", "--yes", "--sandbox", "none", "--check", "true", "Write bop.")
                    .redirectErrorStream(true).redirectOutput(temp.resolve("out.txt").toFile());
            command.environment().put("COUNTERSIGN_HOME", temp.resolve("countersign").toString());
            command.environment().put("MODEL_KEY", "sk-hunter2hunter2");
            Process process = command.start();
            while (process.isAlive() && server.requests().size() < 2) {
                Thread.sleep(20);
            }
            process.destroyForcibly().waitFor();
            assertThat(server.requests()).as(Files.readString(temp.resolve("out.txt"))).hasSize(2);
            assertThat(temp.resolve("work/b.txt")).doesNotExist();
            server.script(ChatServer.text("Wrote it."));

            int status = say("resume");

            assertThat(status).as(out + "\n" + err).isEqualTo(Exit.DONE.status());
            assertThat(temp.resolve("work/b.txt")).hasContent("bop\n");
            // Of the two questions only the one that had no answer was asked again, word for word.
            assertThat(server.requests()).hasSize(3);
            assertThat(server.requests().get(2).body()).isEqualTo(server.requests().get(1).body());
            assertThat(say("ledger", "--kind", "commit", "--json")).isEqualTo(Exit.DONE.status());
            assertThat(JsonMapper.builder().build().readTree(out.toString()).path("entries").path(0).path("costUsd").decimalValue()).isEqualByComparingTo("0.00024");
        }
    }

    @Test
    void aWrongFileOfModelsStopsWhatNeedsAgentsOnly() throws IOException {
        try (ChatServer server = new ChatServer()) {
            set(server);
            Files.writeString(temp.resolve("countersign/config/models.toml"), "[models.own]\napi = 'own'\n");

            assertThat(say("agents")).isEqualTo(Exit.USAGE.status());
            assertThat(err.toString()).contains("models.toml is wrong in line 2: api \"own\" is none of", "[MODELS-001]");
            assertThat(say("ledger")).isEqualTo(Exit.DONE.status());
        }
    }
}
