package dev.countersign.ledger.insight;

import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/// Which entries statistics are of.
///
/// @param since      ms since 1970, that moment too
/// @param until      ms since 1970, without that moment
/// @param agent      only what this agent proposed
/// @param reworkDays lines changed again within so many days count as rework
/// @param zone       whose days are meant, by its id
public record StatisticsQuery(OptionalLong since, OptionalLong until, Optional<String> agent, int reworkDays, String zone) {
    public static final int REWORK_DAYS = 30;

    public StatisticsQuery {
        ZoneId.of(zone);
        if (reworkDays < 1) {
            throw new IllegalArgumentException("rework within " + reworkDays + " days");
        }
    }

    public static StatisticsQuery all(ZoneId zone) {
        return new StatisticsQuery(OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), REWORK_DAYS, zone.getId());
    }
}
