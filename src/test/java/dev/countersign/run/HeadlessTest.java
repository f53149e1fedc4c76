package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--yes`: the same gates, and nothing that needs a person.
class HeadlessTest {
    @TempDir
    Path folder;

    @Test
    void whatIsVerifiedAndUnruledIsCommittedByItself() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.startHeadless("Change", false);
            assertThat(bench.until(run, RunState::isEnded).nodes().get(TASK).state()).isEqualTo(new NodeState.Committed(0));
            assertThat(bench.entries().getFirst().approval().orElseThrow().who()).isEqualTo("--yes");
            assertThat(bench.tree()).containsEntry("b.txt", "bop\n");
        }
    }

    @Test
    void failedChecksWaitForAPerson() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "BROKEN\n")).thatNeverRetries())) {
            RunId run = bench.startHeadless("Change", false);
            assertThat(bench.idle(run, TASK).state()).isInstanceOf(NodeState.AwaitingReview.class);
            assertThat(bench.tree()).containsEntry("b.txt", "bee\n");
        }
    }

    @Test
    void aQuestionOfARuleWaitsForAPerson() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("ask.txt", "x\n")))) {
            RunId run = bench.startHeadless("Change", false);
            assertThat(bench.idle(run, TASK).state()).isEqualTo(new NodeState.AwaitingReview(""));
            assertThat(bench.entries()).isEmpty();
        }
    }

    @Test
    void aTreeThatNobodyCheckedWaitsForAPerson() throws IOException {
        var gate = new Verification(Sha256.of(new byte[0]), List.of(),
                Sha256.of(new byte[0]), Instant.EPOCH, Duration.ZERO);
        var allowed = List.<Ruling>of(new Ruling.Allow("x"));
        assertThat(gate.isStable()).isTrue();
        assertThat(Gate.passesAlone(gate, allowed, true)).isFalse();
    }

    @Test
    void anUncontainedAgentNeedsLeaveByName() throws IOException {
        var agent = new FakeAgent("claude", FakeAgent.writes("b.txt", "bop\n")).thatStarts("claude");
        try (var bench = new Bench(folder, agent)) {
            assertThatThrownBy(() -> bench.startHeadless("Change", false)).hasMessageContaining("RUN-003");
            RunId run = bench.startHeadless("Change", true);
            bench.until(run, RunState::isEnded);
            assertThat(bench.kinds()).containsExactly(EntryKind.GRANT, EntryKind.COMMIT);
        }
    }

    @Test
    void aContainedAgentNeedsNoLeave() throws IOException {
        var agent = new FakeAgent("claude", FakeAgent.writes("b.txt", "bop\n")).thatStarts("claude");
        try (var bench = new Bench(folder, agent).contained()) {
            RunId run = bench.startHeadless("Change", false);
            bench.until(run, RunState::isEnded);
            assertThat(bench.kinds()).containsExactly(EntryKind.COMMIT);
        }
    }
}
