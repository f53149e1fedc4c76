package dev.countersign.verify.project;

import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads places and reasons of failures out of what compilers and test runners write: javac, Maven, Gradle, JUnit, pytest,
/// unittest, Go, Cargo, TypeScript, Jest, Node, Bazel. A place counts only where its file is in the tree.
final class FailureReader {
    private static final int MOST = 100;
    private static final int LONGEST = 500;

    /// Place and reason in one line.
    private static final List<Pattern> LINES = List.of(
            Pattern.compile("^\\[ERROR\\] (?<file>[^\\[]+?\\.\\w+):\\[(?<line>\\d+)(?:,(?<column>\\d+))?\\] (?<message>.*)$"),
            Pattern.compile("^(?:e: )?(?:file://)?(?<file>[^\\s:]+\\.\\w+):(?<line>\\d+)(?::(?<column>\\d+))?:? (?:fatal )?error:? (?<message>.*)$"),
            Pattern.compile("^(?:vet: )?(?<file>[^\\s:]+\\.go):(?<line>\\d+):(?<column>\\d+): (?<message>.*)$"),
            Pattern.compile("^\\s+(?<file>[^\\s:]+\\.go):(?<line>\\d+):(?<column>) (?<message>.*)$"),
            Pattern.compile("^(?<file>[^\\s()]+\\.\\w+)\\((?<line>\\d+),(?<column>\\d+)\\): error (?<message>.*)$"),
            Pattern.compile("^(?<file>[^\\s:]+\\.\\w+):(?<line>\\d+):(?<column>\\d+) - error (?<message>.*)$"),
            Pattern.compile("^(?<file>[^\\s:]+\\.py):(?<line>\\d+):(?<column>) (?<message>[A-Z]\\w*.*)$"),
            Pattern.compile("^ERROR: (?<file>/[^\\s:]+):(?<line>\\d+):(?<column>\\d+): (?<message>.*)$"));

    private static final List<Pattern> LINT = List.of(
            Pattern.compile("^(?<file>[^\\s:]+\\.\\w+):(?<line>\\d+):(?<column>\\d+): (?<message>[A-Z]+\\d+ .*)$"),
            Pattern.compile("^Diff in (?<file>\\S+?)(?: at line |:)(?<line>\\d+):(?<column>)(?<message>)$"),
            Pattern.compile("^\\[warn\\] (?<file>\\S+\\.\\w+)(?<line>)(?<column>)(?<message>)$"));
    /// ESLint names a file once, above what it found there.
    private static final Pattern BELOW_ITS_FILE = Pattern.compile("^\\s+(?:(?<line>\\d+):(?<column>\\d+)\\s+error|\u2716\\s+(?<line2>\\d+):(?<column2>\\d+))\\s+(?<message>.*\\S)\\s*$");
    /// xo and tsd name the first place with it.
    private static final Pattern FILE_WITH_PLACE = Pattern.compile("^ +(?<file>\\S+\\.\\w+):\\d+:\\d+\\s*$");

    /// `[ERROR]   CalcTest.adds:12 expected: <5> but was: <4>`: the file is known by the class.
    private static final Pattern SUREFIRE = Pattern.compile(
            "^\\[ERROR\\]\\s+(?:[\\w.]+\\.)?(?<type>\\w+)\\.\\w+(?:->[\\w.]+)*:(?<line>\\d+)(?:->\\S+)*\\s+(?:» )?(?<message>.*)$");

    /// A reason whose place follows in a later line.
    private static final List<Pattern> REASONS = List.of(
            Pattern.compile("^error(?:\\[\\w+\\])?: (?<message>.*)$"),
            Pattern.compile("^\\s*● (?<message>.+)$"),
            Pattern.compile("^(?:not ok \\d+ - |\\s*✖ )(?<message>.+)$"),
            Pattern.compile("^\\s+\\d+\\) (?<message>\\S.*)$"),
            Pattern.compile("^(?<message>\\S+ > .+) FAILED$"),
            Pattern.compile("^\\s*(?:E\\s+)?(?:=> )?(?:Exception in thread \"[^\"]*\" |Caused by: )?"
                    + "(?<message>[\\w.$]*(?:Error|Exception|Failure)\\b(?: \\[\\w+\\])?(?:: .*)?)$"));

    private static final List<Pattern> PLACES = List.of(
            Pattern.compile("^\\s*--> (?<file>\\S+?):(?<line>\\d+):(?<column>\\d+)$"),
            Pattern.compile("^\\s+(?:at )?(?:.*\\()?(?:file://)?(?<file>[^\\s()]+\\.[cm]?[jt]sx?):(?<line>\\d+):(?<column>\\d+)\\)?$"),
            Pattern.compile("^\\s+(?:\\S.* )?at (?:[\\w.$/<>@ -]+\\()?(?<file>\\w+\\.(?:java|kt|groovy|scala)):(?<line>\\d+)(?<column>)\\)?$"));

    /// Python names the place before the reason.
    private static final Pattern PYTHON_FRAME = Pattern.compile("^(?:E\\s+)?\\s*File \"(?<file>[^\"]+)\", line (?<line>\\d+)");
    private static final Pattern PYTEST = Pattern.compile("^(?:FAILED|ERROR) (?<file>[^\\s:]+\\.py)(?:::\\S+)?(?: - (?<message>.*))?$");
    private static final Pattern PANIC = Pattern.compile("^thread '[^']*' (?:\\(\\d+\\) )?panicked at (?<file>\\S+?):(?<line>\\d+):(?<column>\\d+):$");

    private final String sensor;
    private final TreePlaces places;
    private Optional<WorkspacePath> heading = Optional.empty();
    private final Map<String, Residual> found = new LinkedHashMap<>();

    private FailureReader(String sensor, TreePlaces places) {
        this.sensor = sensor;
        this.places = places;
    }

    /// One residual for each place, in order; empty where nothing was recognised.
    ///
    /// @param root where the command ran
    static List<Residual> read(String sensor, String output, Path root, Snapshot tree) {
        var reader = new FailureReader(sensor, new TreePlaces(root, tree));
        reader.read(output.lines().map(line -> behindAnother(line, root + "/")).toList());
        return List.copyOf(reader.found.values());
    }

    /// Gradle leaves its line unfinished where the compiler's begins: `:compileJava/tree/src/A.java:4: error: …`.
    private static String behindAnother(String line, String root) {
        int at = line.indexOf(root);
        return at > 0 && Character.isLetter(line.charAt(at - 1)) ? line.substring(at) : line;
    }

    private void read(List<String> lines) {
        Optional<String> reason = Optional.empty();
        Optional<Matcher> frame = Optional.empty();
        for (int i = 0; i < lines.size() && found.size() < MOST; i++) {
            String line = lines.get(i);
            if (line.length() > 2000 || readLine(line)) {
                continue;
            }
            Matcher panic = PANIC.matcher(line);
            if (panic.matches()) {
                add(panic, i + 1 < lines.size() ? lines.get(i + 1) : "panicked");
                continue;
            }
            Matcher python = PYTHON_FRAME.matcher(line);
            if (python.find() && places.locate(python.group("file")).isPresent()) {
                frame = Optional.of(python);
                continue;
            }
            Optional<Matcher> next = first(REASONS, line);
            if (next.isPresent()) {
                String message = next.get().group("message").strip();
                if (frame.isPresent()) {
                    add(frame.get(), message);
                    frame = Optional.empty();
                } else {
                    // The name of a test comes before the reason it failed for: keep both.
                    reason = Optional.of(reason.filter(r -> !r.equals(message) && r.length() < 200 && isName(r))
                            .map(r -> r + ": " + message).orElse(message));
                }
                continue;
            }
            Optional<Matcher> place = first(PLACES, line);
            if (reason.isPresent() && place.isPresent() && add(place.get(), reason.get())) {
                reason = Optional.empty();
            }
        }
        for (String line : lines) {
            Matcher pytest = PYTEST.matcher(line);
            if (found.size() < MOST && pytest.matches()) {
                places.locate(pytest.group("file")).ifPresent(path ->
                        summarised(path, Optional.ofNullable(pytest.group("message"))));
            }
        }
    }

    /// pytest's summary has the reasons, its tracebacks the lines, in the same order for each file.
    private void summarised(WorkspacePath path, Optional<String> reason) {
        List<Residual> known = found.values().stream().filter(r -> r.path().equals(Optional.of(path))).toList();
        Optional<Residual> bare = known.stream().filter(r -> r.message().matches("\\w+")).findFirst();
        if (bare.isPresent() && reason.isPresent()) {
            found.put(path + ":" + bare.get().line(), residual(path, bare.get().line(), 0, reason.get()));
        } else if (known.isEmpty()) {
            put(path, 0, 0, reason.orElse("pytest failed here"));
        }
    }

    private static boolean isName(String reason) {
        return !reason.matches("[\\w.$]*(?:Error|Exception|Failure)\\b.*");
    }

    private boolean readLine(String line) {
        Optional<Matcher> match = first(LINES, line);
        if (match.isPresent() && add(match.get(), match.get().group("message"))) {
            return true;
        }
        Optional<Matcher> lint = first(LINT, line);
        if (lint.isPresent() && add(lint.get(), lint.get().group("message").isEmpty() ? "not formatted as the project's settings want it"
                : lint.get().group("message"))) {
            return true;
        }
        Matcher below = BELOW_ITS_FILE.matcher(line);
        boolean marked = below.matches() && below.group("line") == null;
        if (heading.isEmpty() && marked) {
            // Of a file that is not in the tree.
            return true;
        }
        if (heading.isPresent() && below.matches()) {
            put(heading.get(), number(below.group(marked ? "line2" : "line")), number(below.group(marked ? "column2" : "column")), below.group("message"));
            return true;
        }
        Matcher placed = FILE_WITH_PLACE.matcher(line);
        if (placed.matches()) {
            heading = places.locate(placed.group("file"));
        }
        if (!line.isBlank() && !line.startsWith(" ")) {
            heading = line.indexOf(':') < 0 ? places.locate(line) : Optional.empty();
        }
        Matcher surefire = SUREFIRE.matcher(line);
        if (surefire.matches()) {
            for (String ending : List.of(".java", ".kt", ".groovy", ".scala")) {
                Optional<WorkspacePath> path = places.locate(surefire.group("type") + ending);
                if (path.isPresent()) {
                    put(path.get(), number(surefire.group("line")), 0, surefire.group("message"));
                    return true;
                }
            }
        }
        return false;
    }

    private static Optional<Matcher> first(List<Pattern> patterns, String line) {
        return patterns.stream().map(p -> p.matcher(line)).filter(Matcher::matches).findFirst();
    }

    private boolean add(Matcher match, String message) {
        Optional<WorkspacePath> path = places.locate(match.group("file"));
        path.ifPresent(p -> {
            String column = match.pattern() == PYTHON_FRAME ? "" : match.group("column");
            put(p, number(match.group("line")), number(column), message);
        });
        return path.isPresent();
    }

    private void put(WorkspacePath path, int line, int column, String message) {
        found.putIfAbsent(path + ":" + line, residual(path, line, column, message));
    }

    private Residual residual(WorkspacePath path, int line, int column, String message) {
        String text = message.strip();
        return new Residual(Part.LOG, sensor, Optional.of(path), line, column,
                text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text, 1, 1);
    }

    private static int number(String digits) {
        return digits == null || digits.isEmpty() || digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }
}
