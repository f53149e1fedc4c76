package dev.countersign.verify.project.report;

import dev.countersign.verify.project.report.TestCase.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A report as JSON, by its members: that of Jest (`--json`), which Vitest's reporter "json" follows, or Mocha's reporter "json".
final class JsonReport {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path root;
    private final List<TestCase> cases = new ArrayList<>();

    private JsonReport(Path root) {
        this.root = root;
    }

    /// Empty where it is JSON of another kind.
    ///
    /// @param root files are named from there
    /// @throws tools.jackson.core.JacksonException where it is not JSON
    static Optional<List<TestCase>> read(byte[] content, Path root) {
        JsonNode json = JSON.readTree(content);
        var report = new JsonReport(root);
        if (json.path("testResults").isArray()) {
            json.path("testResults").forEach(report::jest);
        } else if (json.path("stats").isObject() && json.path("tests").isArray()) {
            report.mocha(json);
        } else {
            return Optional.empty();
        }
        return Optional.of(report.cases);
    }

    private void jest(JsonNode file) {
        String name = within(file.path("name").asString(""));
        JsonNode tests = file.path("assertionResults");
        if (tests.isEmpty() && file.path("status").asString("").equals("failed")) {
            String said = file.path("message").asString("");
            add(name, Status.FAILED, said, Optional.of(new TestCase.Place(name, 0)));
        }
        for (JsonNode test : tests) {
            var id = new StringBuilder(name);
            test.path("ancestorTitles").forEach(title -> id.append(" > ").append(title.asString("")));
            id.append(" > ").append(test.path("title").asString(""));
            var said = new StringBuilder();
            test.path("failureMessages").forEach(message -> said.append(message.asString("")).append('\n'));
            add(id.toString(), switch (test.path("status").asString("")) {
                case "passed" -> test.path("invocations").asInt(1) > 1 ? Status.FLAKY : Status.PASSED;
                case "failed" -> Status.FAILED;
                default -> Status.SKIPPED;
            }, said.toString(), Optional.of(new TestCase.Place(name, Math.max(0, test.path("location").path("line").asInt(0)))));
        }
    }

    private void mocha(JsonNode json) {
        Set<String> skipped = titles(json.path("pending"));
        Set<String> failed = titles(json.path("failures"));
        for (JsonNode test : json.path("tests")) {
            String key = key(test);
            JsonNode error = test.path("err");
            add(key, failed.contains(key) ? Status.FAILED : skipped.contains(key) ? Status.SKIPPED : Status.PASSED,
                    error.path("stack").asString(error.path("message").asString("")),
                    Optional.of(new TestCase.Place(within(test.path("file").asString("")), 0)));
        }
        // A hook that fails is no test, and fails all the same.
        Set<String> known = titles(json.path("tests"));
        for (JsonNode test : json.path("failures")) {
            if (!known.contains(key(test))) {
                add(key(test), Status.FAILED, test.path("err").path("stack").asString(""), Optional.empty());
            }
        }
    }

    private Set<String> titles(JsonNode tests) {
        var titles = new HashSet<String>();
        tests.forEach(test -> titles.add(key(test)));
        return titles;
    }

    private String key(JsonNode test) {
        String file = within(test.path("file").asString(""));
        return (file.isEmpty() ? "" : file + " > ") + test.path("fullTitle").asString(test.path("title").asString(""));
    }

    private void add(String id, Status status, String said, Optional<TestCase.Place> place) {
        if (!id.isBlank() && cases.size() < TestReports.MOST_CASES) {
            String message = TestCase.firstLine(said.replaceFirst("^\\s*\u25cf Test suite failed to run\\s*", ""));
            cases.add(new TestCase(id, status, status == Status.FAILED && message.isEmpty() ? "failed" : message, said,
                    place.filter(p -> !p.file().isEmpty())));
        }
    }

    private String within(String file) {
        String start = root + "/";
        return file.startsWith(start) ? file.substring(start.length()) : file;
    }
}
