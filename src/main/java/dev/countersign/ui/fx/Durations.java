package dev.countersign.ui.fx;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times and lengths of time, as short as a person needs them.
public final class Durations {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

    private Durations() {}

    /// `0:07`, `1:42`, `1:02:03`; below zero counts as zero.
    public static String clock(Duration length) {
        long s = Math.max(0, length.toSeconds());
        return s < 3600 ? "%d:%02d".formatted(s / 60, s % 60) : "%d:%02d:%02d".formatted(s / 3600, s / 60 % 60, s % 60);
    }

    /// `340 ms`, `2.4 s`, `1:42`.
    public static String took(Duration length) {
        long ms = Math.max(0, length.toMillis());
        if (ms < 1000) {
            return ms + " ms";
        }
        return ms < 60_000 ? String.format(Locale.ENGLISH, "%.1f s", ms / 1000.0) : clock(length);
    }

    /// `just now`, `1:12 ago`, `3 h ago`; from the second day the date.
    public static String ago(Instant then, Instant now) {
        long s = Math.max(0, Duration.between(then, now).toSeconds());
        if (s < 5) {
            return Texts.of(Durations.class).text("ago.now");
        }
        if (s < 3600) {
            return Texts.of(Durations.class).text("ago", clock(Duration.ofSeconds(s)));
        }
        if (s < 86_400) {
            return Texts.of(Durations.class).text("ago", s / 3600 + " h");
        }
        return date(then);
    }

    /// Date and minute in the system's zone.
    public static String date(Instant then) {
        return DAY.format(then.atZone(ZoneId.systemDefault()));
    }
}
