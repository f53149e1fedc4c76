package dev.countersign.verify.project;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Coverage;
import dev.countersign.verify.Part;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Checks a tree by sensors and by the project's own commands.
///
/// [#verify] throws [Progress.CancelledException] when it is cancelled, and [EnvironmentException] `CHECK-001` where the tree's
/// content can't be read, `CHECK-002` where the stage can't be read or taken back; there is no verification then.
public final class ProjectVerifier implements Verifier {
    private static final Limits VERSION = new Limits(Duration.ofSeconds(20), 64 << 10);
    private static final Set<String> VERSIONED = Set.of("mvn", "gradle", "npm", "pnpm", "yarn", "node", "cargo", "go", "python3",
            "python", "pytest", "make", "java", "javac");
    private static final int NAMES_SHOWN = 10;

    private final Sandbox sandbox;
    private final List<Sensor> sensors;
    private final CheckEnvironment environment;
    private final InstantSource clock;
    private final Map<String, String> versions = new ConcurrentHashMap<>();

    /// @param sensors in the order in which they look
    public ProjectVerifier(Sandbox sandbox, List<Sensor> sensors, CheckEnvironment environment, InstantSource clock) {
        this.sandbox = sandbox;
        this.sensors = List.copyOf(sensors);
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public List<CheckCommand> detect(Path root) {
        return ProjectChecks.find(root);
    }

    @Override
    public Verification verify(Request request, Listener listener, Progress progress) {
        long begun = System.nanoTime();
        var results = new ArrayList<SensorResult>();
        for (Sensor sensor : sensors) {
            progress.check();
            listener.started(sensor.part(), sensor.name());
            sense(sensor, request, progress).forEach(result -> add(result, results, listener));
        }
        SortedMap<String, String> variables = variables(request.level());
        Sha256 digest;
        Optional<Coverage> coverage = Optional.empty();
        if (request.checks().isEmpty()) {
            digest = digest(request.level(), variables, "");
            add(notChecked(Part.LOG, "project's checks", "No check command was found in this project, and none was given."),
                    results, listener);
        } else {
            digest = digest(request.level(), variables, versions(request, variables, progress));
            coverage = run(request, variables, results, listener, progress);
        }
        add(notChecked(Part.BOOT, "build and start", "Countersign does not build and start projects yet"),
                results, listener);
        add(notChecked(Part.SHEAF, "nodes together", "Countersign does not compare the nodes of a plan yet"),
                results, listener);
        results.sort(Comparator.comparing(SensorResult::part));
        return new Verification(request.tree().treeHash(), results, digest, clock.instant(),
                Duration.ofNanos(System.nanoTime() - begun), request.checks().isEmpty() ? new TreeMap<>() : environment.shown(variables),
                coverage, Verification.EPSILON);
    }

    private static void add(SensorResult result, List<SensorResult> results, Listener listener) {
        results.add(result);
        listener.finished(result);
    }

    private static SensorResult notChecked(Part part, String sensor, String why) {
        return new SensorResult(part, sensor, new State.NotChecked(why), Optional.empty());
    }

    private static List<SensorResult> sense(Sensor sensor, Request request, Progress progress) {
        try {
            return sensor.check(request, progress);
        } catch (IOException e) {
            throw new EnvironmentException(Problem.of("CHECK-001", Exit.VERIFICATION,
                    "The content of the tree to be checked could not be read: " + e.getMessage() + ".",
                    "Nothing was applied to your workspace.", "Start the node again."), e);
        }
    }

    private Optional<Coverage> run(Request request, SortedMap<String, String> variables, List<SensorResult> results, Listener listener,
                                   Progress progress) {
        try {
            request.stage().resetTo(request.tree());
            var reports = new CoverageReports(request.stage().root(), request.changeset());
            try {
                var runner = new CheckRunner(sandbox, variables, environment.profile(request.level(), request.stage().root()),
                        request.stage().root(), request.tree());
                for (CheckCommand check : request.checks()) {
                    progress.check();
                    listener.started(check.part(), check.name());
                    add(runner.run(check, listener, progress), results, listener);
                }
                return reports.read();
            } finally {
                written(request).ifPresent(note -> add(note, results, listener));
            }
        } catch (IOException e) {
            throw new EnvironmentException(Problem.of("CHECK-002", Exit.VERIFICATION,
                    "The private copy in which the checks ran could not be read or put back: " + e.getMessage() + ".",
                    "Your workspace was not touched; these check results do not count.",
                    "See that the disk has room and is writable, then check again."), e);
        }
    }

    /// Takes back what commands wrote into the tree, also after a cancel, and says what that was.
    private static Optional<SensorResult> written(Request request) throws IOException {
        Snapshot after = request.stage().capture(Progress.NONE);
        List<PathEdit> edits = request.tree().editsTo(after);
        if (edits.isEmpty()) {
            return Optional.empty();
        }
        request.stage().resetTo(request.tree());
        String names = edits.stream().limit(NAMES_SHOWN).map(e -> e.path().value()).collect(Collectors.joining(", "));
        return Optional.of(notChecked(Part.LOG, "files written by checks",
                (edits.size() == 1 ? "The checks changed 1 file" : "The checks changed " + edits.size() + " files")
                        + " of the tree, which were put back: " + names + (edits.size() > NAMES_SHOWN ? " …" : "")
                        + ". What they say may be about the changed files."));
    }

    private SortedMap<String, String> variables(Level level) {
        try {
            return environment.variables(level);
        } catch (IOException e) {
            throw new EnvironmentException(Problem.of("CHECK-003", Exit.VERIFICATION,
                    "The folders for checks could not be made: " + e.getMessage() + ".",
                    "Nothing was checked or applied.", "See that the disk has room and is writable, then check again."), e);
        }
    }

    private String versions(Request request, SortedMap<String, String> variables, Progress progress) {
        return request.checks().stream().map(check -> check.argv().getFirst()).filter(VERSIONED::contains).distinct().sorted()
                .map(program -> program + ": " + version(program, request, variables, progress) + "\n")
                .collect(Collectors.joining());
    }

    /// Asked once for each program; empty where it does not answer.
    private String version(String program, Request request, SortedMap<String, String> variables, Progress progress) {
        String known = versions.get(program);
        if (known != null) {
            return known;
        }
        var output = new CheckOutput(_ -> {});
        Outcome outcome = sandbox.run(new Command(List.of(program, program.equals("go") ? "version" : "--version"),
                request.stage().root(), variables, new byte[0]),
                environment.profile(request.level(), request.stage().root()), VERSION, output, progress);
        if (outcome instanceof Outcome.Cancelled) {
            throw new Progress.CancelledException();
        }
        if (outcome instanceof Outcome.Exited exited && exited.code() == 0) {
            versions.put(program, output.text());
            return output.text();
        }
        return "";
    }

    private Sha256 digest(Level level, SortedMap<String, String> variables, String tools) {
        var text = new StringBuilder("countersign-environment-v1\n");
        variables.forEach((name, value) -> text.append(name).append('=').append(value).append('\0'));
        text.append(tools);
        var protection = sandbox.protection(level.orLower(sandbox.protection().level()));
        text.append(protection.level()).append(' ').append(protection.words()).append('\n');
        protection.layers().forEach((layer, enforcement) -> text.append(layer).append(' ').append(enforcement.strength()).append('\n'));
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
