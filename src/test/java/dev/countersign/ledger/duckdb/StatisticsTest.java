package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.insight.Statistics;
import dev.countersign.ledger.insight.StatisticsQuery;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    private static final OptionalLong NO = OptionalLong.empty();

    @TempDir
    Path data;

    private Ledger ledger;
    private Instant now = START;

    @BeforeEach
    void open() throws IOException {
        ledger = new DuckLedgerOpener(data, () -> now, RandomGenerator.getDefault()).open("0123456789abcdef");
    }

    @AfterEach
    void close() throws IOException {
        ledger.close();
    }

    private Statistics count(StatisticsQuery query) throws IOException {
        return ledger.insight().statistics(query, Progress.NONE);
    }

    private static StatisticsQuery all() {
        return StatisticsQuery.all(ZoneOffset.UTC);
    }

    private EntryDraft.Evidence evidence(String kind, String text) throws IOException {
        return new EntryDraft.Evidence(kind, ledger.vault().put(Drafts.bytes(text)));
    }

    private void entry(EntryKind kind, String agent, String hunks, Optional<Duration> waited, List<EntryDraft.Evidence> more,
                       String before, String after) throws IOException {
        var changes = new ArrayList<PathEdit>();
        if (!before.equals(after)) {
            ledger.vault().put(Drafts.bytes(before));
            ledger.vault().put(Drafts.bytes(after));
            changes.add(new PathEdit(Drafts.path("a"), before.isEmpty() ? Optional.empty() : Drafts.file(before), Drafts.file(after)));
        }
        var pieces = new ArrayList<>(more);
        if (waited.isPresent()) {
            pieces.add(evidence("verification", "{\"at\":\"" + now.minus(waited.get()) + "\",\"results\":[{\"state\":{\"type\":\"passed\"}}]}"));
        }
        var actor = kind == EntryKind.COMMIT ? new EntryDraft.Actor("agent", agent, "m1") : new EntryDraft.Actor("human", "anna", "");
        var approval = new EntryDraft.Approval("anna", hunks, Sha256.of(new byte[0]), now.toEpochMilli(), "");
        OptionalLong to = kind == EntryKind.ROLLBACK ? OptionalLong.of(0) : NO;
        Entry entry = ledger.begin(new EntryDraft(kind, "run", "node", actor, Optional.of(approval), "s", Drafts.TREE, Drafts.TREE,
                changes, pieces, to));
        ledger.finish(entry);
    }

    private void commit(String agent, String hunks, String cost, Duration waited, String before, String after) throws IOException {
        var pieces = cost.isEmpty() ? List.<EntryDraft.Evidence>of() : List.of(evidence("usage", "{\"costUsd\":" + cost + "}"));
        entry(EntryKind.COMMIT, agent, hunks, Optional.of(waited), pieces, before, after);
    }

    @Test
    void anEmptyLedgerHasNoNumbersAndNoneIsMadeUp() throws IOException {
        Statistics nothing = count(all());
        assertThat(nothing.entries()).isZero();
        assertThat(nothing.byAgent()).isEmpty();
        assertThat(nothing.total().costUsd()).isEmpty();
        assertThat(nothing.total().medianWait()).isEmpty();
    }

    @Test
    void aRejectionThatNamesTheModelCountsForIt() throws IOException {
        entry(EntryKind.REJECTION, "x", "", Optional.of(Duration.ofSeconds(10)), List.of(evidence("proposer", "y"),
                evidence("proposer-model", "m2")), "", "");
        assertThat(count(all()).byAgent()).extracting(Statistics.Row::agent, Statistics.Row::model, Statistics.Row::rejected)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("y", "m2", 1L));
    }

    @Test
    void countsWhatBecameOfProposals() throws IOException {
        commit("x", "2 of 2 hunks", "0.10", Duration.ofSeconds(60), "", "1\n2\n3\n4\n");
        now = START.plus(Duration.ofDays(1));
        commit("y", "1 of 3 hunks", "", Duration.ofSeconds(20), "1\n2\n3\n4\n", "1\nB\n3\n4\n");
        now = START.plus(Duration.ofDays(40));
        commit("x", "1 of 1 hunk", "0.30", Duration.ofSeconds(30), "1\nB\n3\n4\n", "1\nB\nC\n4\n");
        entry(EntryKind.REJECTION, "x", "", Optional.of(Duration.ofSeconds(10)), List.of(evidence("proposer", "y"),
                evidence("rejected-patch", "--- a/f\n+++ b/f\n@@ -1 +1,2 @@\n-a\n+b\n+c\n")), "", "");
        Statistics found = count(all());
        assertThat(found.entries()).isEqualTo(4);
        // Of x's four first lines one was changed after a day; the one that was changed after 40 days is not rework.
        assertThat(found.byAgent()).containsExactly(
                new Statistics.Row("x", "m1", 2, 0, 3, 0, 5, 0, Optional.of(new BigDecimal("0.400000")), 0,
                        Optional.of(new BigDecimal("0.080000")), 1, 0, OptionalLong.of(30_000), OptionalLong.of(60_000)),
                new Statistics.Row("y", "m1", 1, 0, 1, 2, 1, 0, Optional.empty(), 1, Optional.empty(), 0, 0, OptionalLong.of(20_000),
                        OptionalLong.of(20_000)),
                new Statistics.Row("y", "", 0, 1, 0, 1, 0, 2, Optional.empty(), 1, Optional.empty(), 0, 0, OptionalLong.of(10_000),
                        OptionalLong.of(10_000)));
        assertThat(found.total().costUsd()).contains(new BigDecimal("0.400000"));
        assertThat(found.total().costUnknown()).isEqualTo(2);
        assertThat(found.days()).containsExactly(new Statistics.Day(LocalDate.of(2026, 3, 2), Map.of(EntryKind.COMMIT, 1L)),
                new Statistics.Day(LocalDate.of(2026, 3, 3), Map.of(EntryKind.COMMIT, 1L)),
                new Statistics.Day(LocalDate.of(2026, 4, 11), Map.of(EntryKind.COMMIT, 1L, EntryKind.REJECTION, 1L)));
        assertThat(count(new StatisticsQuery(NO, NO, Optional.of("x"), 60, "UTC")).total().reworked()).isEqualTo(2);
        assertThat(count(new StatisticsQuery(OptionalLong.of(now.toEpochMilli()), NO, Optional.empty(), 30, "UTC")).entries()).isEqualTo(2);
    }

    @Test
    void reworkIsTheSameWhetherReadAtOnceOrAfterEachEntry() throws IOException {
        String text = "";
        for (int i = 0; i < 6; i++) {
            String next = i % 2 == 0 ? text + "line " + i + "\n" : text.replace("line " + (i - 1), "changed " + i);
            commit("x", "1 of 1 hunk", "", Duration.ofSeconds(1), text, next);
            text = next;
            // Reopened: what was kept in memory is gone, and is asked of the ledger again.
            assertThat(count(all()).total().reworked()).isEqualTo((i + 1) / 2);
            ledger.close();
            open();
        }
        assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
    }

    @Test
    void whatWasReadBeforeItWasCancelledIsKept() throws IOException {
        for (int i = 0; i < 5; i++) {
            ledger.record(Drafts.rejection("no " + i));
        }
        var impatient = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> ledger.insight().statistics(all(), impatient)).isInstanceOf(Progress.CancelledException.class);
        assertThat(count(all()).total().rejected()).isEqualTo(5);
    }
}
