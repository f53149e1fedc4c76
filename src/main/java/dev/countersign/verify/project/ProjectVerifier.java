package dev.countersign.verify.project;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Coverage;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Scale;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Signature;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
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

/// Checks a tree by sensors and by the project's own commands.
///
/// [#verify] throws [Progress.CancelledException] when it is cancelled, and [EnvironmentException] `CHECK-001` where the tree's
/// content can't be read, `CHECK-002` where the stage can't be read or taken back; there is no verification then.
public final class ProjectVerifier implements Verifier {
    private static final Limits VERSION = new Limits(Duration.ofSeconds(20), 64 << 10);
    private static final Set<String> VERSIONED = Set.of("mvn", "gradle", "npm", "pnpm", "yarn", "node", "cargo", "go", "python3",
            "python", "pytest", "make", "java", "javac", "uv", "cmake", "ctest", "dotnet", "bazel", "ruff");

    private final Sandbox sandbox;
    private final List<Sensor> sensors;
    private final CheckEnvironment environment;
    private final InstantSource clock;
    private final ResultCache cache;
    private final Scales scales;
    private final Map<String, String> versions = new ConcurrentHashMap<>();

    /// @param sensors in the order in which they look
    /// @param cache   what commands said of trees before
    public ProjectVerifier(Sandbox sandbox, List<Sensor> sensors, CheckEnvironment environment, ResultCache cache, Scales scales,
                           InstantSource clock) {
        this.cache = cache;
        this.scales = scales;
        this.sandbox = sandbox;
        this.sensors = List.copyOf(sensors);
        this.environment = environment;
        this.clock = clock;
    }

    /// With weights that are kept nowhere.
    public ProjectVerifier(Sandbox sandbox, List<Sensor> sensors, CheckEnvironment environment, ResultCache cache, Scale scale,
                           InstantSource clock) {
        this(sandbox, sensors, environment, cache, Scales.of(scale), clock);
    }

    @Override
    public Scale scale() {
        return scales.inForce();
    }

    @Override
    public void weigh(Scale next) {
        scales.set(next);
    }

    @Override
    public List<CheckCommand> detect(Path root) {
        return ProjectChecks.find(root);
    }

    @Override
    public List<Residual> faults(WorkspacePath path, byte[] content) {
        return sensors.stream().filter(sensor -> sensor.part() == Part.SYN).flatMap(sensor -> sensor.faults(path, content).stream()).toList();
    }

    @Override
    public Signature signature(WorkspacePath path, byte[] content) {
        return sensors.stream().flatMap(sensor -> sensor.signature(path, content).stream()).findFirst().orElseGet(() -> Signature.ofBytes(content));
    }

    @Override
    public Verification verify(Request request, Listener listener, Progress progress) {
        long begun = System.nanoTime();
        Scale scale = scales.inForce();
        var results = new ArrayList<SensorResult>();
        for (Sensor sensor : sensors) {
            progress.check();
            listener.started(sensor.part(), sensor.name());
            sense(sensor, request, progress).forEach(result -> add(scale.weigh(result), results, listener));
        }
        SortedMap<String, String> variables = variables(request.level());
        SortedMap<String, String> tools = request.checks().isEmpty() ? new TreeMap<>() : versions(request, variables, progress);
        Sha256 digest = digest(request.level(), variables, tools);
        Optional<Coverage> coverage = Optional.empty();
        if (!request.checks().isEmpty()) {
            CommandChecks.Done done = run(request, variables, tools, digest, weighing(listener, scale), progress);
            done.results().stream().map(scale::weigh).forEach(results::add);
            coverage = done.coverage();
        }
        nothingSaid(Part.LOG, "project's checks", request.checks().isEmpty() ? "No check command was found in this project, and none was given."
                : "No command that tests this project was found or set.", results, listener);
        nothingSaid(Part.BOOT, "build and start", "No command that builds or starts this project was found or set.", results, listener);
        nothingSaid(Part.SHEAF, "nodes together", request.together().isWhole() ? "Nothing but the checks above speaks of all nodes together."
                : "There is one node: nothing has to fit together.", results, listener);
        results.sort(Comparator.comparing(SensorResult::part));
        return new Verification(request.tree().treeHash(), results, digest, clock.instant(), Duration.ofNanos(System.nanoTime() - begun),
                request.checks().isEmpty() ? new TreeMap<>() : environment.shown(variables), coverage, scale.epsilon());
    }

    private void nothingSaid(Part part, String sensor, String why, List<SensorResult> results, Listener listener) {
        if (results.stream().noneMatch(r -> r.part() == part)) {
            add(notChecked(part, sensor, why), results, listener);
        }
    }

    private static void add(SensorResult weighed, List<SensorResult> results, Listener listener) {
        results.add(weighed);
        listener.finished(weighed);
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

    private CommandChecks.Done run(Request request, SortedMap<String, String> variables, Map<String, String> tools, Sha256 digest,
                                   Listener listener, Progress progress) {
        try {
            return new CommandChecks(request, tree -> new CheckRunner(sandbox, variables,
                    environment.profile(request.level(), request.stage().root()), request.stage().root(), tree,
                    () -> new SensorResult.Origin(tree.treeHash(), digest, tools, protection(request.level()), clock.instant(), false)),
                    digest, cache, listener, progress).run();
        } catch (IOException e) {
            throw new EnvironmentException(Problem.of("CHECK-002", Exit.VERIFICATION,
                    "The private copy in which the checks ran could not be read or put back: " + e.getMessage() + ".",
                    "Your workspace was not touched; these check results do not count.",
                    "See that the disk has room and is writable, then check again."), e);
        }
    }

    private static Listener weighing(Listener listener, Scale scale) {
        return new Listener() {
            @Override
            public void started(Part part, String sensor) {
                listener.started(part, sensor);
            }

            @Override
            public void output(String sensor, String line) {
                listener.output(sensor, line);
            }

            @Override
            public void finished(SensorResult result) {
                listener.finished(scale.weigh(result));
            }
        };
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

    private SortedMap<String, String> versions(Request request, SortedMap<String, String> variables, Progress progress) {
        var tools = new TreeMap<String, String>();
        request.checks().stream().map(check -> check.argv().getFirst()).filter(VERSIONED::contains)
                .forEach(program -> tools.computeIfAbsent(program, p -> version(p, request, variables, progress)));
        return tools;
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

    private Protection protection(Level level) {
        return sandbox.protection(level.orLower(sandbox.protection().level()));
    }

    private Sha256 digest(Level level, SortedMap<String, String> variables, SortedMap<String, String> tools) {
        var text = new StringBuilder("countersign-environment-v1\n");
        variables.forEach((name, value) -> text.append(name).append('=').append(value).append('\0'));
        tools.forEach((name, says) -> text.append(name).append(": ").append(says).append('\n'));
        Protection protection = protection(level);
        text.append(protection.level()).append(' ').append(protection.words()).append('\n');
        protection.layers().forEach((layer, enforcement) -> text.append(layer).append(' ').append(enforcement.strength()).append('\n'));
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
