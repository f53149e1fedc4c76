package dev.countersign.verify.project.report;

import dev.countersign.verify.project.report.TestCase.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The events of `go test -json` (`go doc test2json`), one JSON object a line. A test with subtests fails where one of them does: only
/// the subtests are counted then.
final class GoJson implements LineReport {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PLACE = Pattern.compile("^\\s+([\\w.-]+\\.go):(\\d+): (.*)$");

    private static final Pattern BUILD = Pattern.compile("^# (\\S+)(?: \\[.*\\])?$");
    private static final Pattern BUILD_FAILED = Pattern.compile("^FAIL\\t(\\S+) \\[(?:build|setup) failed\\]$");

    private Optional<StringBuilder> building = Optional.empty();
    /// Packages that were not built. What the compiler said of them comes over another stream: before this or after it.
    private final Set<String> unbuilt = new LinkedHashSet<>();
    private final Map<String, StringBuilder> outputs = new HashMap<>();
    private final Map<String, TestCase> cases = new LinkedHashMap<>();
    /// Tests that have subtests, and whether one of these failed.
    private final Map<String, Boolean> withSubtests = new HashMap<>();
    private final Set<String> failedPackages = new HashSet<>();

    @Override
    public void line(String line) {
        Optional<JsonNode> event = event(line);
        if (event.isPresent()) {
            building = Optional.empty();
            take(event.get());
            return;
        }
        // Until Go 1.24 what the compiler says is no event: "# package [its test]", then lines of errors.
        Matcher heading = BUILD.matcher(line);
        Matcher failed = BUILD_FAILED.matcher(line);
        if (heading.matches()) {
            building = Optional.of(outputs.computeIfAbsent(heading.group(1), _ -> new StringBuilder()));
        } else if (failed.matches() && cases.size() + unbuilt.size() < TestReports.MOST_CASES) {
            if (outputs.containsKey(failed.group(1))) {
                end(failed.group(1), failed.group(1), "", Status.FAILED, "");
            } else {
                unbuilt.add(failed.group(1));
            }
        } else if (building.isPresent() && building.get().length() < TestCase.LONGEST_TRACE) {
            building.get().append(line).append('\n');
        }
    }

    /// What an event says to people: the line itself where it is no event, empty where the event has no text.
    static String text(String line) {
        return event(line).map(event -> event.path("Output").asString("")).map(text -> text.endsWith("\n")
                ? text.substring(0, text.length() - 1) : text).orElse(line);
    }

    /// Whether a line is an event without a text of its own.
    static boolean isMute(String line) {
        return event(line).filter(event -> event.path("Output").isMissingNode()).isPresent();
    }

    private static Optional<JsonNode> event(String line) {
        if (!line.startsWith("{") || !line.contains("\"Action\"")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(line)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private void take(JsonNode event) {
        String module = event.path("Package").asString(event.path("ImportPath").asString(""));
        String test = event.path("Test").asString("");
        String id = test.isEmpty() ? module : module + "." + test;
        if (module.isEmpty() || cases.size() >= TestReports.MOST_CASES) {
            return;
        }
        switch (event.path("Action").asString("")) {
            case "output", "build-output" -> {
                StringBuilder output = outputs.computeIfAbsent(id, _ -> new StringBuilder());
                if (output.length() < TestCase.LONGEST_TRACE) {
                    output.append(event.path("Output").asString(""));
                }
            }
            case "pass" -> end(id, module, test, Status.PASSED, "");
            case "skip" -> end(id, module, test, Status.SKIPPED, "");
            case "fail" -> end(id, module, test, Status.FAILED, event.path("FailedBuild").asString(""));
            default -> { }
        }
    }

    private void end(String id, String module, String test, Status status, String build) {
        StringBuilder output = outputs.remove(id);
        String said = output == null ? "" : output.toString();
        if (test.isEmpty()) {
            // A package fails by its tests, or by itself: it did not compile, it ended early.
            if (status == Status.FAILED && !failedPackages.contains(module)) {
                StringBuilder built = outputs.get(build);
                failed(id, module, built == null ? said : built + said);
            }
            return;
        }
        boolean failed = status == Status.FAILED;
        for (int slash = test.lastIndexOf('/'); slash > 0; slash = test.lastIndexOf('/', slash - 1)) {
            withSubtests.merge(module + "." + test.substring(0, slash), failed, Boolean::logicalOr);
        }
        if (withSubtests.containsKey(id) && (!failed || withSubtests.get(id))) {
            return;
        }
        if (failed) {
            failedPackages.add(module);
            failed(id, module, said);
        } else {
            cases.put(id, TestCase.of(id, status));
        }
    }

    private void failed(String id, String module, String said) {
        var trace = new StringBuilder();
        String message = "";
        for (String line : said.lines().toList()) {
            Matcher place = PLACE.matcher(line);
            if (place.matches()) {
                // Go names files within their package.
                trace.append(module).append('/').append(place.group(1)).append(':').append(place.group(2)).append(": ")
                        .append(place.group(3)).append('\n');
                message = message.isEmpty() ? place.group(3) : message;
            } else {
                trace.append(line).append('\n');
            }
        }
        if (message.isEmpty()) {
            message = said.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("=== ")
                    && !line.startsWith("--- ") && !line.startsWith("# ")).findFirst().orElse("failed");
        }
        cases.put(id, new TestCase(id, Status.FAILED, message, trace.toString(), Optional.empty()));
    }

    @Override
    public List<TestCase> cases() {
        unbuilt.forEach(module -> end(module, module, "", Status.FAILED, ""));
        unbuilt.clear();
        return List.copyOf(new ArrayList<>(cases.values()));
    }
}
