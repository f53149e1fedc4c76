package dev.countersign.ui.fx;

import dev.countersign.plan.NodeState;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.Sha256;
import java.util.Locale;
import java.util.Optional;
import org.kordamp.ikonli.feather.Feather;

/// What can be said of the standing of anything, each with one icon, one word and one colour. The word is `status.<name>` in
/// the texts of this package.
public enum Status {
    WAITING(Feather.CLOCK, Tone.QUIET),
    RUNNING(Feather.LOADER, Tone.ACCENT),
    VERIFYING(Feather.ACTIVITY, Tone.ACCENT),
    NEEDS_YOU(Feather.USER, Tone.WARNING),
    READY(Feather.EYE, Tone.WARNING),
    ESCALATED(Feather.ALERT_TRIANGLE, Tone.WARNING),
    TO_LOOK_AT(Feather.ALERT_TRIANGLE, Tone.WARNING),
    STOPPED(Feather.SLASH, Tone.DANGER),
    COMMITTING(Feather.LOADER, Tone.ACCENT),
    COMMITTED(Feather.CHECK_CIRCLE, Tone.SUCCESS),
    VERIFIED(Feather.CHECK_CIRCLE, Tone.SUCCESS),
    PASSED(Feather.CHECK, Tone.SUCCESS),
    STALE(Feather.CLOCK, Tone.WARNING),
    NOT_CHECKED(Feather.MINUS_CIRCLE, Tone.QUIET),
    FAILED(Feather.X_CIRCLE, Tone.DANGER),
    REJECTED(Feather.X, Tone.QUIET),
    UNCHANGED(Feather.MINUS, Tone.QUIET),
    BLOCKED(Feather.LOCK, Tone.QUIET),
    CANCELLED(Feather.SLASH, Tone.QUIET),
    DONE(Feather.CHECK_CIRCLE, Tone.SUCCESS);

    /// The meaning of the colour; a style class `tone-<name>` gives it.
    public enum Tone {
        QUIET, ACCENT, SUCCESS, WARNING, DANGER;

        public String styleClass() {
            return "tone-" + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Feather icon;
    private final Tone tone;

    Status(Feather icon, Tone tone) {
        this.icon = icon;
        this.tone = tone;
    }

    public Feather icon() {
        return icon;
    }

    public Tone tone() {
        return tone;
    }

    /// The word.
    public String word() {
        return Texts.of(Status.class).text("status." + name().toLowerCase(Locale.ROOT));
    }

    public static Status of(NodeState state) {
        return switch (state) {
            case NodeState.Waiting _ -> WAITING;
            case NodeState.Running _ -> RUNNING;
            case NodeState.Verifying _ -> VERIFYING;
            case NodeState.AwaitingReview s -> s.escalated().isEmpty() ? READY : ESCALATED;
            case NodeState.Committing _ -> COMMITTING;
            case NodeState.Committed _ -> COMMITTED;
            case NodeState.Stopped _ -> STOPPED;
            case NodeState.Rejected _ -> REJECTED;
            case NodeState.Failed _ -> FAILED;
            case NodeState.Unchanged _ -> UNCHANGED;
            case NodeState.Blocked _ -> BLOCKED;
            case NodeState.Cancelled _ -> CANCELLED;
        };
    }

    public static Status of(SensorResult.State state) {
        return switch (state) {
            case SensorResult.State.Passed _ -> PASSED;
            case SensorResult.State.Failed _ -> FAILED;
            case SensorResult.State.NotChecked _ -> NOT_CHECKED;
            case SensorResult.State.Stale _ -> STALE;
        };
    }

    /// What a verification says of `tree`: nothing at all, something of another tree, or its own result.
    public static Status of(Optional<Verification> verification, Sha256 tree) {
        if (verification.isEmpty()) {
            return NOT_CHECKED;
        }
        Verification found = verification.get();
        if (!found.speaksFor(tree)) {
            return STALE;
        }
        if (found.isVerified()) {
            return VERIFIED;
        }
        return found.isStable() ? NOT_CHECKED : FAILED;
    }
}
