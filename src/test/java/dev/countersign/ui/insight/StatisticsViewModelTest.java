package dev.countersign.ui.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.insight.Statistics;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatisticsViewModelTest {
    private static Statistics of(Statistics.Day... days) {
        var total = new Statistics.Row("", "", 0, 0, 0, 0, 0, 0, Optional.empty(), 0, Optional.empty(), 0, 0, OptionalLong.empty(), OptionalLong.empty());
        return new Statistics(days.length, List.of(), total, List.of(days));
    }

    private static Statistics.Day day(String day, long commits, long denials) {
        return new Statistics.Day(LocalDate.parse(day), Map.of(EntryKind.COMMIT, commits, EntryKind.DENIAL, denials));
    }

    private static StatisticsViewModel.Bucket bucket(String first, String last, long decided, long other) {
        return new StatisticsViewModel.Bucket(LocalDate.parse(first), LocalDate.parse(last), decided, other);
    }

    @Test
    void fewDaysStandForThemselves() {
        assertThat(StatisticsViewModel.buckets(of(day("2026-03-01", 2, 1), day("2026-03-03", 1, 0))))
                .containsExactly(bucket("2026-03-01", "2026-03-01", 2, 1), bucket("2026-03-03", "2026-03-03", 1, 0));
    }

    @Test
    void someMonthsAreShownByWeeksFromTheirMonday() {
        assertThat(StatisticsViewModel.buckets(of(day("2026-03-03", 2, 1), day("2026-03-08", 1, 0), day("2026-06-01", 4, 0))))
                .containsExactly(bucket("2026-03-02", "2026-03-08", 3, 1), bucket("2026-06-01", "2026-06-07", 4, 0));
    }

    @Test
    void yearsAreShownByMonths() {
        assertThat(StatisticsViewModel.buckets(of(day("2024-02-03", 2, 1), day("2024-02-29", 1, 0), day("2026-06-30", 4, 0))))
                .containsExactly(bucket("2024-02-01", "2024-02-29", 3, 1), bucket("2026-06-01", "2026-06-30", 4, 0));
    }

    @Test
    void kindsAreCountedOverAllDaysTheMostFrequentFirst() {
        assertThat(StatisticsViewModel.kinds(of(day("2026-03-01", 1, 4), day("2026-03-02", 2, 3))).entrySet())
                .containsExactly(Map.entry(EntryKind.DENIAL, 7L), Map.entry(EntryKind.COMMIT, 3L));
    }
}
