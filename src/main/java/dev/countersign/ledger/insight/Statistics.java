package dev.countersign.ledger.insight;

import dev.countersign.ledger.entry.EntryKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Numbers over the entries of a [StatisticsQuery]. Unknown is empty, never 0.
///
/// @param entries   entries in the range
/// @param byAgent   a row for each agent and model that proposed something, the most accepted lines first
/// @param total     the same over all of them
/// @param days      a row for each day with entries, oldest first; days in the query's zone
public record Statistics(long entries, List<Row> byAgent, Row total, List<Day> days) {
    public Statistics {
        byAgent = List.copyOf(byAgent);
        days = List.copyOf(days);
    }

    /// @param accepted      proposals that were approved, wholly or in part
    /// @param rejected      proposals that a person rejected
    /// @param hunksAccepted of those whose hunks are known
    /// @param hunksRejected left out of approved proposals, and those of rejected ones
    /// @param linesAccepted lines that approved proposals added
    /// @param linesRejected lines that rejected proposals would have added
    /// @param costUsd       of the proposals whose cost is known; empty where none is
    /// @param costUnknown   proposals whose cost is unknown
    /// @param costPerLine   cost of the proposals whose cost is known by the lines accepted of them; empty where either is missing
    /// @param reworked      of the lines accepted, those a later entry changed or took back within the query's days
    /// @param overridden    approved although a check failed
    /// @param medianWait    ms from the end of the checks to the decision, the middle one; of the decisions where both are known
    /// @param p90Wait       the wait that nine of ten decisions did not exceed
    public record Row(String agent, String model, long accepted, long rejected, long hunksAccepted, long hunksRejected,
                      long linesAccepted, long linesRejected, Optional<BigDecimal> costUsd, long costUnknown,
                      Optional<BigDecimal> costPerLine, long reworked, long overridden, OptionalLong medianWait,
                      OptionalLong p90Wait) {}

    /// @param kinds entries by kind
    public record Day(LocalDate day, Map<EntryKind, Long> kinds) {
        public Day {
            kinds = Map.copyOf(kinds);
        }

        public long entries() {
            return kinds.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
