package dev.countersign.verify.project;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// V_str: no added line matches a `forbid` pattern of the node's contract. A pattern that can't be held against a line, because
/// it is no regular expression or takes too long, counts as violated: a contract that was not checked is not kept.
public final class ForbiddenLines implements Sensor {
    private static final String NAME = "forbidden patterns";
    private static final int MOST = 100;

    private final Duration patience;

    /// @param patience for one pattern on one line
    public ForbiddenLines(Duration patience) {
        this.patience = patience;
    }

    @Override
    public Part part() {
        return Part.STR;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<SensorResult> check(Verifier.Request request, Progress progress) throws IOException {
        if (request.contract().forbid().isEmpty()) {
            return List.of();
        }
        var residuals = new ArrayList<Residual>();
        var patterns = new ArrayList<Pattern>();
        for (String forbidden : request.contract().forbid()) {
            try {
                patterns.add(Pattern.compile(forbidden));
            } catch (PatternSyntaxException e) {
                residuals.add(residual(Optional.empty(), 0, 0, "The pattern " + forbidden + " is no regular expression: "
                        + e.getDescription() + "."));
            }
        }
        var unread = new ArrayList<String>();
        var differ = new Differ();
        long lines = 0;
        for (FileChange change : request.changeset().changes()) {
            progress.check();
            if (change.afterState().isEmpty()) {
                continue;
            }
            switch (differ.diff(change, request.contents(), Differ.Options.EXACT)) {
                case FileDiff.Text text -> lines += check(change.path(), text, patterns, residuals, progress);
                case FileDiff.Binary _ -> unread.add(change.path() + " is binary");
                case FileDiff.TooLarge _ -> unread.add(change.path() + " is too large");
                case FileDiff.Link link -> lines += check(change.path(), 1, link.after(), patterns, residuals);
            }
        }
        var results = new ArrayList<SensorResult>();
        results.add(result(residuals.isEmpty()
                ? new State.Passed(lines == 1 ? "1 added line" : lines + " added lines")
                : new State.Failed(residuals.subList(0, Math.min(MOST, residuals.size())))));
        if (!unread.isEmpty()) {
            results.add(result(new State.NotChecked(String.join("; ", unread.subList(0, Math.min(5, unread.size())))
                    + (unread.size() > 5 ? "; and " + (unread.size() - 5) + " more" : ""))));
        }
        return results;
    }

    private long check(WorkspacePath path, FileDiff.Text text, List<Pattern> patterns, List<Residual> residuals, Progress progress) {
        long lines = 0;
        for (Hunk hunk : text.hunks()) {
            for (int i = hunk.afterStart(); i < hunk.afterEnd(); i++) {
                progress.check();
                lines += check(path, i + 1, text.after().lines().get(i), patterns, residuals);
            }
        }
        return lines;
    }

    private int check(WorkspacePath path, int line, String text, List<Pattern> patterns, List<Residual> residuals) {
        for (Pattern pattern : patterns) {
            BoundedText.find(pattern, text, patience).ifPresentOrElse(at -> at.ifPresent(start -> residuals.add(residual(Optional.of(path), line, start + 1,
                    "This line matches the forbidden pattern " + pattern + "."))),
                    () -> residuals.add(residual(Optional.of(path), line, 0, "The forbidden pattern " + pattern
                            + " could not be checked on this line within " + patience.toMillis() + " ms; write it simpler.")));
        }
        return 1;
    }

    private static Residual residual(Optional<WorkspacePath> path, int line, int column, String message) {
        return new Residual(Part.STR, NAME, path, line, column, message, 1, 1);
    }

    private static SensorResult result(State state) {
        return new SensorResult(Part.STR, NAME, state, Optional.empty());
    }
}
