package dev.countersign.review;

import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.LineRange;
import dev.countersign.policy.Ruling;
import dev.countersign.run.NodeView;
import dev.countersign.run.ReviewerVerdict;
import dev.countersign.verify.Coverage;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Finds the reasons to look closely at a changed file: what rules and checks say of it, its name, its kind, its size. A pure
/// function of the node and the diff.
public final class Triage {
    /// Changed lines from which a file is called large.
    public static final int LARGE = 200;

    private final NodeView node;
    private final List<Residual> residuals;
    private final Optional<Coverage> coverage;

    public Triage(NodeView node) {
        this.node = node;
        residuals = node.verification().map(Verification::results).orElse(node.partial()).stream().flatMap(r -> r.residuals().stream()).toList();
        coverage = node.verification().filter(v -> node.candidate().filter(c -> v.speaksFor(c.resultTree())).isPresent())
                .flatMap(Verification::coverage);
    }

    /// All files in the order in which to read them.
    ///
    /// @param diffs empty for one that cannot be read
    public static List<FileRisk> of(NodeView node, Function<FileChange, Optional<FileDiff>> diffs) {
        var triage = new Triage(node);
        return node.candidate().map(c -> c.changes()).orElse(List.of()).stream()
                .map(change -> triage.assess(change, diffs.apply(change), Optional.empty())).sorted().toList();
    }

    /// @param diff  empty while it is not read
    /// @param fault why it cannot be read
    public FileRisk assess(FileChange change, Optional<FileDiff> diff, Optional<String> fault) {
        var reasons = new ArrayList<Reason>();
        rulings(change.path(), reasons);
        ownership(change, reasons);
        for (Residual residual : residuals) {
            if (residual.path().filter(change.path()::equals).isPresent()) {
                reasons.add(new Reason(Reason.Kind.RESIDUAL, residual.sensor() + ": " + first(residual.message()), Math.max(0, residual.line())));
            }
        }
        for (ReviewerVerdict verdict : node.verdicts()) {
            verdict.findings().stream().filter(f -> f.path().filter(change.path()::equals).isPresent()).forEach(finding ->
                    reasons.add(new Reason(Reason.Kind.FINDING, "Reviewer " + verdict.reviewer() + ": " + first(finding.says()), finding.line())));
        }
        reasons.addAll(SensitivePaths.of(change.path()));
        kinds(change, reasons);
        fault.ifPresent(why -> reasons.add(new Reason(Reason.Kind.UNREADABLE, "It could not be read: " + why)));
        diff.ifPresent(found -> content(change.path(), found, reasons));
        return new FileRisk(change.path(), reasons);
    }

    private void rulings(WorkspacePath path, List<Reason> reasons) {
        for (Ruling ruling : node.rulings()) {
            switch (ruling) {
                case Ruling.Allow _ -> { }
                case Ruling.Ask ask -> ask.path().filter(path::equals).ifPresent(_ ->
                        reasons.add(new Reason(Reason.Kind.ASKED, "The rule " + ask.rule() + " asks: " + ask.reason(), ask.line())));
                case Ruling.Deny deny -> deny.path().filter(path::equals).ifPresent(_ ->
                        reasons.add(new Reason(Reason.Kind.DENIED, "The rule " + deny.rule() + " denies it: " + deny.reason(), deny.line())));
            }
        }
    }

    private void ownership(FileChange change, List<Reason> reasons) {
        change.edits().stream().map(edit -> edit.path()).filter(path -> !node.node().contract().owns(path)).findFirst()
                .ifPresent(path -> reasons.add(new Reason(Reason.Kind.OUTSIDE, path + " does not belong to the node "
                        + node.node().id() + ", which owns " + String.join(", ", node.node().contract().owns()) + ".")));
    }

    private static void kinds(FileChange change, List<Reason> reasons) {
        Optional<FileState> before = change.beforeState();
        Optional<FileState> after = change.afterState();
        boolean was = before.filter(FileState::executable).isPresent();
        boolean is = after.filter(FileState::executable).isPresent();
        if (is && !was) {
            reasons.add(new Reason(Reason.Kind.EXECUTABLE, before.isEmpty() ? "A new file that can be run." : "It can be run now, and could not before."));
        } else if (before.isPresent() && after.isPresent() && before.get().mode() != after.get().mode()) {
            reasons.add(new Reason(Reason.Kind.PERMISSIONS, "Its permissions change from " + Integer.toOctalString(before.get().mode()) + " to "
                    + Integer.toOctalString(after.get().mode()) + "."));
        }
        if (after.filter(s -> s.kind() == FileState.Kind.LINK).isPresent()) {
            reasons.add(new Reason(Reason.Kind.LINK, "It is a symbolic link."));
        }
        if (after.isEmpty() && SensitivePaths.isTest(change.path())) {
            reasons.add(new Reason(Reason.Kind.TEST_DELETED, "A file of tests is deleted."));
        }
    }

    private void content(WorkspacePath path, FileDiff diff, List<Reason> reasons) {
        switch (diff) {
            case FileDiff.Binary _ -> reasons.add(new Reason(Reason.Kind.BINARY, "It is binary: there are no lines to read."));
            case FileDiff.TooLarge _ -> reasons.add(new Reason(Reason.Kind.BINARY, "It is too large to show by lines."));
            case FileDiff.Link _ -> { }
            case FileDiff.Text text -> {
                int lines = text.added() + text.removed();
                if (lines >= LARGE) {
                    reasons.add(new Reason(Reason.Kind.LARGE, String.format(Locale.ROOT, "%,d lines change.", lines)));
                }
                int gone = TestCases.count(path, removed(text)) - TestCases.count(path, added(text));
                if (gone > 0 && !text.after().lines().isEmpty()) {
                    reasons.add(new Reason(Reason.Kind.TEST_DELETED, gone == 1 ? "It has 1 test less." : "It has " + gone + " tests less."));
                }
                coverage.flatMap(c -> c.of(path)).ifPresent(lines1 -> untested(text, lines1, reasons));
            }
        }
    }

    private static void untested(FileDiff.Text text, Coverage.Lines lines, List<Reason> reasons) {
        int missed = 0;
        int first = -1;
        for (Hunk hunk : text.hunks()) {
            var range = new LineRange(hunk.afterStart(), hunk.afterEnd());
            int here = lines.missedIn(range);
            if (here > 0 && first < 0) {
                first = lines.missed().stream().filter(m -> m.to() > range.from() && m.from() < range.to())
                        .mapToInt(m -> Math.max(m.from(), range.from())).findFirst().orElse(range.from());
            }
            missed += here;
        }
        if (missed > 0) {
            reasons.add(new Reason(Reason.Kind.UNTESTED, missed == 1 ? "1 changed line was run by no test." : missed + " changed lines were run by no test.",
                    first + 1));
        }
    }

    static List<String> added(FileDiff.Text text) {
        return text.hunks().stream().flatMap(h -> text.after().lines().subList(h.afterStart(), h.afterEnd()).stream()).toList();
    }

    static List<String> removed(FileDiff.Text text) {
        return text.hunks().stream().flatMap(h -> text.before().lines().subList(h.beforeStart(), h.beforeEnd()).stream()).toList();
    }

    private static String first(String message) {
        return message.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("a residual");
    }
}
