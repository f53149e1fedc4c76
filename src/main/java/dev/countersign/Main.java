package dev.countersign;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.Agents;
import dev.countersign.agent.acp.AcpAgents;
import dev.countersign.agent.cli.CliAgents;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.ToolDoors;
import dev.countersign.agent.mcp.pipe.PipeDoors;
import dev.countersign.agent.mcp.ToolServers;
import dev.countersign.agent.mcp.sdk.SdkServers;
import dev.countersign.agent.model.FileModels;
import dev.countersign.agent.model.ModelAgents;
import dev.countersign.agent.patch.PatchAgent;
import dev.countersign.agent.replay.ReplayAgent;
import dev.countersign.agent.sample.SampleAgent;
import dev.countersign.agent.sample.SampleWorkspace;
import dev.countersign.cli.CliContext;
import dev.countersign.cli.CommandLineApp;
import dev.countersign.cli.Terminal;
import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.agent.mcp.McpFile;
import dev.countersign.ledger.store.Room;
import dev.countersign.model.ModelsFile;
import dev.countersign.ledger.keyring.KeyringSecrets;
import dev.countersign.ledger.keyring.SystemKeyring;
import dev.countersign.ledger.lucene.IndexedOpener;
import dev.countersign.model.Models;
import dev.countersign.network.Gateway;
import dev.countersign.network.proxy.ProxyLimits;
import dev.countersign.network.proxy.UnixGateway;
import dev.countersign.network.proxy.Way;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.policy.starlark.StarlarkPolicy;
import dev.countersign.remote.RunSockets;
import dev.countersign.remote.SharedLedgers;
import dev.countersign.run.ConfigFile;
import dev.countersign.run.Places;
import dev.countersign.run.SampleOffer;
import dev.countersign.run.Workbench;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.RedactingSandbox;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.SecretPlace;
import dev.countersign.secret.StoredSecrets;
import dev.countersign.secret.file.EncryptedFile;
import dev.countersign.ui.Desktop;
import dev.countersign.verify.Readings;
import dev.countersign.verify.Sensor;
import dev.countersign.verify.project.CheckEnvironment;
import dev.countersign.verify.project.DeclaredSymbols;
import dev.countersign.verify.project.ForbiddenLines;
import dev.countersign.verify.project.ProjectVerifier;
import dev.countersign.verify.project.RequiredLines;
import dev.countersign.verify.project.ResultCache;
import dev.countersign.verify.project.Scales;
import dev.countersign.verify.structure.InterfaceSeals;
import dev.countersign.verify.structure.LockFiles;
import dev.countersign.verify.structure.NodesTogether;
import dev.countersign.verify.structure.References;
import dev.countersign.verify.syntax.PythonSyntax;
import dev.countersign.verify.syntax.SyntaxSensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// The composition root: the only place that names adapters, and the only one that asks for the time, chance, the environment and
/// the user. Not an `Application`, so that the launcher does not ask for JavaFX before we do.
@NullMarked
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // Syntax colours use parts of java.desktop that must not look for a display.
        System.setProperty("java.awt.headless", "true");
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        Terminal terminal = terminal();
        try {
            return new CommandLineApp(context(terminal)).run(arguments);
        } catch (ProblemException fault) {
            Problem problem = fault.problem();
            terminal.err().println(problem.sentence());
            terminal.err().println(problem.unchanged() + " " + problem.next() + " [" + problem.code() + "]");
            terminal.err().flush();
            return problem.exit().status();
        }
    }

    private static CliContext context(Terminal terminal) {
        Map<String, String> environment = System.getenv();
        Path home = Path.of(System.getProperty("user.home"));
        Places places = Places.of(environment, System.getProperty("os.name"), home);
        try {
            places.make();
        } catch (IOException e) {
            throw new EnvironmentException(Problem.of("DATA-001", Exit.USAGE,
                    "The data folder " + places.data() + " cannot be made: " + e.getMessage() + ".", "Nothing was started.",
                    "Give yourself permission there, or set COUNTERSIGN_HOME to another folder."), e);
        }
        Workbench workbench = workbench(environment, home, places);
        SampleOffer sample = sample(places);
        String user = System.getProperty("user.name");
        Path folder = Path.of("").toAbsolutePath();
        String version = version();
        List<ConfigFile> config = config(environment, places);
        return new CliContext(workbench, sample, config, folder, user, version, terminal,
                open -> desktop(workbench, sample, config, user, version, terminal, open));
    }

    /// What the user may write, each read as it is where it is needed.
    static List<ConfigFile> config(Map<String, String> environment, Places places) {
        Path agents = Optional.ofNullable(environment.get(AgentRegistry.VARIABLE)).map(Path::of).orElse(places.config().resolve("agents.toml"));
        return List.of(
                new ConfigFile("agents", "agents that can be named", agents,
                        file -> AgentRegistry.load(Optional.ofNullable(environment.get(AgentRegistry.VARIABLE)).map(_ -> file), file)),
                new ConfigFile("models", "models, their prices and tiers", places.config().resolve("models.toml"), ModelsFile::load),
                new ConfigFile("mcp", "servers whose tools may be granted to agents", places.config().resolve("mcp.toml"), McpFile::load),
                new ConfigFile("checks", "weights of what checks find", places.config().resolve("checks.toml"), Scales::kept),
                new ConfigFile("ledger", "room for the content of a ledger", places.config().resolve("ledger.toml"), Room::budget));
    }

    static SampleOffer sample(Places places) {
        return progress -> {
            Path folder = places.data().resolve("sample");
            if (!Files.exists(folder)) {
                progress.step("Unpacking the sample", 0, 0);
                SampleWorkspace.unpack(folder);
            }
            return new SampleOffer.Sample(folder, SampleWorkspace.plan(folder), SampleAgent.NAME);
        };
    }

    static Workbench workbench(Map<String, String> environment, Path home, Places places) {
        InstantSource clock = InstantSource.system();
        var random = new SecureRandom();
        Path data = places.data();
        Redaction redaction = Redaction.ofEnvironment(environment);
        Sandbox sandbox = new RedactingSandbox(new LocalSandbox(data.resolve("scratch"), random), redaction);
        var sealed = new EncryptedFile(data.resolve("secrets.enc"), places.config().resolve("secrets.key"), random);
        // Whoever moves all of it by COUNTERSIGN_HOME wants it in that place alone.
        List<SecretPlace> kept = environment.containsKey("COUNTERSIGN_HOME") ? List.of(sealed) : List.of(new KeyringSecrets(), sealed);
        var secrets = new StoredSecrets(data.resolve("secrets.json"), kept, environment, redaction, clock);
        var checks = new CheckEnvironment(environment, data.resolve("check-home"), data.resolve("check-temp"), home,
                Path.of(System.getProperty("java.home")));
        var verifier = new ProjectVerifier(sandbox, sensors(sandbox, checks),
                checks, new ResultCache(data.resolve("check-results")), Scales.kept(places.config().resolve("checks.toml")), clock);
        var gateway = new UnixGateway(runtime(environment), Way.SYSTEM, ProxyLimits.USUAL, clock, random);
        var toolchains = new Toolchains(environment, home, Path.of(System.getProperty("java.home")));
        var servers = new ToolServers(new SdkServers(places.config().resolve("mcp.toml"), data, sandbox, toolchains, secrets, redaction, gateway, clock,
                version()));
        var doors = new PipeDoors(servers, data.resolve("mcp-doors"), redaction, version());
        var runtime = new AgentRuntime(sandbox, toolchains, secrets, redaction, gateway);
        var desk = new FileModels(places.config().resolve("models.toml"), secrets, redaction, clock, random);
        return new Workbench(data, agents(() -> {
            var registry = AgentRegistry.load(Optional.ofNullable(environment.get(AgentRegistry.VARIABLE)).map(Path::of),
                    places.config().resolve("agents.toml"));
            return registered(registry, runtime, data.resolve("agent-home"), desk::models, servers, doors, clock, random);
        }),
                new StarlarkPolicy(new BuiltInPolicy(), places.config().resolve("policies")), sandbox, verifier, new SharedLedgers(new IndexedOpener(data, new DuckLedgerOpener(data, clock, random, new SystemKeyring())), data, runtime(environment), version(), clock, random),
                clock, random, new RunSockets(runtime(environment), version(), random),
                () -> Room.budget(places.config().resolve("ledger.toml")), redaction, secrets, desk, servers, gateway);
    }

    private static List<Sensor> sensors(Sandbox sandbox, CheckEnvironment checks) {
        var python = new PythonSyntax(sandbox, new PythonSyntax.Surroundings() {
            @Override
            public SortedMap<String, String> variables(Level level) {
                try {
                    return checks.variables(level);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public Profile profile(Level level) {
                return checks.profile(level, checks.temp());
            }
        }, checks.temp());
        var syntax = new SyntaxSensor(new Readings(100_000), python);
        return List.of(syntax, new ForbiddenLines(Duration.ofMillis(200)), new RequiredLines(Duration.ofMillis(200)),
                new DeclaredSymbols(syntax::symbols), new References(), new LockFiles(), new NodesTogether(),
                new InterfaceSeals(syntax::signature));
    }

    /// Where sockets go whose path in the data folder would be too long: the session's own folder, or one of the user's own.
    private static Path runtime(Map<String, String> environment) {
        String own = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return own.isBlank() || !Path.of(own).isAbsolute()
                ? Path.of(System.getProperty("java.io.tmpdir"), "countersign-" + System.getProperty("user.name"))
                : Path.of(own, "countersign");
    }

    /// In the order of the registry.
    private static Agents registered(AgentRegistry registry, AgentRuntime runtime, Path home, Supplier<Models> models, McpServers servers, ToolDoors doors,
                                     InstantSource clock, RandomGenerator random) {
        var cli = new CliAgents(registry, runtime, home, doors);
        var acp = new AcpAgents(registry, runtime, home, version(), doors);
        var model = new ModelAgents(registry, models, runtime, servers, clock, random);
        List<Agent> all = registry.agents().stream().flatMap(spec -> cli.find(spec.name()).or(() -> acp.find(spec.name())).or(() -> model.find(spec.name())).stream())
                .toList();
        return new Agents() {
            @Override
            public List<Agent> all() {
                return all;
            }

            @Override
            public Agents with(List<AgentSpec> more) {
                return registered(registry.with(more), runtime, home, models, servers, doors, clock, random);
            }
        };
    }

    /// Those that are built in first; a registry can't take their names. The registry is read when agents are first asked for:
    /// a wrong one stops what needs agents, and nothing else.
    static Agents agents(Supplier<Agents> registered) {
        var known = new AtomicReference<List<Agent>>(List.of());
        return new Agents() {
            @Override
            public List<Agent> all() {
                if (known.get().isEmpty()) {
                    var all = new ArrayList<Agent>(List.of(new PatchAgent(), new ReplayAgent(), new SampleAgent()));
                    registered.get().all().stream()
                            .filter(agent -> all.stream().noneMatch(own -> own.name().equals(agent.name()))).forEach(all::add);
                    known.compareAndSet(List.of(), List.copyOf(all));
                }
                return known.get();
            }

            @Override
            public Agents with(List<AgentSpec> more) {
                return agents(() -> registered.get().with(more));
            }
        };
    }

    private static int desktop(Workbench workbench, SampleOffer sample, List<ConfigFile> config, String user, String version, Terminal terminal,
                               @Nullable Path open) {
        if (!hasDisplay()) {
            return CommandLineApp.withoutDisplay(new CliContext(workbench, sample, config, Path.of("").toAbsolutePath(), user, version,
                    terminal, _ -> Exit.HUMAN.status()), Optional.ofNullable(open));
        }
        try {
            workbench.agents().all();
        } catch (ProblemException fault) {
            Desktop.refuse(fault.problem());
            throw fault;
        }
        try {
            Desktop.open(workbench, sample, config, user, version, Optional.ofNullable(open), rehearsal(terminal));
            return Exit.DONE.status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// `-Dcountersign.training=true`: a start that says `ready` on stdout when the window can be used, and ends by itself.
    /// The build makes the AOT cache from it.
    private static Optional<Runnable> rehearsal(Terminal terminal) {
        return Boolean.getBoolean("countersign.training") ? Optional.of(() -> {
            terminal.out().println("ready");
            terminal.out().flush();
        }) : Optional.empty();
    }

    /// JavaFX needs GTK and a display on Linux; elsewhere there is always one. Its own headless platform counts.
    private static boolean hasDisplay() {
        return !System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT).contains("linux")
                || "Headless".equals(System.getProperty("glass.platform"))
                || !System.getenv().getOrDefault("DISPLAY", "").isBlank()
                || !System.getenv().getOrDefault("WAYLAND_DISPLAY", "").isBlank();
    }

    private static Terminal terminal() {
        boolean interactive = System.console() != null && System.console().isTerminal();
        Charset charset = System.console() == null ? StandardCharsets.UTF_8 : System.console().charset();
        boolean colour = interactive && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(new BufferedReader(new InputStreamReader(System.in, charset)),
                new PrintWriter(System.out, false, charset), new PrintWriter(System.err, false, charset), interactive, colour);
    }

    static String version() {
        var properties = new Properties();
        try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
