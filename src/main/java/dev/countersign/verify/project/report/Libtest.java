package dev.countersign.verify.project.report;

import dev.countersign.verify.project.report.TestCase.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `cargo test` prints by Rust's own test harness. Which binary a test is of is printed to another stream, and is not used.
final class Libtest implements LineReport {
    private static final Pattern START = Pattern.compile("^running \\d+ tests?$");
    private static final Pattern RESULT = Pattern.compile("^test (.+?)(?: - should panic)? \\.\\.\\. (ok|FAILED|ignored)(?:, (.*))?$");
    private static final Pattern DETAIL = Pattern.compile("^---- (.+?) stdout ----$");
    private static final Pattern DOC_LINE = Pattern.compile(" \\(line \\d+\\)");
    private static final Pattern PANICKED = Pattern.compile("^(?:thread '.*' (?:\\(\\d+\\) )?panicked at (?:'(?<old>.*)', )?.*|note: .*|stack backtrace:)$");

    private final List<TestCase> cases = new ArrayList<>();
    private final Map<String, StringBuilder> details = new HashMap<>();
    private boolean started;
    private Optional<StringBuilder> open = Optional.empty();

    @Override
    public void line(String line) {
        if (START.matcher(line).matches()) {
            started = true;
            open = Optional.empty();
            return;
        }
        Matcher detail = DETAIL.matcher(line);
        if (started && detail.matches()) {
            open = Optional.of(details.computeIfAbsent(detail.group(1), _ -> new StringBuilder()));
        } else if (line.equals("failures:") || line.startsWith("test result:")) {
            open = Optional.empty();
        } else if (open.isPresent()) {
            if (open.get().length() < TestCase.LONGEST_TRACE) {
                open.get().append(line).append('\n');
            }
        } else if (started && cases.size() < TestReports.MOST_CASES) {
            Matcher result = RESULT.matcher(line);
            if (result.matches()) {
                cases.add(new TestCase(result.group(1), switch (result.group(2)) {
                    case "ok" -> Status.PASSED;
                    case "FAILED" -> Status.FAILED;
                    default -> Status.SKIPPED;
                }, result.group(3) == null ? "" : result.group(3), "", Optional.empty()));
            }
        }
    }

    @Override
    public List<TestCase> cases() {
        return cases.stream().map(this::whole).toList();
    }

    private TestCase whole(TestCase each) {
        // A doc test is named by its line, which moves with each edit above it.
        String id = DOC_LINE.matcher(each.id()).replaceFirst("");
        if (each.status() != Status.FAILED) {
            return each.named(id);
        }
        StringBuilder detail = details.get(each.id());
        String trace = detail == null ? "" : detail.toString();
        return new TestCase(id, Status.FAILED, reason(trace), trace, Optional.empty());
    }

    private static String reason(String trace) {
        var words = new ArrayList<String>();
        for (String line : trace.lines().toList()) {
            Matcher panicked = PANICKED.matcher(line);
            if (!panicked.matches()) {
                if (!line.isBlank()) {
                    words.add(line.strip());
                }
            } else if (panicked.group("old") != null) {
                words.add(panicked.group("old"));
            }
            if (words.size() == 3) {
                break;
            }
        }
        return words.isEmpty() ? "failed" : String.join(", ", words);
    }
}
