package dev.countersign.agent.acp;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEnvironment;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.AgentLine;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Attachment;
import dev.countersign.agent.Permissions;
import dev.countersign.agent.Placeholders;
import dev.countersign.agent.Readiness;
import dev.countersign.agent.Readiness.Answer;
import dev.countersign.agent.acp.Dialect.Capabilities;
import dev.countersign.agent.acp.Dialect.Choice;
import dev.countersign.agent.acp.Dialect.SessionState;
import dev.countersign.network.Gateway;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// An agent that speaks the Agent Client Protocol. A process per call; a session is gone on with at the next attempt in the same
/// stage, where the agent can.
final class AcpAgent implements Agent {
    static final long MOST_OUTPUT = 256L << 20;

    /// Of how many stages the sessions are known.
    private static final int MOST_SESSIONS = 64;
    private static final Duration CHECK = Duration.ofSeconds(120);
    private static final String NOT_SET = " is not set)";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final AgentSpec spec;
    private final AgentSpec.Acp settings;
    private final Endings endings;
    private final Sandbox sandbox;
    private final Toolchains toolchains;
    private final Variables variables;
    private final Redaction redaction;
    private final Path checkHome;
    private final String clientVersion;
    private final Gateway gateway;
    private final Dialect dialect = new DialectOne(JSON);
    private final Map<Path, String> sessions = new LinkedHashMap<>();

    AcpAgent(AgentSpec spec, Sandbox sandbox, Toolchains toolchains, Variables variables, Redaction redaction, Path checkHome,
             String clientVersion, Gateway gateway) {
        this.spec = spec;
        this.settings = spec.acp().orElseThrow();
        this.endings = new Endings(spec);
        this.sandbox = sandbox;
        this.toolchains = toolchains;
        this.variables = variables;
        this.redaction = redaction;
        this.checkHome = checkHome;
        this.clientVersion = clientVersion;
        this.gateway = gateway;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public String description() {
        return spec.description();
    }

    @Override
    public boolean startsProcesses() {
        return true;
    }

    @Override
    public boolean canRetry() {
        return true;
    }

    @Override
    public Preview preview(String prompt) {
        // What is missing shows itself as such; only run refuses it.
        var known = new TreeMap<String, String>(variables.with(spec.variables()));
        while (true) {
            try {
                var environment = AgentEnvironment.of(spec, known, "(a private folder, kept between runs)");
                return new Preview(argv(known, value -> value.endsWith(NOT_SET) ? value : AgentEnvironment.MASK), environment.shown(), spec.network().words());
            } catch (Placeholders.MissingVariable e) {
                known.put(e.variable(), "(" + e.variable() + NOT_SET);
            }
        }
    }

    private List<String> argv(Map<String, String> environment, UnaryOperator<String> mask) throws Placeholders.MissingVariable {
        var argv = new ArrayList<String>();
        argv.add(spec.command());
        argv.addAll(Placeholders.expand(spec.args(), "", environment, mask, List.of()));
        return List.copyOf(argv);
    }

    /// One conversation with the agent. What it returns is the outcome, unless the process ends it first.
    private interface Script<T> {
        T hold(AcpCall call, Turn turn) throws RpcError, Fault, InterruptedException;
    }

    /// @param folder  where the process is started
    /// @param home    its private folder
    private <T> Held<T> hold(Path folder, Path home, Level level, AgentTask.Leave leave, Duration limit, Permissions permissions,
                             Consumer<AgentEvent> events, Progress progress, Script<T> script) throws Fault {
        Map<String, String> given = variables.with(spec.variables());
        AgentEnvironment whole;
        try {
            // What is replaced by a placeholder is a secret all the same.
            whole = AgentEnvironment.of(spec, given, "").knownTo(redaction);
        } catch (Placeholders.MissingVariable e) {
            throw missing(e);
        }
        try (AgentLine line = AgentLine.open(spec, level, leave, given, whole, gateway, events)) {
            return hold(line, folder, home, level, limit, permissions, events, progress, script);
        } catch (IOException e) {
            throw new Fault(Kind.SANDBOX, name() + " was not started: " + e.getMessage());
        }
    }

    private Fault missing(Placeholders.MissingVariable e) {
        return new Fault(Kind.MISSING_KEY, "The agent " + name() + " needs the variable " + e.variable()
                + ", which is not set. Set it and start Countersign again. " + spec.authHint());
    }

    private <T> Held<T> hold(AgentLine line, Path folder, Path home, Level level, Duration limit, Permissions permissions,
                             Consumer<AgentEvent> events, Progress progress, Script<T> script) throws Fault {
        AgentEnvironment environment;
        List<String> argv;
        try {
            Map<String, String> system = line.system();
            environment = line.complete(AgentEnvironment.of(spec, system, home.toString()).knownTo(redaction));
            argv = argv(system, UnaryOperator.identity());
            events.accept(new AgentEvent.Started(argv(system, _ -> AgentEnvironment.MASK), environment.shown()));
        } catch (Placeholders.MissingVariable e) {
            throw missing(e);
        }
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new Fault(Kind.SANDBOX, "The private folder " + home + " of the agent " + name() + " could not be made: "
                    + e.getMessage() + ". See that the disk has room and is writable.");
        }
        var turn = new Turn(dialect, permissions, events, redaction.now(), progress);
        var wire = new Wire(turn, name(), redaction::text, JSON);
        var call = new AcpCall(spec, dialect, wire, turn, clientVersion, events);
        var watch = new Watch(progress, wire, settings.silence(), call::cancel, turn::isBusy);
        var result = new AtomicReference<Optional<T>>(Optional.empty());
        var fault = new AtomicReference<Optional<Fault>>(Optional.empty());
        var error = new AtomicReference<Optional<RpcError>>(Optional.empty());
        Thread side = Thread.ofVirtual().name("acp " + name()).start(() -> {
            try {
                result.set(Optional.of(script.hold(call, turn)));
            } catch (Fault e) {
                fault.set(Optional.of(e));
            } catch (RpcError e) {
                error.set(Optional.of(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                wire.close();
                watch.over();
            }
        });
        Outcome outcome = sandbox.run(new Command(argv, folder, environment.variables(), new byte[0]),
                toolchains.profile(level, spec.command(), folder, home, line.network()), new Limits(limit, MOST_OUTPUT), wire, watch);
        wire.end(new Fault(Kind.EXITED, name() + " ended before it was done."));
        boolean interrupted = Thread.interrupted();
        while (side.isAlive()) {
            try {
                side.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        turn.cancel();
        turn.close();
        return new Held<>(result.get(), turn.fault().or(fault::get), error.get(), outcome, turn, call.session(), wire.spoke(),
                watch.wasSilent(), line.usage(turn.usage()));
    }

    @Override
    public AgentResult run(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        if (progress.cancelled()) {
            return new AgentResult.Cancelled();
        }
        Path folder = task.stage().root();
        Optional<String> earlier = task.attempt() > 1 ? known(folder) : Optional.empty();
        try {
            for (Attachment attachment : task.attachments()) {
                check(attachment);
            }
            Held<Dialect.Ended> held = hold(folder, task.home(), task.level(), task.leave(), spec.timeout(), task.permissions(), events, progress, (call, turn) -> {
                Capabilities can = call.initialize();
                SessionState state = call.open(can, earlier, folder.toString());
                call.setUp(state);
                Dialect.Ended ended = call.prompt(state, can, task.prompt(), task.attachments());
                turn.tokens(ended.usage());
                return ended;
            });
            held.session().ifPresent(id -> remember(folder, id));
            return progress.cancelled() ? new AgentResult.Cancelled() : endings.result(held, task);
        } catch (Fault e) {
            return Endings.failed(e.kind(), e.sentence(), "");
        }
    }

    private static void check(Attachment attachment) throws Fault {
        int size = switch (attachment) {
            case Attachment.Image image -> image.bytes().length;
            case Attachment.Text file -> file.text().length();
        };
        if (size > Attachment.MOST_BYTES) {
            throw new Fault(Kind.INVALID_INPUT, attachment.name() + " is larger than the " + (Attachment.MOST_BYTES >> 20)
                    + " MB that can be attached. Attach less of it.");
        }
    }

    private synchronized Optional<String> known(Path folder) {
        return Optional.ofNullable(sessions.get(folder));
    }

    private synchronized void remember(Path folder, String session) {
        sessions.remove(folder);
        sessions.put(folder, session);
        if (sessions.size() > MOST_SESSIONS) {
            sessions.remove(sessions.keySet().iterator().next());
        }
    }

    /// @param opened how its session was opened, or why not
    private record Tried(Capabilities can, Optional<RpcError> refusal) {}

    @Override
    public Readiness presence() {
        boolean there = toolchains.find(spec.command()).isPresent();
        return there ? new Readiness(true, spec.command() + " is there; whether the agent speaks: countersign agents check " + name(), Answer.UNKNOWN,
                Answer.UNKNOWN, Answer.UNKNOWN) : new Readiness(false, endings.notFound(), Answer.NO, Answer.UNKNOWN, Answer.UNKNOWN);
    }

    @Override
    public Readiness readiness() {
        Path folder = checkHome.resolve(name());
        try {
            Held<Tried> held = hold(folder, folder, sandbox.protection().level(), AgentTask.Leave.ALL, CHECK, Permissions.NOBODY, _ -> {}, Progress.NONE, (call, _) -> {
                Capabilities can = call.initialize();
                try {
                    call.setUp(call.open(can, Optional.empty(), folder.toString()));
                    return new Tried(can, Optional.empty());
                } catch (RpcError e) {
                    return new Tried(can, Optional.of(e));
                }
            });
            return readiness(held);
        } catch (Fault e) {
            return new Readiness(false, e.sentence(), Answer.UNKNOWN, Answer.UNKNOWN, Answer.NO);
        }
    }

    private Readiness readiness(Held<Tried> held) {
        if (held.result().isPresent()) {
            Tried tried = held.result().get();
            String who = (tried.can().name().isEmpty() ? name() : tried.can().name()) + ", ACP version " + tried.can().version();
            if (tried.refusal().isEmpty()) {
                return new Readiness(true, who, Answer.YES, Answer.YES, settings.authMethod().isPresent() ? Answer.YES : Answer.UNKNOWN);
            }
            RpcError refusal = tried.refusal().get();
            boolean login = refusal.code() == RpcError.AUTH_REQUIRED || Endings.asksForLogin(refusal.message());
            String ways = tried.can().methods().stream().map(Choice::id).collect(Collectors.joining(", "));
            return new Readiness(false, who + (login ? "; it wants a login first" + (ways.isEmpty() ? "" : " (auth_method: " + ways + ")")
                    : "; it opens no session") + ": " + refusal.message() + (login ? " " + spec.authHint() : ""), Answer.YES, Answer.YES,
                    login ? Answer.NO : Answer.UNKNOWN);
        }
        String tail = held.turn().errorTail().lines().reduce((_, last) -> last).map(l -> ": " + l).orElse("");
        return switch (held.outcome()) {
            case Outcome.NotFound _ -> new Readiness(false, endings.notFound(), Answer.NO, Answer.UNKNOWN, Answer.UNKNOWN);
            case Outcome.NotStarted not -> new Readiness(false, not.why(), Answer.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN);
            case Outcome.TimedOut _, Outcome.Cancelled _, Outcome.OutputExceeded _, Outcome.Exceeded _, Outcome.Exited _ -> new Readiness(false,
                    held.error().map(RpcError::message).or(() -> held.fault().filter(f -> f.kind() != Kind.EXITED).map(Fault::sentence))
                            .orElse(name() + " did not answer in the Agent Client Protocol" + tail), Answer.YES,
                    held.spoke() ? Answer.YES : Answer.NO, Answer.UNKNOWN);
        };
    }
}
