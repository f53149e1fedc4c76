package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.changeset.Selection;
import dev.countersign.ledger.entry.EntryDraft.Evidence;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.NodeState;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a real run leaves in the ledger beside the change itself.
class EntryEvidenceTest {
    private static final String TWO_HUNKS = "ONE\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nNINE\n";

    @TempDir
    Path folder;

    private static JsonNode json(String text) {
        return JsonMapper.builder().build().readTree(text);
    }

    private static List<String> kinds(Bench bench, int entry) throws IOException {
        return bench.entries().get(entry).evidence().stream().map(Evidence::kind).toList();
    }

    @Test
    void aPartialApprovalKeepsWhoDecidedWhenAfterHowLongAndWhatWasLeftOut() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", TWO_HUNKS)))) {
            RunId run = bench.start("Change");
            bench.idle(run, Bench.TASK);
            bench.session.decide(run, Bench.TASK, new Decision.Approve(new Selection(Map.of(WorkspacePath.of("a.txt"),
                    new FileSelection.Hunks(new TreeSet<>(List.of(1))))), "the first is wrong", false), "Ada");
            bench.until(run, Bench.TASK, NodeState.Committed.class);

            assertThat(kinds(bench, 0)).contains("task", "plan", "node", "call", "argv", "words", "rulings", "verification", "protection", "usage",
                    "selection", "decision", "rejected-patch").doesNotContain("prompt", "transcript");
            JsonNode decision = json(bench.evidence(0, "decision"));
            assertThat(decision.get("outcome").asString()).isEqualTo("approved");
            assertThat(decision.get("scope").asString()).isEqualTo("part");
            assertThat(decision.get("who").asString()).isEqualTo("Ada");
            assertThat(decision.get("hunks").asString()).isEqualTo("1 of 2 hunks");
            assertThat(decision.get("note").asString()).isEqualTo("the first is wrong");
            assertThat(decision.get("waitedMs").asLong()).isPositive();
            assertThat(bench.evidence(0, "rejected-patch")).contains("-one\n+ONE\n").doesNotContain("+NINE");
            assertThat(json(bench.evidence(0, "node")).get("id").asString()).isEqualTo("task");
        }
    }

    @Test
    void aPromptIsKeptOnlyWhereThatWasAskedForAndItsDigestAlways() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "x\n"), FakeAgent.writes("b.txt", "y\n")))) {
            bench.session.keepPrompts(true);
            RunId run = bench.start("Change it");
            bench.idle(run, Bench.TASK);
            bench.approveAll(run, Bench.TASK);
            bench.until(run, Bench.TASK, NodeState.Committed.class);

            JsonNode call = json(bench.evidence(0, "call"));
            String prompt = bench.evidence(0, "prompt");
            assertThat(prompt).contains("Change it");
            assertThat(call.get("promptKept").asBoolean()).isTrue();
            String transcript = bench.evidence(0, "transcript");
            assertThat(transcript.lines().map(line -> json(line).get("event").get("text").asString())).contains("writing a.txt");
            assertResponse(bench, transcript, true);
            assertThat(call.get("promptDigest").asString()).isEqualTo(Sha256.of(prompt.getBytes(StandardCharsets.UTF_8)).hex());
            assertThat(json(bench.evidence(0, "decision")).get("scope").asString()).isEqualTo("whole");
            assertThat(kinds(bench, 0)).doesNotContain("rejected-patch");
        }
    }

    @Test
    void theDigestOfAllThatTheAgentSaidIsInTheEntryThoughTheTextIsNot() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", TWO_HUNKS)))) {
            RunId approved = bench.start("Change");
            bench.idle(approved, Bench.TASK);
            bench.approveAll(approved, Bench.TASK);
            bench.until(approved, Bench.TASK, NodeState.Committed.class);
            assertResponse(bench, new String(bench.session.records().said(approved, Bench.TASK), StandardCharsets.UTF_8), false);
            assertThat(kinds(bench, 0)).doesNotContain("transcript");
        }
    }

    private static void assertResponse(Bench bench, String said, boolean kept) throws IOException {
        JsonNode response = json(bench.evidence(0, "response"));
        assertThat(said).contains("writing a.txt");
        assertThat(response.get("digest").asString()).isEqualTo(Sha256.of(said.getBytes(StandardCharsets.UTF_8)).hex());
        assertThat(response.get("bytes").asInt()).isEqualTo(said.getBytes(StandardCharsets.UTF_8).length);
        assertThat(response.get("kept").asBoolean()).isEqualTo(kept);
    }

    @Test
    void whatWasRejectedCanBeReadLater() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", TWO_HUNKS)))) {
            RunId run = bench.start("Change");
            bench.idle(run, Bench.TASK);
            bench.session.decide(run, Bench.TASK, new Decision.Reject("nobody asked for it"), "Ada");
            bench.until(run, Bench.TASK, NodeState.Rejected.class);

            assertThat(bench.kinds()).containsExactly(EntryKind.REJECTION);
            assertResponse(bench, new String(bench.session.records().said(run, Bench.TASK), StandardCharsets.UTF_8), false);
            assertThat(bench.evidence(0, "rejected-patch")).contains("+ONE\n", "+NINE\n");
            JsonNode decision = json(bench.evidence(0, "decision"));
            assertThat(decision.get("outcome").asString()).isEqualTo("rejected");
            assertThat(decision.get("note").asString()).isEqualTo("nobody asked for it");
            assertThat(json(bench.evidence(0, "usage")).get("costUsd")).isNotNull();
        }
    }
}
