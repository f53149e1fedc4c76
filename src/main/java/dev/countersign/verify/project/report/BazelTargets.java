package dev.countersign.verify.project.report;

import dev.countersign.verify.project.report.TestCase.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `bazel test` prints: at its end a line for each test target, and before that what a target said, where its output is asked for.
/// Source: bazel.build/docs/user-manual, `--test_summary` and `--test_output`.
final class BazelTargets implements LineReport {
    private static final Pattern RESULT = Pattern.compile("^(//\\S+|@\\S*//\\S+)\\s+(?:\\(cached\\) )?"
            + "(PASSED|FAILED TO BUILD|FAILED|FLAKY|TIMEOUT|NO STATUS|INCOMPLETE|REMOTE FAILURE)\\b(.*)$");
    private static final Pattern OUTPUT = Pattern.compile("^={20} Test output for (\\S+?)(?: \\(.*\\))?:$");
    private static final String END = "=".repeat(80);

    private final Map<String, String[]> results = new LinkedHashMap<>();
    private final Map<String, StringBuilder> said = new HashMap<>();
    private Optional<StringBuilder> open = Optional.empty();

    @Override
    public void line(String line) {
        Matcher output = OUTPUT.matcher(line);
        if (output.matches()) {
            open = Optional.of(said.computeIfAbsent(output.group(1), _ -> new StringBuilder()));
        } else if (line.equals(END)) {
            open = Optional.empty();
        } else if (open.isPresent()) {
            if (open.get().length() < TestCase.LONGEST_TRACE) {
                open.get().append(line).append('\n');
            }
        } else if (results.size() < TestReports.MOST_CASES) {
            Matcher result = RESULT.matcher(line);
            if (result.matches()) {
                results.put(result.group(1), new String[] {result.group(2), result.group(3).strip()});
            }
        }
    }

    @Override
    public List<TestCase> cases() {
        var cases = new ArrayList<TestCase>();
        results.forEach((target, words) -> cases.add(whole(target, words[0], words[1])));
        return cases;
    }

    private TestCase whole(String target, String verdict, String rest) {
        StringBuilder found = said.get(target);
        String trace = found == null ? "" : found.toString();
        return switch (verdict) {
            case "PASSED" -> TestCase.of(target, Status.PASSED);
            case "FLAKY" -> new TestCase(target, Status.FLAKY, rest.replaceFirst("^,\\s*", ""), trace, Optional.empty());
            case "NO STATUS", "INCOMPLETE" -> new TestCase(target, Status.SKIPPED, "it was not run", "", Optional.empty());
            default -> {
                String first = TestCase.firstLine(trace);
                yield new TestCase(target, Status.FAILED, first.isEmpty() ? (verdict + " " + rest).strip() : first, trace, Optional.empty());
            }
        };
    }
}
