package dev.countersign.verify.project.report;

import dev.countersign.verify.project.report.TestCase.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Node's test runner prints for people (its reporter "spec"): two spaces for each level, failures once more at the end, with
/// their places.
final class NodeSpec implements LineReport {
    private static final Pattern RESULT = Pattern.compile("^( *)([\u2714\u2716\ufe63]) (.*?)(?: \\([\\d.]+ms\\))?(?: # (?:SKIP|TODO)\\b(.*))?$");
    private static final Pattern SUITE = Pattern.compile("^( *)\u25b6 (.*?)(?: \\([\\d.]+ms\\))?$");
    private static final Pattern TOTAL = Pattern.compile("^\u2139 tests \\d+$");
    private static final Pattern AT = Pattern.compile("^test at (.+):(\\d+):\\d+$");

    private final List<TestCase> cases = new ArrayList<>();
    private final List<String> suites = new ArrayList<>();
    private boolean total;
    private boolean failures;
    private Optional<TestCase.Place> at = Optional.empty();
    private int failing = -1;
    private int next;

    @Override
    public void line(String line) {
        if (TOTAL.matcher(line).matches()) {
            total = true;
        } else if (line.equals("\u2716 failing tests:")) {
            failures = true;
        } else if (failures) {
            failure(line);
        } else if (!total) {
            result(line);
        }
    }

    private void result(String line) {
        Matcher suite = SUITE.matcher(line);
        if (suite.matches()) {
            int depth = suite.group(1).length() / 2;
            boolean ends = suites.size() > depth && suites.get(depth).equals(suite.group(2));
            cut(depth);
            if (!ends && depth == suites.size() && depth < 50) {
                suites.add(suite.group(2));
            }
            return;
        }
        Matcher result = RESULT.matcher(line);
        if (!result.matches() || cases.size() >= TestReports.MOST_CASES) {
            return;
        }
        int depth = result.group(1).length() / 2;
        if (suites.size() > depth && suites.get(depth).equals(result.group(3))) {
            cut(depth);
            return;
        }
        cut(depth);
        String id = String.join(" > ", suites) + (suites.isEmpty() ? "" : " > ") + result.group(3);
        if (!id.isBlank()) {
            cases.add(new TestCase(id, result.group(4) != null || result.group(2).equals("\ufe63") ? Status.SKIPPED
                    : result.group(2).equals("\u2714") ? Status.PASSED : Status.FAILED,
                    result.group(4) == null ? "" : result.group(4), "", Optional.empty()));
        }
    }

    private void cut(int depth) {
        while (suites.size() > depth) {
            suites.removeLast();
        }
    }

    private void failure(String line) {
        Matcher place = AT.matcher(line);
        if (place.matches()) {
            String number = place.group(2);
            at = number.length() > 9 ? Optional.empty() : Optional.of(new TestCase.Place(place.group(1), Integer.parseInt(number)));
            return;
        }
        Matcher named = RESULT.matcher(line);
        if (named.matches() && named.group(1).isEmpty()) {
            failing = -1;
            for (int i = next; i < cases.size() && failing < 0; i++) {
                TestCase each = cases.get(i);
                if (each.status() == Status.FAILED && (each.id().equals(named.group(3)) || each.id().endsWith(" > " + named.group(3)))) {
                    cases.set(i, new TestCase(each.id(), each.status(), "", "", at));
                    failing = i;
                    next = i + 1;
                }
            }
        } else if (failing >= 0 && cases.get(failing).trace().length() < TestCase.LONGEST_TRACE) {
            TestCase known = cases.get(failing);
            cases.set(failing, new TestCase(known.id(), known.status(), known.message().isEmpty() ? line : known.message(),
                    known.trace() + line + "\n", known.place()));
        }
    }

    @Override
    public List<TestCase> cases() {
        return total ? List.copyOf(cases) : List.of();
    }
}
