package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SecretCommandTest {
    private static final String VALUE = "sk-plain-0123456789-wxyz";

    @TempDir
    Path home;

    private record Said(int status, String text) {}

    private Said say(String typed, String... words) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        int status = new CommandLineApp(Composition.in(home).context(home, new Terminal(new BufferedReader(new StringReader(typed)), out, out, false, false)))
                .run(words);
        return new Said(status, text.toString());
    }

    @Test
    void aSecretIsSetUsedShownAsAHintAndForgotten() throws Exception {
        Path config = Files.createDirectories(home.resolve("countersign/config"));
        Files.writeString(config.resolve("agents.toml"), "[[agent]]\nname = \"needy\"\ncommand = \"true\"\nargs = [\"{prompt}\"]\nenv = [\"NEEDY_KEY\"]\n");

        Said set = say(VALUE + "\n", "secret", "set", "NEEDY_KEY");
        assertThat(set.status()).as(set.text()).isZero();
        JsonNode listed = JsonMapper.builder().build().readTree(say("", "secret", "list", "--json").text()).get("secrets").get(0);
        assertThat(listed.get("name").asString()).isEqualTo("NEEDY_KEY");
        assertThat(listed.get("hint").asString()).isEqualTo("wxyz");
        assertThat(listed.get("agents").toString()).isEqualTo("[\"needy\"]");
        assertThat(say("", "secret").text()).contains("NEEDY_KEY", "…wxyz", "set today", "needy").doesNotContain(VALUE);
        assertThat(say("", "secret", "check").text()).contains("✓", "NEEDY_KEY");
        assertThat(say("", "agents", "show", "needy").text()).contains("NEEDY_KEY=").doesNotContain(VALUE);

        assertThat(say("", "secret", "remove", "NEEDY_KEY").status()).isZero();
        assertThat(say("", "secret", "remove", "NEEDY_KEY").text()).contains("SECRET-007");
        assertThat(say("short\n", "secret", "set", "NEEDY_KEY").text()).contains("SECRET-002").doesNotContain("short\n");
        assertThat(say("", "secret", "set", "NEEDY_KEY").status()).isNotZero();
    }
}
