package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.mcp.FakeServers;
import dev.countersign.agent.mcp.McpServers.Grant;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolGrantsTest {
    private static final Instant SINCE = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path folder;
    private final FakeServers servers = new FakeServers();

    private static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Grant grant(String tool, String words) {
        return new Grant("notes", tool, digest("server"), digest(words), SINCE);
    }

    private static List<String> entries(Bench bench) throws IOException {
        return bench.session.ledger().page(EntryQuery.recent(50)).reversed().stream().map(Entry::what)
                .map(what -> what.kind() + " " + what.actor().id() + " " + what.summary()).toList();
    }

    @Test
    void whatAgentsMayUseIsInTheLedgerBeforeTheyAreCalledAndOnceOnly() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("good", FakeAgent.writes("a.txt", "new\n"))).with(servers)) {
            servers.granted.add(grant("echo", "one"));
            run(bench);
            run(bench);
            servers.granted.set(0, grant("echo", "two"));
            servers.granted.add(grant("find", "one"));
            run(bench);
            servers.granted.removeFirst();
            run(bench);

            assertThat(entries(bench)).filteredOn(words -> !words.startsWith("REJECTION")).containsExactly(
                    "GRANT " + System.getProperty("user.name") + " Granted agents the tool echo of the server notes",
                    "GRANT " + System.getProperty("user.name") + " Granted agents the tool echo of the server notes",
                    "GRANT " + System.getProperty("user.name") + " Granted agents the tool find of the server notes",
                    "DENIAL " + System.getProperty("user.name") + " Withdrew from agents the tool echo of the server notes");
            Entry first = bench.session.ledger().page(EntryQuery.recent(50)).getLast();
            assertThat(first.what().kind()).isEqualTo(EntryKind.GRANT);
            EntryDraft.Evidence evidence = first.what().evidence().getFirst();
            assertThat(evidence.kind()).isEqualTo("tool");
            assertThat(new String(bench.session.ledger().vault().read(evidence.content()), StandardCharsets.UTF_8)).isEqualTo("{\"granted\":true,\"grant\":{\"name\":\"notes\","
                    + "\"tool\":\"echo\",\"server\":\"" + digest("server").hex() + "\",\"definition\":\"" + digest("one").hex() + "\",\"since\":\"2026-11-20T10:00:00Z\"},\"words\":\"\"}");
        }
    }

    private static void run(Bench bench) throws IOException {
        RunId run = bench.start("Do it");
        bench.idle(run, TASK);
        bench.session.decide(run, TASK, new Decision.Reject("no"), "Ada");
    }
}
