package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.fault.Exit;
import dev.countersign.workspace.Sha256;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class ScriptsCommandTest {
    private static final String ONE = """
            script(description = "Greets.", parameters = {"whom": "string", "times": "integer?"})
            def run(whom, times = 1):
                print("asked")
                return " ".join(["hello " + whom for _ in range(times)])
            """;

    @TempDir
    private Path temp;
    private Path workspace;
    private Path file;

    private record Said(int status, String out, String err) {
        JsonNode json() {
            return JsonMapper.builder().build().readTree(out);
        }
    }

    private Said say(String typed, boolean interactive, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new BufferedReader(new StringReader(typed)), new PrintWriter(out), new PrintWriter(err), interactive, false);
        int status = new CommandLineApp(Composition.in(temp).context(workspace, terminal)).run(words);
        return new Said(status, out.toString(), err.toString());
    }

    private Said say(String... words) {
        return say("", false, words);
    }

    @BeforeEach
    void aScript() throws IOException {
        workspace = Files.createDirectories(temp.resolve("work"));
        file = Files.createDirectories(workspace.resolve(".countersign/scripts")).resolve("greet.star");
        Files.writeString(file, ONE);
    }

    @Test
    void aScriptIsApprovedRunChangedAndRevoked() throws IOException {
        String hash = Sha256.of(ONE.getBytes(StandardCharsets.UTF_8)).hex();
        JsonNode listed = say("scripts", "--json").json().get("scripts").get(0);
        assertThat(listed.get("standing").asString()).isEqualTo("pending");
        assertThat(listed.get("sha256").asString()).isEqualTo(hash);
        assertThat(listed.get("parameters").get("times").asString()).isEqualTo("integer?");
        Said early = say("scripts", "run", "greet", "whom=Ann");
        assertThat(early.status()).isEqualTo(Exit.REFUSED.status());
        assertThat(early.err()).contains("SCRIPT-004");

        assertThat(say("scripts", "approve", "greet").status()).isEqualTo(Exit.HUMAN.status());
        assertThat(say("scripts", "approve", "greet", "--hash", hash.replace('a', 'b')).status()).isEqualTo(Exit.HUMAN.status());
        Said shown = say("y\n", true, "scripts", "approve", "greet");
        assertThat(shown.status()).as(shown.err()).isEqualTo(Exit.DONE.status());
        assertThat(shown.out()).contains(hash, "takes whom: string, times: integer?", "reads no secrets", "reaches nothing", "+script(description", "Approved; ledger entry");

        Said ran = say("scripts", "run", "greet", "whom=Ann", "times=2");
        assertThat(ran.status()).as(ran.err()).isEqualTo(Exit.DONE.status());
        assertThat(ran.out().strip()).isEqualTo("hello Ann hello Ann");
        assertThat(ran.err()).contains("asked");
        assertThat(say("scripts", "run", "greet", "--arguments", "{\"whom\": 3}").err()).contains("SCRIPT-006");
        Said failed = say("scripts", "run", "greet", "--json", "whom=x", "times=200000");
        assertThat(failed.status()).isEqualTo(Exit.UNDECIDED.status());
        assertThat(failed.json().get("outcome").asString()).isEqualTo("failed");

        Files.writeString(file, ONE.replace("hello", "hi"));
        assertThat(say("scripts").out()).contains("changed since its approval");
        assertThat(say("scripts", "diff", "greet").out()).contains("-    return \" \".join([\"hello \"", "+    return \" \".join([\"hi \"");
        assertThat(say("scripts", "show", "greet", "--approved").out()).contains("hello").doesNotContain("\"hi ");
        assertThat(say("scripts", "run", "greet", "whom=Ann").status()).isEqualTo(Exit.REFUSED.status());

        Files.writeString(file, ONE);
        assertThat(say("scripts", "run", "greet", "whom=Ann").status()).isEqualTo(Exit.DONE.status());
        assertThat(say("scripts", "revoke", "greet").out()).contains("No agent can call greet any more");
        assertThat(say("scripts", "run", "greet", "whom=Ann").err()).contains("its approval was withdrawn");
        assertThat(say("scripts", "revoke", "greet").err()).contains("SCRIPT-002");
        Said entries = say("ledger");
        assertThat(entries.out()).contains("Approved the script greet", "Withdrew the approval of the script greet");
    }

    @Test
    void whatIsWrongIsNamedByLine() throws IOException {
        Files.writeString(file, "script(description = 'x')\ndef run(:\n");
        assertThat(say("scripts").out()).contains(".countersign/scripts/greet.star:2:");
        Said approved = say("scripts", "approve", "greet");
        assertThat(approved.status()).isEqualTo(Exit.USAGE.status());
        assertThat(approved.err()).contains("SCRIPT-001");
        assertThat(say("scripts", "show", "other").err()).contains("SCRIPT-002");
    }
}
