package dev.countersign.verify.project;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.Evidence;
import dev.countersign.verify.SensorResult.Origin;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Smoke;
import dev.countersign.verify.Verifier;
import dev.countersign.verify.project.report.TestReports;
import dev.countersign.workspace.Deletion;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Runs one check command and says what came of it.
final class CheckRunner {
    /// Of standard output and error together; a command that writes more is stopped.
    static final long MOST_OUTPUT = 32L << 20;

    private static final int LAST_LINES = 20;
    private static final Map<String, String> INSTALL = Map.ofEntries(
            Map.entry("mvn", "Install Apache Maven, or add the Maven wrapper (mvnw) to the project"),
            Map.entry("gradle", "Install Gradle, or add the Gradle wrapper (gradlew) to the project"),
            Map.entry("npm", "Install Node.js, which brings npm"),
            Map.entry("node", "Install Node.js"),
            Map.entry("pnpm", "Install pnpm (npm install -g pnpm)"),
            Map.entry("yarn", "Install Yarn (npm install -g yarn)"),
            Map.entry("cargo", "Install Rust by rustup"),
            Map.entry("go", "Install Go"),
            Map.entry("python3", "Install Python 3"),
            Map.entry("uv", "Install uv"),
            Map.entry("cmake", "Install CMake"),
            Map.entry("ctest", "Install CMake, which brings ctest"),
            Map.entry("dotnet", "Install the .NET SDK"),
            Map.entry("bazel", "Install Bazel"),
            Map.entry("ruff", "Install ruff"),
            Map.entry("make", "Install make"));

    private final Sandbox sandbox;
    private final SortedMap<String, String> environment;
    private final Profile profile;
    private final Path folder;
    private final Snapshot tree;
    private final Supplier<Origin> origin;

    /// @param origin under what a command runs that starts now
    CheckRunner(Sandbox sandbox, SortedMap<String, String> environment, Profile profile, Path folder, Snapshot tree,
                Supplier<Origin> origin) {
        this.origin = origin;
        this.sandbox = sandbox;
        this.profile = profile;
        this.environment = environment;
        this.folder = folder;
        this.tree = tree;
    }

    /// What came of one run.
    ///
    /// @param tests as the runner reported them; none where it did not
    /// @param early of some of its tests only, and compared with the base tree already
    record Ran(SensorResult result, Tests tests, boolean early) {
        Ran(SensorResult result, Tests tests) {
            this(result, tests, false);
        }

        /// Ended by itself with status 0.
        boolean isComplete() {
            return result.evidence().flatMap(Evidence::exit).equals(Optional.of(0));
        }
    }

    /// @throws Progress.CancelledException where it is no longer wanted; the command is dead then
    /// @throws IOException                 where the folder for its reports can't be made or read
    Ran run(CheckCommand check, Verifier.Listener listener, Progress progress) throws IOException {
        Path folder = Files.createTempDirectory(Path.of(environment.getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir"))), "reports");
        try {
            return run(check, new TestReports(this.folder, folder), folder, listener, progress);
        } finally {
            Deletion.of(folder, folder.getParent());
        }
    }

    private Ran run(CheckCommand check, TestReports reports, Path into, Verifier.Listener listener, Progress progress) throws IOException {
        Optional<Started> started = check.smoke().map(smoke -> new Started(progress, smoke));
        var output = new CheckOutput(line -> {
            reports.line(line);
            started.ifPresent(watch -> watch.line(line));
            TestReports.text(line).ifPresent(text -> listener.output(check.name(), text));
        });
        var variables = new TreeMap<>(environment);
        variables.put(TestReports.VARIABLE, into.toString());
        List<String> argv = check.argv().stream().map(word -> word.replace("$" + TestReports.VARIABLE, into.toString())).toList();
        Optional<Origin> now = Optional.of(origin.get());
        long begun = System.nanoTime();
        Outcome outcome = sandbox.run(new Command(argv, folder, variables, new byte[0]), profile,
                new Limits(check.limit(), MOST_OUTPUT), output, started.map(watch -> (Progress) watch).orElse(progress));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        output.close();
        if (started.isPresent() && !progress.cancelled()) {
            Optional<State> state = started(check, check.smoke().orElseThrow(), started.get(), outcome, output.text());
            if (state.isPresent()) {
                return new Ran(result(check, state.get(), output, exit(outcome), took, now), Tests.NONE);
            }
        }
        if (outcome instanceof Outcome.Exited exited) {
            TestReports.Found found = reports.read();
            Tests tests = Tests.of(check, found.cases(), new TreePlaces(folder, tree));
            return new Ran(result(check, state(check, exited.code(), output.text(), tests, found.unreadable()), output,
                    Optional.of(exited.code()), exited.took(), now), tests);
        }
        return new Ran(ended(check, outcome, output, took, now), Tests.NONE);
    }

    private static Optional<Integer> exit(Outcome outcome) {
        return outcome instanceof Outcome.Exited exited ? Optional.of(exited.code()) : Optional.empty();
    }

    /// Empty where it never ran, or was stopped for another reason.
    private Optional<State> started(CheckCommand check, Smoke smoke, Started watch, Outcome outcome, String text) {
        return switch (outcome) {
            case Outcome.Cancelled _ -> Optional.of(new State.Passed(watch.words()));
            case Outcome.Exited _ when smoke.says().isPresent() && watch.hasStarted() -> Optional.of(new State.Passed(watch.words()));
            case Outcome.Exited exited -> {
                State failed = failed(check, exited.code(), text);
                yield Optional.of(failed instanceof State.NotChecked || !failed.equals(ending(check, exited.code(), text)) ? failed
                        : failure(check, Started.failure(smoke, "It ended with exit status " + exited.code()) + last(text)));
            }
            case Outcome.TimedOut late when smoke.says().isPresent() ->
                    Optional.of(failure(check, Started.failure(smoke, "It was stopped after " + words(late.limit())) + last(text)));
            case Outcome.TimedOut _, Outcome.OutputExceeded _, Outcome.Exceeded _, Outcome.NotFound _, Outcome.NotStarted _ -> Optional.empty();
        };
    }

    private State state(CheckCommand check, int code, String text, Tests tests, List<String> unreadable) {
        if (!tests.residuals().isEmpty()) {
            return new State.Failed(Tests.bounded(tests.residuals()));
        }
        if (code != 0) {
            return failed(check, code, text);
        }
        Optional<String> words = tests.isEmpty() ? TestCount.read(text) : Optional.of(tests.words());
        if (check.part() == Part.LOG && words.filter(read -> read.startsWith(TestCount.NONE)).isPresent()) {
            return new State.NotChecked("It ended with exit status 0, but " + words.get() + ".");
        }
        String what = words.orElse("exit 0");
        return new State.Passed(unreadable.isEmpty() ? what : what + "; a report can't be read: " + unreadable.getFirst());
    }

    private static SensorResult ended(CheckCommand check, Outcome outcome, CheckOutput output, Duration took, Optional<Origin> now) {
        return switch (outcome) {
            case Outcome.Exited exited -> throw new IllegalArgumentException(exited.toString());
            case Outcome.TimedOut late -> result(check, failure(check, "It did not end within " + words(late.limit())
                    + " and was stopped."), output, Optional.empty(), took, now);
            case Outcome.OutputExceeded flood -> result(check, failure(check, "It wrote more than " + (flood.limit() >> 20)
                    + " MB of output and was stopped."), output, Optional.empty(), took, now);
            case Outcome.NotFound gone -> new SensorResult(check.part(), check.name(),
                    new State.NotChecked(notInstalled(gone.program())), Optional.empty());
            case Outcome.NotStarted not -> new SensorResult(check.part(), check.name(),
                    new State.NotChecked("It could not be started: " + not.why()), Optional.empty());
            case Outcome.Exceeded exceeded -> result(check, failure(check, exceeded.words()), output, Optional.empty(), took, now);
            case Outcome.Cancelled _ -> throw new Progress.CancelledException();
        };
    }

    private static SensorResult result(CheckCommand check, State state, CheckOutput output, Optional<Integer> exit, Duration took,
                                       Optional<Origin> origin) {
        return new SensorResult(check.part(), check.name(), state,
                Optional.of(new Evidence(check.argv(), exit, took, output.digest(), readable(output.text()), origin)));
    }

    /// Without what a runner writes for machines only.
    private static String readable(String text) {
        return !text.contains("\"Action\"") ? text : text.lines().flatMap(line -> TestReports.text(line).stream())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String notInstalled(String program) {
        if (program.indexOf('/') >= 0) {
            return program + " is not there or is not executable.";
        }
        return program + " is not installed, or not on the PATH. "
                + INSTALL.getOrDefault(program, "Install it") + ", then check again.";
    }

    private State failed(CheckCommand check, int code, String text) {
        Optional<String> missing = missing(check, code, text);
        if (missing.isPresent()) {
            return new State.NotChecked(missing.get());
        }
        List<Residual> read = FailureReader.read(check.name(), readable(text), folder, tree).stream()
                .map(r -> new Residual(check.part(), r.sensor(), r.path(), r.line(), r.column(), r.endLine(), r.endColumn(), r.message(),
                        r.magnitude(), r.weight()))
                .toList();
        if (!read.isEmpty()) {
            return new State.Failed(read);
        }
        return ending(check, code, text);
    }

    private static State ending(CheckCommand check, int code, String text) {
        return failure(check, "It ended with exit status " + code + (text.isBlank() ? " and no output." : ":" + last(text)));
    }

    /// The end of what it wrote.
    private static String last(String text) {
        List<String> lines = text.lines().map(String::stripTrailing).filter(line -> !line.isEmpty()).toList();
        String last = String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        return last.isEmpty() ? "" : "\n" + last.substring(Math.max(0, last.length() - 2000));
    }

    /// Failures that say nothing of the tree: what the check itself needs is not there.
    private Optional<String> missing(CheckCommand check, int code, String text) {
        String program = check.argv().getFirst();
        boolean node = List.of("npm", "pnpm", "yarn").contains(program);
        if (node && code == 127 && !Files.isDirectory(folder.resolve("node_modules"))) {
            return Optional.of("The packages of this project are not installed. Run " + program
                    + " install in your workspace, then check again.");
        }
        boolean pytest = check.argv().contains("pytest");
        if (pytest && code == 1 && text.strip().endsWith("No module named pytest")) {
            return Optional.of("pytest is not installed for " + program + ". Install it (" + program
                    + " -m pip install pytest), then check again.");
        }
        if (pytest && code == 5) {
            return Optional.of("pytest found no tests.");
        }
        return Optional.empty();
    }

    private static State failure(CheckCommand check, String message) {
        return new State.Failed(List.of(new Residual(check.part(), check.name(), Optional.empty(), 0, 0, message, 1, 1)));
    }

    private static String words(Duration limit) {
        return limit.toSeconds() >= 120 && limit.toSecondsPart() == 0 ? limit.toMinutes() + " minutes"
                : limit.toMillis() >= 1000 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
