package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Selection;
import dev.countersign.cli.CommandLineApp;
import dev.countersign.cli.Terminal;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft.Evidence;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.run.Decision;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunRequest;
import dev.countersign.run.RunState;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A secret that comes in by every way there is, and goes out by none: the whole program, with a real agent and a real check.
class NoSecretLeavesTest {
    private static final String VALUE = "pLant3d+S3cr3t/Value=42";
    private static final NodeId TASK = new NodeId("task");

    @TempDir
    Path folder;

    private final List<RunEvent> heard = new CopyOnWriteArrayList<>();

    private static List<String> spellings() {
        byte[] bytes = VALUE.getBytes(StandardCharsets.UTF_8);
        String base64 = Base64.getEncoder().encodeToString(bytes);
        return List.of(VALUE, base64.substring(0, 20), base64.substring(0, 20).replace('+', '-').replace('/', '_'),
                Base64.getEncoder().encodeToString(("x" + VALUE).getBytes(StandardCharsets.UTF_8)).substring(4, 24),
                HexFormat.of().formatHex(bytes), HexFormat.of().withUpperCase().formatHex(bytes), "pLant3d%2BS3cr3t%2FValue%3D42",
                "S3cr3t/Value");
    }

    private static void assertClean(String what, String text) {
        for (String spelling : spellings()) {
            assertThat(text.contains(spelling)).as(what + " holds " + spelling).isFalse();
        }
    }

    private Composition composition() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path agent = bin.resolve("leaky");
        Files.writeString(agent, """
                #!/bin/sh
                [ "$1" = --version ] && { echo "leaky 1"; exit 0; }
                echo "said $LEAKY_TOKEN aloud"
                printf '%s' "$LEAKY_TOKEN" | base64
                printf 'x%s' "$LEAKY_TOKEN" | base64
                printf '%s' "$LEAKY_TOKEN" | base64 | tr '+/' '-_' | tr -d =
                printf '%s' "$LEAKY_TOKEN" | od -An -v -tx1 | tr -d ' \\n'; echo
                printf '%s' "$LEAKY_TOKEN" | od -An -v -tx1 | tr -d ' \\n' | tr a-f A-F; echo
                printf 'in two: %s' "$(printf '%s' "$LEAKY_TOKEN" | cut -c1-9)"; sleep 0.3; printf '%s' "$LEAKY_TOKEN" | cut -c10-
                echo "complaint about $LEAKY_TOKEN" >&2
                echo changed >> a.txt
                """);
        assertThat(agent.toFile().setExecutable(true)).isTrue();
        Path config = Files.createDirectories(folder.resolve("data/config"));
        Files.writeString(config.resolve("agents.toml"), "[[agent]]\nname = \"leaky\"\ncommand = \"" + agent
                + "\"\nargs = [\"--go\", \"{prompt}\", \"{env:LEAKY_TOKEN}\"]\nenv = [\"LEAKY_TOKEN\"]\n");
        return Composition.over(folder, folder.resolve("data"), Map.of("LEAKY_TOKEN", VALUE, "OTHER_PASSWORD", "0ther-p4ssword"));
    }

    /// The program's text, in the escapes of a shell: the file itself holds no spelling of the value.
    private static String octal() {
        var text = new StringBuilder();
        for (byte b : VALUE.getBytes(StandardCharsets.UTF_8)) {
            text.append('\\').append(String.format("%03o", b));
        }
        return text.toString();
    }

    @Test
    void whatComesInByEveryWayGoesOutByNone() throws Exception {
        Path live = Files.createDirectories(folder.resolve("live"));
        Files.writeString(live.resolve("a.txt"), "one\n");
        Files.writeString(live.resolve("check.sh"), "printf 'checked with " + octal() + "\\n'\nprintf '" + octal() + "' | base64\n"
                + "grep -q twice a.txt || exit 0\nprintf 'FAIL " + octal() + "\\n'; exit 1\n");
        Composition composition = composition();
        String shown;
        RunId run;
        try (Session session = composition.workbench().open(live, Progress.NONE)) {
            session.keepPrompts(true);
            session.listen((_, event) -> heard.add(event));
            run = session.start(new RunRequest(Plan.single("Use the key " + VALUE + " for it"), "leaky", Optional.empty(),
                    List.of(List.of("sh", "check.sh", VALUE)), true, false));
            idle(session, run);
            session.decide(run, TASK, new Decision.Revise("No, it is " + VALUE), "Ada");
            idle(session, run);
            session.decide(run, TASK, new Decision.Approve(Selection.all(session.run(run).orElseThrow().nodes().get(TASK).candidate()
                    .orElseThrow()), "as " + VALUE + " says", true), "Ada");
            for (int i = 0; i < 400 && session.ledger().page(EntryQuery.recent(9)).stream().noneMatch(e -> e.what().summary().startsWith("Use")); i++) {
                Thread.sleep(25);
            }
            shown = String.join("\n", heard.stream().map(Object::toString).toList())
                    + session.run(run).orElseThrow() + session.records().transcript(run, TASK);
            for (Entry entry : session.ledger().page(EntryQuery.recent(9))) {
                assertClean("an entry", entry.toString());
                for (Evidence evidence : entry.what().evidence()) {
                    assertClean("evidence " + evidence.kind(), new String(session.ledger().vault().read(evidence.content()), StandardCharsets.UTF_8));
                }
            }
            assertThat(session.ledger().page(EntryQuery.recent(9))).anySatisfy(entry -> assertThat(entry.what().summary())
                    .isEqualTo("Use the key [REDACTED:LEAKY_TOKEN] for it"));
        }
        assertClean("what was shown", shown);
        // Each way really was taken.
        assertThat(shown).contains("said [REDACTED:LEAKY_TOKEN] aloud", "in two: [REDACTED:LEAKY_TOKEN]", "complaint about [REDACTED:LEAKY_TOKEN]",
                "checked with [REDACTED:LEAKY_TOKEN]", "No, it is [REDACTED:LEAKY_TOKEN]", "as [REDACTED:LEAKY_TOKEN] says");

        assertClean("status", said(composition, live, "status", run.value(), "--json"));
        assertClean("ledger show", said(composition, live, "ledger", "show", "1", "--json"));
        assertClean("an error", said(composition, live, "status", "no-run-" + VALUE));
        assertClean("a wrong word", said(composition, live, "status", "--" + VALUE));
        assertClean("doctor", said(composition, live, "doctor"));
        assertClean("agents", said(composition, live, "agents", "show", "leaky"));
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertClean(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void idle(Session session, RunId run) throws InterruptedException {
        for (int i = 0; i < 1200; i++) {
            RunState state = session.run(run).orElseThrow();
            if (state.isIdle() && state.nodes().get(TASK).decision().isEmpty()) {
                assertThat(state.nodes().get(TASK).state().toString()).startsWith("AwaitingReview");
                return;
            }
            Thread.sleep(25);
        }
        throw new AssertionError("still " + session.run(run).orElseThrow().nodes().get(TASK).state());
    }

    private static String said(Composition composition, Path live, String... words) {
        var all = new StringWriter();
        var out = new PrintWriter(all);
        new CommandLineApp(composition.context(live, new Terminal(new BufferedReader(new StringReader("")), out, out, false, false))).run(words);
        assertThat(all.toString()).as(String.join(" ", words)).isNotBlank();
        return all.toString();
    }
}
