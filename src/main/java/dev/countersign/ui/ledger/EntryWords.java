package dev.countersign.ui.ledger;

import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.Verdict;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.kordamp.ikonli.feather.Feather;

/// Entries in words and icons.
final class EntryWords {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

    private final Texts texts = Texts.of(EntryWords.class);

    String kind(EntryKind kind) {
        return texts.text("kind." + kind.name().toLowerCase(Locale.ROOT));
    }

    String verdict(Verdict verdict) {
        return texts.text("verdict." + verdict.name().toLowerCase(Locale.ROOT));
    }

    String decided(Decided decided) {
        return texts.text("decided." + decided.name().toLowerCase(Locale.ROOT));
    }

    /// The place of a passage that was found.
    String where(String place) {
        return texts.text("where." + place);
    }

    static Feather icon(EntryKind kind) {
        return switch (kind) {
            case COMMIT -> Feather.CHECK_CIRCLE;
            case ROLLBACK -> Feather.ROTATE_CCW;
            case REDO -> Feather.ROTATE_CW;
            case ADOPT -> Feather.DOWNLOAD;
            case RECOVERY -> Feather.LIFE_BUOY;
            case REJECTION -> Feather.X_CIRCLE;
            case DENIAL -> Feather.SLASH;
            case ESCALATION -> Feather.ALERT_TRIANGLE;
            case GRANT, TRUST -> Feather.UNLOCK;
            case KEY_ROTATION -> Feather.KEY;
        };
    }

    static Status.Tone tone(EntryKind kind) {
        return switch (kind) {
            case COMMIT, ADOPT -> Status.Tone.SUCCESS;
            case ROLLBACK, REDO -> Status.Tone.ACCENT;
            case RECOVERY, ESCALATION, GRANT, TRUST, KEY_ROTATION -> Status.Tone.WARNING;
            case REJECTION, DENIAL -> Status.Tone.DANGER;
        };
    }

    /// `sample · you · 3 files`, as far as it is known.
    String byline(Entry entry) {
        String by = entry.what().actor().id();
        String approver = entry.what().approval().map(a -> a.who()).orElse("");
        int paths = entry.what().changes().size();
        String line = approver.isEmpty() || approver.equals(by) ? by : texts.text("row.by", by, approver);
        return paths == 0 ? line : line + " \u00b7 " + texts.text("row.paths", paths);
    }

    static String minute(Entry entry) {
        return MINUTE.format(Instant.ofEpochMilli(entry.time()).atZone(ZoneId.systemDefault()));
    }

    static LocalDate date(Entry entry) {
        return Instant.ofEpochMilli(entry.time()).atZone(ZoneId.systemDefault()).toLocalDate();
    }

    String day(LocalDate day, LocalDate today) {
        if (day.equals(today)) {
            return texts.text("day.today");
        }
        return day.equals(today.minusDays(1)) ? texts.text("day.yesterday") : DAY.format(day);
    }
}
