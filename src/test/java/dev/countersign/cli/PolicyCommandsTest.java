package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.fault.Exit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Rules in files, from the command line, with everything behind it real.
class PolicyCommandsTest {
    @TempDir
    Path temp;
    private Path workspace;

    private record Said(int status, String out, String err) {
        JsonNode json() {
            return JsonMapper.builder().build().readTree(out);
        }
    }

    private Said say(String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new BufferedReader(new StringReader("")), new PrintWriter(out), new PrintWriter(err), false, false);
        int status = new CommandLineApp(Composition.in(temp).context(workspace, terminal)).run(words);
        return new Said(status, out.toString(), err.toString());
    }

    @BeforeEach
    void aWorkspace() throws IOException {
        workspace = Files.createDirectories(temp.resolve("work"));
        Files.writeString(workspace.resolve("a.txt"), "one\n");
    }

    private void user(String name, String text) throws IOException {
        Path folder = Files.createDirectories(temp.resolve("countersign/config/policies"));
        Files.writeString(folder.resolve(name), text);
    }

    private String patch(String before, String after) throws IOException {
        Path file = temp.resolve(after + ".patch");
        Files.writeString(file, "--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-" + before + "\n+" + after + "\n");
        return file.toString();
    }

    @Test
    void rulesAreListedCheckedAndTested() throws IOException {
        JsonNode listed = say("policy", "--json").json();
        assertThat(listed.get("layers").valueStream().map(layer -> layer.get("layer").asString()).toList()).containsExactly("built-in", "user", "project");
        assertThat(listed.get("fixed").valueStream().map(rule -> rule.get("name").asString()).toList()).contains("ownership", "secrets");
        assertThat(say("policy").out()).contains("commands.star", "check_command");
        assertThat(say("policy", "check").status()).isEqualTo(Exit.DONE.status());
        Said tested = say("policy", "test", "--json");
        assertThat(tested.status()).as(tested.out()).isEqualTo(Exit.DONE.status());
        assertThat(tested.json().get("passed").asInt()).isGreaterThan(30);

        user("mine.star", "def check_command(cmd):\n    retrun allow()\n");
        Said broken = say("policy", "check", "--json");
        assertThat(broken.status()).isEqualTo(Exit.USAGE.status());
        assertThat(broken.json().get("faults").get(0).get("file").asString()).isEqualTo("user/mine.star");
        assertThat(broken.json().get("faults").get(0).get("line").asInt()).isEqualTo(2);

        user("mine.star", "def check_command(cmd):\n    return allow()\n");
        user("mine_test.star", "load(\"mine.star\", \"check_command\")\ndef test_x():\n    assert_denied(check_command(\"ls\"))\n");
        Said failed = say("policy", "test");
        assertThat(failed.status()).isEqualTo(Exit.VERIFICATION.status());
        assertThat(failed.out()).contains("user/mine_test.star:2: test_x failed", "it is allow, not deny");
    }

    @Test
    void aRuleStopsARunAndTheLedgerSaysWhereTheRuleStands() throws IOException {
        user("words.star", """
                def check_file_write(path, content):
                    return deny("No twos here.", rule = "no-twos", line = 1) if "two" in content else allow()
                """);
        Said said = say("run", "--base", patch("one", "two"), "--check", "true", "--yes", "Say two");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.REFUSED.status());
        assertThat(workspace.resolve("a.txt")).content().isEqualTo("one\n");
        JsonNode entry = say("ledger", "--json", "--kind", "denial").json().get("entries").get(0);
        assertThat(entry.get("summary").asString()).isEqualTo("Denied by no-twos: No twos here.");
        assertThat(say("ledger", "show", entry.get("index").asString(), "--evidence", "rulings").out()).contains("\"rule\":\"no-twos\"",
                "\"path\":\"a.txt\"", "\"source\":{\"file\":\"user/words.star\",\"line\":2}");
    }

    @Test
    void aPlanIsRuledBeforeAnythingStarts() throws IOException {
        user("plans.star", "def check_plan(plan):\n    return deny(\"Not on a Friday.\", rule = \"friday\") if \"two\" in plan.task else allow()\n");
        Said said = say("run", "--base", patch("one", "two"), "--check", "true", "--yes", "Say two");
        assertThat(said.status()).isEqualTo(Exit.REFUSED.status());
        assertThat(said.err()).contains("POLICY-001", "friday", "Not on a Friday.");
        assertThat(say("status", "--json").json().get("runs").size()).isZero();
        assertThat(say("ledger", "--json", "--kind", "denial").json().get("entries").get(0).get("summary").asString())
                .isEqualTo("Denied by friday: Not on a Friday.");
    }

    @Test
    void otherRulesAreTriedOnThePast() throws IOException {
        Said run = say("run", "--base", patch("one", "two"), "--check", "true", "--yes", "Say two");
        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(Exit.DONE.status());
        JsonNode same = say("policy", "replay", "--json").json();
        assertThat(same.get("ruled").asInt()).isOne();
        assertThat(same.get("differences").size()).isZero();
        Files.writeString(temp.resolve("new.star"), "def check_changeset(changes):\n    return ask(\"Look at %s.\" % changes[0].path, rule = \"look\", path = changes[0].path)\n");
        JsonNode other = say("policy", "replay", "--with", temp.resolve("new.star").toString(), "--json").json();
        assertThat(other.get("stricter").asInt()).isOne();
        JsonNode difference = other.get("differences").get(0);
        assertThat(difference.get("then").asString()).isEqualTo("allow");
        assertThat(difference.get("now").asString()).isEqualTo("ask");
        assertThat(difference.get("rulings").get(0).get("source").asString()).isEqualTo("user/new.star:2");
        assertThat(say("policy", "--json").json().get("layers").get(1).get("files").size()).as("nothing is in force by it").isZero();
    }

    @Test
    void aProjectsRulesAreTrustedByTheDigestThatWasRead() throws IOException {
        Path own = Files.createDirectories(workspace.resolve(".countersign/policies"));
        Files.writeString(own.resolve("own.star"), "def check_command(cmd):\n    return allow()\n");
        JsonNode before = say("policy", "trust", "--json").json();
        assertThat(before.get("trusted").asBoolean()).isFalse();
        String digest = before.get("digest").asString();
        assertThat(say("policy", "trust", "0".repeat(64)).err()).contains("POLICY-003");
        assertThat(say("policy", "trust", "abc").status()).isEqualTo(Exit.USAGE.status());
        assertThat(say("policy", "trust", digest, "--json").json().get("trusted").asBoolean()).isTrue();
        JsonNode entry = say("ledger", "--json", "--kind", "trust").json().get("entries").get(0);
        assertThat(say("ledger", "show", entry.get("index").asString(), "--evidence", "policies").out()).contains("own.star", "def check_command(cmd)");
        assertThat(say("policy", "--json").json().get("layers").get(2).get("trusted").asBoolean()).isTrue();
        Files.writeString(own.resolve("own.star"), "def check_command(cmd):\n    return allow() # other\n");
        assertThat(say("policy", "trust", "--json").json().get("trusted").asBoolean()).as("other bytes").isFalse();
        Files.writeString(own.resolve("own.star"), "def check_command(cmd):\n    return allow()\n");
        assertThat(say("policy", "trust", "--json").json().get("trusted").asBoolean()).as("the bytes that were read").isTrue();
        assertThat(say("policy", "trust", digest, "--revoke", "--json").json().get("trusted").asBoolean()).isFalse();
    }
}
