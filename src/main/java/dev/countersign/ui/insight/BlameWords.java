package dev.countersign.ui.insight;

import dev.countersign.ledger.blame.Checks;
import dev.countersign.ledger.blame.Origin;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.Verdict;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Origins of lines in words.
final class BlameWords {
    private final Texts texts = Texts.of(BlameWords.class);

    /// `claude · retry · anna`, as far as it is known.
    String margin(BlameRow row) {
        return switch (row.line().origin()) {
            case Origin.Older _ -> texts.text("blame.older");
            case Origin.Outside _ -> texts.text("blame.outside");
            case Origin.Recorded recorded -> {
                Entry entry = row.entry().orElseThrow();
                String approver = approver(entry).orElse("");
                String author = recorded.reviewer() ? texts.text("blame.edited", approver) : entry.what().actor().id();
                String node = entry.what().node().isEmpty() ? "" : " \u00b7 " + entry.what().node();
                yield author + node + (approver.isEmpty() || recorded.reviewer() || approver.equals(author) ? "" : " \u00b7 " + approver);
            }
        };
    }

    String detail(BlameRow row, Instant now) {
        String back = row.line().origin().restoredBy().isPresent()
                ? " \u00b7 " + texts.text("blame.back", Long.toString(row.line().origin().restoredBy().getAsLong())) : "";
        return switch (row.line().origin()) {
            case Origin.Older _ -> texts.text("blame.older.long") + back;
            case Origin.Outside(var before, var _) -> (before.isPresent() ? texts.text("blame.outside.before", Long.toString(before.getAsLong()))
                    : texts.text("blame.outside.since")) + back;
            case Origin.Recorded recorded -> {
                Entry entry = row.entry().orElseThrow();
                EntryDraft.Actor actor = entry.what().actor();
                String model = actor.model().isEmpty() ? "" : " (" + actor.model() + ")";
                String approved = approver(entry).map(who -> " \u00b7 " + texts.text(recorded.reviewer() ? "blame.edited" : "blame.approved", who))
                        .orElse("");
                yield "#" + entry.seq() + " \u00b7 " + actor.id() + model + approved + " \u00b7 "
                        + Durations.ago(Instant.ofEpochMilli(entry.time()), now) + " \u00b7 " + checks(row) + back;
            }
        };
    }

    String checks(BlameRow row) {
        return row.checks().map(checks -> texts.text("checks." + checks.verdict().name().toLowerCase(Locale.ROOT), checks.passed(),
                checks.failed(), checks.notChecked())).orElse("");
    }

    static Optional<Status> status(BlameRow row) {
        return row.checks().map(Checks::verdict).map(BlameWords::status);
    }

    private static Status status(Verdict verdict) {
        return switch (verdict) {
            case GREEN -> Status.VERIFIED;
            case RED -> Status.FAILED;
            case OVERRIDDEN -> Status.STALE;
            case NOT_CHECKED -> Status.NOT_CHECKED;
        };
    }

    private static Optional<String> approver(Entry entry) {
        return entry.what().approval().map(EntryDraft.Approval::who);
    }
}
