package dev.countersign.agent.mcp.sdk;

import dev.countersign.agent.AgentEnvironment;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentLine;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Placeholders;
import dev.countersign.agent.mcp.McpFile;
import dev.countersign.agent.mcp.McpServer;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.McpTool;
import dev.countersign.network.Gateway;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import dev.countersign.workspace.Progress;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/// The servers of `mcp.toml`, and the grants beside Countersign's own data.
public final class SdkServers implements McpServers {
    /// A program may have to be fetched first.
    private static final Duration START = Duration.ofSeconds(100);
    private static final long MOST_OUTPUT = 64L << 20;
    private static final int MOST_RESPONSE = 4 << 20;
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Path file;
    private final Path homes;
    private final Grants grants;
    private final Sandbox sandbox;
    private final Toolchains toolchains;
    private final Variables variables;
    private final Redaction redaction;
    private final Gateway gateway;
    private final InstantSource clock;
    private final String version;
    private final McpJsonMapper json = new JacksonMcpJsonMapper(JsonMapper.builder().build());

    /// @param file  what the user wrote
    /// @param data  where grants and the private folders of programs are
    public SdkServers(Path file, Path data, Sandbox sandbox, Toolchains toolchains, Variables variables, Redaction redaction, Gateway gateway,
                      InstantSource clock, String version) {
        this.file = file;
        this.homes = data.resolve("mcp");
        this.grants = new Grants(data.resolve("mcp-grants.json"));
        this.sandbox = sandbox;
        this.toolchains = toolchains;
        this.variables = variables;
        this.redaction = redaction;
        this.gateway = gateway;
        this.clock = clock;
        this.version = version;
    }

    @Override
    public List<McpServer> all() {
        return McpFile.load(file);
    }

    @Override
    public List<Grant> grants() throws IOException {
        return grants.all();
    }

    @Override
    public void grant(McpServer server, McpTool tool) throws IOException {
        grants.add(new Grant(server.name(), tool.name(), server.digest(), tool.digest(), clock.instant()));
    }

    @Override
    public boolean revoke(String server, String tool) throws IOException {
        return grants.remove(server, tool);
    }

    private static Standing standing(McpServer server, McpTool tool, List<Grant> granted) {
        Optional<Grant> grant = granted.stream().filter(g -> g.name().equals(server.name()) && g.tool().equals(tool.name())).findFirst();
        return grant.isEmpty() ? Standing.NOT_GRANTED
                : grant.get().server().equals(server.digest()) && grant.get().definition().equals(tool.digest()) ? Standing.GRANTED : Standing.CHANGED;
    }

    @Override
    public Checked check(McpServer server, Progress progress) {
        try (Reached reached = reach(server, sandbox.protection().level(), AgentTask.Leave.ALL, _ -> { }, progress)) {
            List<Grant> granted = grants.all();
            List<McpTool> tools = reached.link.tools(progress);
            return new Checked(redaction.text(reached.who) + ", " + tools.size() + (tools.size() == 1 ? " tool" : " tools"), true,
                    tools.stream().map(tool -> new Offered(tool, standing(server, tool, granted))).toList());
        } catch (IOException e) {
            return new Checked(redaction.text(server.name() + " could not be used: " + e.getMessage() + "."), false, List.of());
        }
    }

    /// @param line the program's way to the network; nothing for one that is asked over HTTP
    private record Reached(McpServer server, Link link, Optional<AgentLine> line, String who) implements AutoCloseable {
        @Override
        public void close() {
            link.close();
            line.ifPresent(AgentLine::close);
        }
    }

    private Reached reach(McpServer server, Level level, AgentTask.Leave leave, Consumer<AgentEvent> events, Progress progress) throws IOException {
        Optional<AgentLine> line = Optional.empty();
        Optional<Link> link = Optional.empty();
        try {
            McpClientTransport transport;
            switch (server.way()) {
                case McpServer.Way.Program program -> {
                    Map<String, String> given = variables.with(program.spec().variables());
                    Path home = Files.createDirectories(homes.resolve(server.name()));
                    AgentEnvironment whole = AgentEnvironment.of(program.spec(), given, home.toString()).knownTo(redaction);
                    AgentLine open = AgentLine.open(program.spec(), level, leave, given, whole, gateway, events);
                    line = Optional.of(open);
                    transport = program(program.spec(), level, home, open.complete(whole), open);
                }
                case McpServer.Way.Address at -> {
                    if (!leave.network() && !HERE.contains(at.address().getHost())) {
                        throw new IOException("this run has no network");
                    }
                    transport = http(at);
                }
            }
            Link made = new Link(server, transport, START, version);
            link = Optional.of(made);
            return new Reached(server, made, line, made.begin(START, progress));
        } catch (IOException | RuntimeException e) {
            link.ifPresent(Link::close);
            line.ifPresent(AgentLine::close);
            throw e instanceof IOException io ? io : new IOException(String.valueOf(e.getMessage()), e);
        } catch (Placeholders.MissingVariable e) {
            throw new IOException("it needs the variable " + e.variable() + ", which is not set", e);
        }
    }

    /// It has a folder of its own and not the private copy: what runs beside the agent's tools could change files under their hands.
    private SandboxTransport program(AgentSpec spec, Level level, Path home, AgentEnvironment environment, AgentLine line) {
        var argv = new ArrayList<String>();
        argv.add(spec.command());
        argv.addAll(spec.args());
        Profile plain = toolchains.profile(level, spec.command(), home, home, line.network());
        var readable = new ArrayList<>(plain.readable());
        spec.args().stream().flatMap(argument -> named(argument).stream()).forEach(readable::add);
        return new SandboxTransport(sandbox, new Command(argv, home, environment.variables(), new byte[0]),
                new Profile(plain.level(), plain.writable(), readable, plain.network()), new Limits(Duration.ofHours(1), MOST_OUTPUT), json);
    }

    /// A file or folder that the user's own file names, whole, as an argument: a script, say.
    private static Optional<Path> named(String argument) {
        try {
            Path path = Path.of(argument);
            return path.isAbsolute() && path.getNameCount() > 0 && Files.exists(path) ? Optional.of(path.toRealPath()) : Optional.empty();
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }

    private McpClientTransport http(McpServer.Way.Address at) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        if (at.key().isPresent()) {
            String key = variables.with(List.of(at.key().get())).getOrDefault(at.key().get(), "").strip();
            if (key.isEmpty()) {
                throw new IOException("it needs the key " + at.key().get() + ", which is not set");
            }
            redaction.learn(at.key().get(), key);
            request.header("Authorization", "Bearer " + key);
        }
        URI uri = at.address();
        String base = uri.getScheme() + "://" + uri.getRawAuthority();
        String rest = uri.toString().substring(base.length());
        return HttpClientStreamableHttpTransport.builder(base).endpoint(rest.isEmpty() ? "/" : rest).requestBuilder(request).jsonMapper(json)
                .clientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER))
                .connectTimeout(Duration.ofSeconds(20)).maxResponseSize(MOST_RESPONSE).openConnectionOnStartup(false).resumableStreams(false).build();
    }

    @Override
    public Opened open(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        Map<McpTool, Reached> usable = new LinkedHashMap<>();
        var reached = new ArrayList<Reached>();
        try {
            List<Grant> granted = grants.all();
            List<McpServer> wanted = granted.isEmpty() ? List.of() : all().stream().filter(server -> granted.stream().anyMatch(g -> g.name().equals(server.name()))).toList();
            for (McpServer server : wanted) {
                try {
                    Reached open = reach(server, task.level(), task.leave(), events, progress);
                    reached.add(open);
                    for (McpTool tool : open.link.tools(progress)) {
                        switch (standing(server, tool, granted)) {
                            case GRANTED -> usable.put(tool, open);
                            case CHANGED -> events.accept(new AgentEvent.Output("The tool " + tool.name() + " of " + server.name()
                                    + " is not as it was when it was granted, and is not used. Look at it again: countersign mcp check " + server.name(), true));
                            case NOT_GRANTED -> { }
                        }
                    }
                } catch (IOException e) {
                    events.accept(new AgentEvent.Output(redaction.text("The server " + server.name() + " is not used: " + e.getMessage()), true));
                }
            }
        } catch (IOException e) {
            events.accept(new AgentEvent.Output("What was granted of servers cannot be read, so none is used: " + e.getMessage(), true));
        }
        return new Opened() {
            @Override
            public List<McpTool> tools() {
                return List.copyOf(usable.keySet());
            }

            @Override
            public Result call(McpTool tool, String arguments, Progress patience) {
                Reached at = usable.get(tool);
                return at == null ? new Result("There is no such tool.", true) : at.link.call(tool, arguments, patience);
            }

            @Override
            public void close() {
                reached.forEach(Reached::close);
            }
        };
    }
}
