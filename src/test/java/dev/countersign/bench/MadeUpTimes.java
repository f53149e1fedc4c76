package dev.countersign.bench;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;

/// When a team of growing size worked over two years: weekdays and office hours mostly, UTC.
final class MadeUpTimes {
    static final LocalDate LAST = LocalDate.of(2026, 10, 31);
    static final int DAYS = 730;

    private MadeUpTimes() {}

    /// Ascending times in ms since 1970, as many as `count`.
    static long[] of(int count, Random random) {
        var weights = new double[DAYS];
        double all = 0;
        for (int day = 0; day < DAYS; day++) {
            LocalDate date = LAST.minusDays(DAYS - 1L - day);
            boolean weekend = date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
            weights[day] = (weekend ? 0.08 : 1) * (0.4 + 0.6 * day / DAYS) * (0.6 + 0.8 * random.nextDouble());
            all += weights[day];
        }
        var times = new long[count];
        double seen = 0;
        int at = 0;
        for (int day = 0; day < DAYS; day++) {
            seen += weights[day];
            int to = day == DAYS - 1 ? count : (int) Math.min(count, Math.round(seen / all * count));
            long midnight = LAST.minusDays(DAYS - 1L - day).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            for (; at < to; at++) {
                double hour = Math.clamp(13.5 + 2.6 * random.nextGaussian(), 0, 23.99);
                times[at] = midnight + (long) (hour * 3_600_000);
            }
        }
        Arrays.sort(times);
        return times;
    }
}
