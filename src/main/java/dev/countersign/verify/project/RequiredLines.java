package dev.countersign.verify.project;

import dev.countersign.plan.Requirement;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// V_str: for each `require` pattern of the node's contract a line of the checked tree matches, in a file that the node owns. The changed files
/// are looked at first, and the search ends with the first line. A pattern that can't be held against a line, because it is no regular
/// expression or takes too long, counts as not met.
public final class RequiredLines implements Sensor {
    private static final String NAME = "required patterns";

    private final Duration patience;

    /// @param patience for one pattern on one line
    public RequiredLines(Duration patience) {
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
        List<Requirement> required = request.contract().require();
        if (required.isEmpty()) {
            return List.of();
        }
        var residuals = new ArrayList<Residual>();
        for (Requirement each : required) {
            try {
                unmet(each, Pattern.compile(each.what()), request, progress).ifPresent(residuals::add);
            } catch (PatternSyntaxException e) {
                residuals.add(residual(Optional.empty(), 0, "The pattern " + each.what() + " is no regular expression: " + e.getDescription() + "."));
            }
        }
        return List.of(new SensorResult(Part.STR, NAME, residuals.isEmpty() ? new State.Passed(required.size() == 1 ? "1 pattern is met"
                : required.size() + " patterns are met") : new State.Failed(residuals), Optional.empty()));
    }

    private Optional<Residual> unmet(Requirement required, Pattern pattern, Verifier.Request request, Progress progress) throws IOException {
        ContractFiles files = ContractFiles.of(request, required);
        for (Map.Entry<WorkspacePath, FileState> file : files.read().entrySet()) {
            progress.check();
            int number = 0;
            for (String line : new String(request.contents().read(file.getValue().content()), StandardCharsets.UTF_8).lines().toList()) {
                number++;
                Optional<OptionalInt> found = BoundedText.find(pattern, line, patience);
                if (found.isEmpty()) {
                    return Optional.of(residual(Optional.of(file.getKey()), number, "The required pattern " + pattern
                            + " could not be checked on this line within " + patience.toMillis() + " ms; write it simpler."));
                }
                if (found.get().isPresent()) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(residual(files.only(required), 0, "The contract requires a line that matches " + pattern + ": none does in "
                + files.words(required, request.contract().owns()) + "."));
    }

    private static Residual residual(Optional<WorkspacePath> path, int line, String message) {
        return new Residual(Part.STR, NAME, path, line, 0, message, 1, 1);
    }
}
