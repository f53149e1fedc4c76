package dev.countersign.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.fault.Exit;
import dev.countersign.plan.Plan;
import dev.countersign.run.RunId;
import dev.countersign.run.RunRequest;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Commands on a workspace that is open in a window, with everything behind both real.
class BesideAWindowTest {
    @TempDir
    Path temp;

    private record Said(int status, String out, String err) {
        JsonNode json() {
            return JsonMapper.builder().build().readTree(out);
        }
    }

    private Said say(Path folder, String answers, String... words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var terminal = new Terminal(new BufferedReader(new StringReader(answers)), new PrintWriter(out), new PrintWriter(err),
                !answers.isEmpty(), false);
        int status = new CommandLineApp(Composition.in(temp).context(folder, terminal)).run(words);
        return new Said(status, out.toString(), err.toString());
    }

    private Path patch(String name, String before, String after) throws IOException {
        return Files.writeString(temp.resolve(name), "diff --git a/greeting.txt b/greeting.txt\n--- a/greeting.txt\n+++ b/greeting.txt\n"
                + "@@ -1 +1 @@\n-" + before + "\n+" + after + "\n");
    }

    @Test
    void everyCommandWorksOnAWorkspaceThatIsOpenInAWindow() throws Exception {
        Path workspace = Files.createDirectories(temp.resolve("project"));
        Files.writeString(workspace.resolve("greeting.txt"), "one\n");
        try (Session window = Composition.in(temp).workbench().open(workspace, Progress.NONE)) {
            RunId run = window.start(new RunRequest(Plan.single("Say two"), "patch",
                    Optional.of(patch("two.patch", "one", "two").toString()), List.of(List.of("true")), false, false));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
            while (window.run(run).orElseThrow().waiting().isEmpty() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            JsonNode status = say(workspace, "", "status", "--json").json().get("runs").get(0);
            assertThat(status.get("run").asString()).isEqualTo(run.value());
            assertThat(status.get("elsewhere").asBoolean()).isTrue();
            assertThat(say(workspace, "", "status").out()).contains("driven by another Countersign");

            Said review = say(workspace, "a\n", "review");
            assertThat(review.status()).as(review.out() + review.err()).isEqualTo(Exit.DONE.status());
            assertThat(workspace.resolve("greeting.txt")).hasContent("two\n");

            Said own = say(workspace, "", "run", "-a", "patch", "--base", patch("three.patch", "two", "three").toString(), "--check",
                    "true", "--yes", "Say three");
            assertThat(own.status()).as(own.out() + own.err()).isEqualTo(Exit.DONE.status());
            assertThat(workspace.resolve("greeting.txt")).hasContent("three\n");

            assertThat(say(workspace, "", "rollback", "0", "--yes").status()).isEqualTo(Exit.DONE.status());
            assertThat(workspace.resolve("greeting.txt")).hasContent("two\n");
            assertThat(say(workspace, "", "ledger", "--json").json().get("entries").valueStream()
                    .map(e -> e.get("kind").asString()).toList()).containsExactly("rollback", "commit", "commit");
            assertThat(say(workspace, "", "ledger", "verify").status()).isEqualTo(Exit.DONE.status());
            assertThat(window.ledger().size()).isEqualTo(3);
        }
    }
}
