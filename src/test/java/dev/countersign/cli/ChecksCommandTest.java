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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
@Timeout(120)
class ChecksCommandTest {
    @TempDir
    private Path home;
    private Path project;

    private record Said(int status, String text) {}

    @BeforeEach
    void project() throws IOException {
        project = Files.createDirectory(home.resolve("project"));
        Files.writeString(project.resolve("Makefile"), "test:\n\t@echo 1..1; echo ok 1 - a\n");
    }

    private Said say(String... words) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        int status = new CommandLineApp(Composition.in(home).context(project, new Terminal(new BufferedReader(new StringReader("")), out, out, false, false)))
                .run(words);
        return new Said(status, text.toString());
    }

    private JsonNode json(String... words) {
        return JsonMapper.builder().build().readTree(say(words).text());
    }

    @Test
    void checksAreFoundChosenRemovedAndFoundAgain() throws IOException {
        assertThat(json("checks", "--json").toString()).isEqualTo("{\"chosen\":false,\"checks\":[{\"name\":\"make test\",\"part\":\"V_log\",\"argv\":[\"make\",\"test\"],"
                + "\"limitMillis\":900000,\"foundBy\":\"Makefile\",\"stayMillis\":null,\"says\":null}]}");

        Said set = say("checks", "set", "start", "--says", "up", "--limit", "20", "--", "sh", "-c", "echo up; sleep 60");
        assertThat(set.status()).as(set.text()).isZero();
        assertThat(set.text()).contains("make test", "start", "until it says \"up\"");
        assertThat(json("checks", "list", "--json").toString()).contains("\"chosen\":true", "\"part\":\"V_boot\",\"argv\":[\"sh\",\"-c\",\"echo up; sleep 60\"],"
                + "\"limitMillis\":20000,\"foundBy\":\"chosen\",\"stayMillis\":null,\"says\":\"up\"");
        assertThat(say("verify").text()).contains("started: it said \"up\"");

        assertThat(say("checks", "remove", "make test").status()).isZero();
        assertThat(say("checks").text()).contains("start").doesNotContain("make");
        assertThat(say("doctor").text()).contains("start (chosen)").doesNotContain("make test (Makefile)");
        assertThat(say("checks", "detect", "--dry-run").text()).contains("make test");
        assertThat(say("checks").text()).doesNotContain("make");
        assertThat(say("checks", "detect").text()).contains("make test");
        assertThat(say("checks").text()).contains("make test").doesNotContain("start");
        try (var left = Files.list(project)) {
            assertThat(left).containsExactly(project.resolve("Makefile"));
        }
    }

    @Test
    void wrongWordsChangeNothing() {
        assertThat(say("checks", "remove", "gone").text()).contains("CHECK-007", "make test");
        assertThat(say("checks", "set", "x", "--part", "syn", "--", "true").text()).contains("USAGE-001");
        assertThat(say("checks", "set", "x", "--says", "a", "--stays", "3", "--", "true").text()).contains("USAGE-001");
        assertThat(json("checks", "--json").get("chosen").asBoolean()).isFalse();
    }

    @Test
    void damagedChoiceIsNamedAndNotReplaced() throws IOException {
        say("checks", "set", "x", "--", "true");
        try (var files = Files.walk(home.resolve("countersign"))) {
            Path file = files.filter(f -> f.getParent().getFileName().toString().equals("checks") && f.toString().endsWith(".json")).findFirst().orElseThrow();
            Files.writeString(file, "{\"version\": 1, \"checks\": [{\"name\": \"x\"}]}");
            Said said = say("verify");
            assertThat(said.text()).contains("CHECK-005", file.getFileName().toString());
            assertThat(said.status()).isEqualTo(2);
            assertThat(say("doctor").text()).contains("CHECK-005");
            assertThat(Files.readString(file)).startsWith("{\"version\": 1");
        }
    }
}
