package dev.countersign.verify.project.report;

import dev.countersign.verify.project.report.TestCase.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Test Anything Protocol, versions 12 to 14 (testanything.org), with subtests as Node and others indent them: four spaces, named
/// before by `# Subtest:`. A subtest that failed by its own tests is not counted beside them.
final class Tap implements LineReport {
    private static final Pattern RESULT = Pattern.compile("^( *)(not )?ok\\b(?: +(\\d+))?(?: +-)? ?(.*)$");
    private static final Pattern DIRECTIVE = Pattern.compile("(?i)^(.*?)(?:^| )# *(SKIP|TODO)\\S*(?: +(.*))?$");
    private static final Pattern PLAN = Pattern.compile("^( *)1\\.\\.(\\d+)(?:\\s*#.*)?$");
    private static final Pattern SUBTEST = Pattern.compile("^( *)# Subtest: (.*)$");
    private static final Pattern REASON = Pattern.compile("(?m)^\\s*(?:error|message): +(?:['\"](.*)['\"]|(?![|>])(.*))$");
    private static final Pattern REASON_BELOW = Pattern.compile("(?m)^\\s*(?:error|message): +[|>]-?\\s*\\n\\s*(.*)$");
    private static final Pattern EXPECTED = Pattern.compile("(?m)^\\s*expected:(?: +[|>]-?\\s*\\n)? *(\\S.*)$");
    private static final Pattern ACTUAL = Pattern.compile("(?m)^\\s*actual:(?: +[|>]-?\\s*\\n)? *(\\S.*)$");
    private static final Pattern LOCATION = Pattern.compile("(?m)^\\s*location: '(.*):(\\d{1,9}):\\d+'$");
    private static final Pattern ERROR = Pattern.compile("\\w*(?:Error|Exception)\\b.*");
    private static final int DEEPEST = 50;

    private final List<TestCase> cases = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();
    private boolean started;
    private int planned = -1;
    private int ran;
    private boolean inDiagnostics;
    private Optional<TestCase> pending = Optional.empty();
    private StringBuilder said = new StringBuilder();
    private StringBuilder comments = new StringBuilder();
    /// Comments between the result before the pending one and that.
    private String before = "";

    /// An open subtest. @param before how many tests there were when it began
    private record Level(int depth, String name, int before) {}

    @Override
    public void line(String line) {
        if (line.startsWith("TAP version 1")) {
            closePlan();
            started = true;
            return;
        }
        if (inDiagnostics) {
            inDiagnostics = !line.strip().equals("...");
            note(line);
            return;
        }
        if (line.strip().equals("---")) {
            inDiagnostics = pending.isPresent();
            return;
        }
        Matcher subtest = SUBTEST.matcher(line);
        if (subtest.matches()) {
            flush();
            int depth = subtest.group(1).length() / 4;
            while (!levels.isEmpty() && levels.getLast().depth() >= depth) {
                levels.removeLast();
            }
            if (levels.size() < DEEPEST) {
                levels.add(new Level(depth, subtest.group(2), cases.size()));
            }
            return;
        }
        Matcher plan = PLAN.matcher(line);
        if (plan.matches()) {
            if (plan.group(1).isEmpty() && plan.group(2).length() < 9) {
                started = true;
                planned = Integer.parseInt(plan.group(2));
            }
            return;
        }
        if (line.startsWith("Bail out!")) {
            flush();
            cases.add(new TestCase("Bail out!", Status.FAILED, line.substring("Bail out!".length()), "", Optional.empty()));
            return;
        }
        Matcher result = RESULT.matcher(line);
        if (result.matches()) {
            result(result);
        } else if (line.stripLeading().startsWith("#")) {
            note(line.stripLeading().substring(1));
            if (comments.length() < TestCase.LONGEST_TRACE) {
                comments.append(line.stripLeading().substring(1)).append('\n');
            }
        }
    }

    private void note(String line) {
        if (pending.isPresent() && said.length() < TestCase.LONGEST_TRACE) {
            said.append(line).append('\n');
        }
    }

    private void result(Matcher result) {
        flush();
        int depth = result.group(1).length() / 4;
        ran += depth == 0 ? 1 : 0;
        String words = result.group(4).strip();
        Matcher directive = DIRECTIVE.matcher(words);
        boolean directed = directive.matches();
        String name = directed ? directive.group(1).strip() : words;
        boolean failed = result.group(2) != null;
        while (!levels.isEmpty() && levels.getLast().depth() > depth) {
            levels.removeLast();
        }
        if (!levels.isEmpty() && levels.getLast().depth() == depth) {
            Level own = levels.removeLast();
            List<TestCase> within = cases.subList(Math.min(own.before(), cases.size()), cases.size());
            if (!within.isEmpty() && (!failed || within.stream().anyMatch(c -> c.status() == Status.FAILED))) {
                return;
            }
        }
        if (cases.size() >= TestReports.MOST_CASES) {
            return;
        }
        var id = new StringBuilder();
        levels.forEach(level -> id.append(level.name()).append(" > "));
        id.append(name.isEmpty() ? "test " + (result.group(3) == null ? String.valueOf(ran) : result.group(3)) : name);
        boolean todo = directed && directive.group(2).toUpperCase(Locale.ROOT).equals("TODO");
        Status status = directed && (!todo || failed) ? Status.SKIPPED : failed ? Status.FAILED : Status.PASSED;
        String reason = directed && directive.group(3) != null ? directive.group(3) : "";
        pending = Optional.of(new TestCase(id.toString(), status, reason, "", Optional.empty()));
        said = new StringBuilder();
        before = comments.toString();
        comments = new StringBuilder();
    }

    private void flush() {
        inDiagnostics = false;
        pending.ifPresent(test -> cases.add(test.status() == Status.FAILED ? failed(test.id(), said.toString()) : test));
        pending = Optional.empty();
    }

    /// What a file of tests wrote that fails as a whole: Node's own reason is that it failed.
    private static TestCase whole(String id, String printed, Optional<TestCase.Place> place) {
        return new TestCase(id, Status.FAILED, printed.lines().map(String::strip).filter(line -> ERROR.matcher(line).matches()).findFirst()
                .orElse("test failed"), printed, place);
    }

    /// Node says where the test is beside where it failed.
    private TestCase failed(String id, String said) {
        Matcher at = LOCATION.matcher(said);
        if (!at.find()) {
            return new TestCase(id, Status.FAILED, reason(said), said, Optional.empty());
        }
        var place = Optional.of(new TestCase.Place(at.group(1), Integer.parseInt(at.group(2))));
        return reason(said).equals("test failed") ? whole(id, before, place) : new TestCase(id, Status.FAILED, reason(said), at.replaceFirst(""), place);
    }

    private static String reason(String said) {
        Matcher reason = REASON.matcher(said);
        if (reason.find()) {
            return reason.group(1) != null ? reason.group(1) : reason.group(2);
        }
        Matcher expected = EXPECTED.matcher(said);
        Matcher actual = ACTUAL.matcher(said);
        if (expected.find() && actual.find()) {
            return "expected " + expected.group(1).strip() + ", was " + actual.group(1).strip();
        }
        Matcher below = REASON_BELOW.matcher(said);
        String first = below.find() ? below.group(1) : TestCase.firstLine(said);
        return first.isBlank() ? "not ok" : first;
    }

    private void closePlan() {
        flush();
        if (planned > ran) {
            cases.add(new TestCase("tests planned", Status.FAILED, planned + " were planned, " + ran + " ran", "", Optional.empty()));
        }
        planned = -1;
        ran = 0;
        levels.clear();
    }

    @Override
    public List<TestCase> cases() {
        closePlan();
        return started ? List.copyOf(cases) : List.of();
    }
}
