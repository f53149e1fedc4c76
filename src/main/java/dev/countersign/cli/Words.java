package dev.countersign.cli;

import dev.countersign.changeset.FileChange;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.run.ReviewerVerdict;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// States and values in the words of the terminal.
final class Words {
    private Words() {}

    static String of(NodeState state) {
        return switch (state) {
            case NodeState.Waiting _ -> "waiting";
            case NodeState.Running s -> "running, attempt " + s.attempt();
            case NodeState.Verifying s -> "verifying, attempt " + s.attempt();
            case NodeState.AwaitingReview s -> s.escalated().isEmpty() ? "ready to review" : "needs you: " + s.escalated();
            case NodeState.Committing _ -> "committing";
            case NodeState.Committed s -> "committed as entry " + s.seq();
            case NodeState.Stopped s -> "stopped by rule " + s.rule() + ": " + s.reason();
            case NodeState.Rejected s -> "rejected: " + s.reason();
            case NodeState.Failed s -> "failed [" + s.code() + "]: " + s.message();
            case NodeState.Unchanged _ -> "changed nothing";
            case NodeState.Blocked s -> "blocked by " + String.join(", ", s.by().stream().map(Object::toString).toList());
            case NodeState.Cancelled _ -> "cancelled";
        };
    }

    static Terminal.Tone tone(NodeState state) {
        return switch (state) {
            case NodeState.Waiting _, NodeState.Unchanged _, NodeState.Cancelled _ -> Terminal.Tone.QUIET;
            case NodeState.Running _, NodeState.Verifying _, NodeState.Committing _ -> Terminal.Tone.ACCENT;
            case NodeState.AwaitingReview s -> s.escalated().isEmpty() ? Terminal.Tone.STRONG : Terminal.Tone.WARN;
            case NodeState.Committed _ -> Terminal.Tone.GOOD;
            case NodeState.Stopped _, NodeState.Rejected _, NodeState.Failed _, NodeState.Blocked _ -> Terminal.Tone.BAD;
        };
    }

    static String of(SensorResult.State state) {
        return switch (state) {
            case SensorResult.State.Passed s -> "\u2713 " + s.what();
            case SensorResult.State.Failed s -> "\u2717 " + s.residuals().size() + (s.residuals().size() == 1 ? " problem" : " problems");
            case SensorResult.State.NotChecked s -> "\u2013 not checked: " + s.why();
            case SensorResult.State.Stale s -> "\u2013 stale: " + s.why();
        };
    }

    static Terminal.Tone tone(SensorResult.State state) {
        return switch (state) {
            case SensorResult.State.Passed _ -> Terminal.Tone.GOOD;
            case SensorResult.State.Failed _ -> Terminal.Tone.BAD;
            case SensorResult.State.NotChecked _, SensorResult.State.Stale _ -> Terminal.Tone.QUIET;
        };
    }

    static String of(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Allow _ -> "allowed";
            case Ruling.Ask r -> "asks (" + rule(r.rule(), r.source()) + "): " + r.reason();
            case Ruling.Deny r -> "denied (" + rule(r.rule(), r.source()) + "): " + r.reason();
        };
    }

    private static String rule(String name, Optional<Ruling.Source> source) {
        return source.map(place -> name + ", " + place).orElse(name);
    }

    static String of(ReviewerVerdict verdict) {
        return verdict.reviewer() + switch (verdict.outcome()) {
            case APPROVE -> " approves";
            case CONDITIONAL -> " approves on conditions";
            case BLOCK -> " blocks";
            case NONE -> " gave no verdict";
        } + (verdict.findings().isEmpty() ? "" : ", " + counted(verdict.findings().size(), "finding", "findings"))
                + (verdict.says().isEmpty() ? "" : ": " + verdict.says());
    }

    /// "src/a.txt:12  error: It pays twice."
    static String of(ReviewerVerdict.Finding finding) {
        return finding.path().map(path -> path + (finding.line() > 0 ? ":" + finding.line() : "") + "  ").orElse("")
                + finding.severity().name().toLowerCase(java.util.Locale.ROOT) + ": " + finding.says();
    }

    static String letter(FileChange change) {
        return switch (change) {
            case FileChange.Added _ -> "A";
            case FileChange.Deleted _ -> "D";
            case FileChange.Modified _ -> "M";
            case FileChange.Renamed _ -> "R";
            case FileChange.ModeChanged _ -> "P";
        };
    }

    static String energy(Verification verification) {
        return String.format(Locale.ROOT, "V(x) %s, %s ε %.2f", verification.measured().text(),
                verification.isStable() ? "\u2264" : ">", verification.epsilon());
    }

    static String files(List<FileChange> changes) {
        return counted(changes.size(), "file", "files");
    }

    /// `1 entry`, `2 entries`.
    static String counted(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    static String took(Duration duration) {
        return duration.toMillis() < 10_000
                ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
                : duration.toMinutes() + ":" + String.format(Locale.ROOT, "%02d", duration.toSecondsPart());
    }
}
