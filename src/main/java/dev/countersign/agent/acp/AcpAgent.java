package dev.countersign.agent.acp;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentCommand;
import dev.countersign.agent.AgentEnvironment;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.AgentLine;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Attachment;
import dev.countersign.agent.Missing;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.Permissions;
import dev.countersign.agent.Placeholders;
import dev.countersign.agent.Readiness;
import dev.countersign.agent.Readiness.Answer;
import dev.countersign.agent.acp.Dialect.Capabilities;
import dev.countersign.agent.acp.Dialect.Choice;
import dev.countersign.agent.acp.Dialect.SessionState;
import dev.countersign.agent.Usage;
import dev.countersign.agent.mcp.ToolDoors;
import dev.countersign.agent.mcp.ToolDoors.Door;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.Profile;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// An agent that speaks the Agent Client Protocol. A process per call; a session is gone on with at the next attempt in the same
/// stage, where the agent can.
final class AcpAgent implements Agent {
    static final long MOST_OUTPUT = 256L << 20;

    /// Of how many stages the sessions are known.
    private static final int MOST_SESSIONS = 64;
    private static final Duration CHECK = Duration.ofSeconds(120);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final AgentSpec spec;
    private final AgentSpec.Acp settings;
    private final Endings endings;
    private final AgentCommand command;
    private final AgentRuntime runtime;
    private final Path checkHome;
    private final String clientVersion;
    private final ToolDoors doors;
    private final Dialect dialect = new DialectOne(JSON);
    private final Map<Path, String> sessions = new LinkedHashMap<>();

    AcpAgent(AgentSpec spec, AgentRuntime runtime, Path checkHome, String clientVersion, ToolDoors doors) {
        this.spec = spec;
        this.settings = spec.acp().orElseThrow();
        this.endings = new Endings(spec);
        this.command = new AgentCommand(spec);
        this.runtime = runtime;
        this.checkHome = checkHome;
        this.clientVersion = clientVersion;
        this.doors = doors;
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
        return command.preview(prompt, runtime.variables().with(spec.variables()));
    }

    /// One conversation with the agent. What it returns is the outcome, unless the process ends it first.
    private interface Script<T> {
        T hold(AcpCall call, Turn turn) throws RpcError, Fault, InterruptedException;
    }

    /// Where and how long a conversation is held.
    ///
    /// @param folder where the process is started
    /// @param home   its private folder
    /// @param door   to granted tools
    private record Place(Path folder, Path home, Level level, AgentTask.Leave leave, Duration limit, Optional<Door> door) {}

    private <T> Held<T> hold(Place place, Permissions permissions, Consumer<AgentEvent> events, Progress progress, Script<T> script) throws Fault {
        Map<String, String> given = runtime.variables().with(spec.variables());
        try {
            // What is replaced by a placeholder is a secret all the same.
            AgentEnvironment whole = AgentEnvironment.of(spec, given, "").knownTo(runtime.redaction());
            try (AgentLine line = AgentLine.open(spec, place.level, place.leave, given, whole, runtime.gateway(), events)) {
                return hold(line, place, permissions, events, progress, script);
            }
        } catch (Placeholders.MissingVariable e) {
            throw new Fault(Kind.MISSING_KEY, command.missing(e).message());
        } catch (IOException e) {
            throw new Fault(Kind.SANDBOX, name() + " was not started: " + e.getMessage());
        }
    }

    private <T> Held<T> hold(AgentLine line, Place place, Permissions permissions, Consumer<AgentEvent> events, Progress progress, Script<T> script)
            throws Fault, Placeholders.MissingVariable {
        Map<String, String> system = line.system();
        Path home = place.home;
        AgentEnvironment environment = line.complete(AgentEnvironment.of(spec, system, home.toString()).knownTo(runtime.redaction()));
        List<String> argv = command.argv("", system, List.of());
        events.accept(new AgentEvent.Started(command.shown("", system, List.of()), environment.shown()));
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new Fault(Kind.SANDBOX, "The private folder " + home + " of the agent " + name() + " could not be made: "
                    + e.getMessage() + ". See that the disk has room and is writable.");
        }
        var turn = new Turn(dialect, permissions, events, runtime.redaction().now(), progress);
        var wire = new Wire(turn, name(), runtime.redaction()::text, JSON);
        var call = new AcpCall(spec, dialect, wire, turn, clientVersion, place.door.map(Door::command).orElse(List.of()), events);
        var watch = new Watch(progress, wire, settings.silence(), call::cancel, line::isCut, () -> turn.isBusy() || place.door.filter(Door::isBusy).isPresent());
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
        Profile profile = runtime.toolchains().profile(place.level, spec.command(), place.folder, home, line.network());
        Outcome outcome = runtime.sandbox().run(new Command(argv, place.folder, environment.variables(), new byte[0]),
                place.door.map(door -> profile.and(door.folder())).orElse(profile), new Limits(place.limit, MOST_OUTPUT), wire, watch);
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
        Usage used = progress.cancelled() ? turn.usage() : line.usage(turn.usage());
        return new Held<>(result.get(), turn.fault().or(fault::get), error.get(), outcome, turn, call.session(), wire.spoke(),
                watch.wasSilent(), line.isCut(), used);
    }

    @Override
    public AgentResult run(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        if (progress.cancelled()) {
            return new AgentResult.Cancelled();
        }
        Path folder = task.stage().root();
        Optional<String> earlier = task.attempt() > 1 ? known(folder) : Optional.empty();
        Optional<Door> door = Optional.empty();
        try {
            for (Attachment attachment : task.attachments()) {
                check(attachment);
            }
            door = doors.open(task, events, progress);
            var place = new Place(folder, task.home(), task.level(), task.leave(), spec.timeout(), door);
            Held<Dialect.Ended> held = hold(place, once(task.permissions(), door), events, progress, (call, turn) -> {
                Capabilities can = call.initialize();
                SessionState state = call.open(can, earlier, folder.toString());
                call.setUp(state);
                Dialect.Ended ended = call.prompt(state, can, task.prompt(), task.attachments());
                turn.tokens(ended.usage());
                return ended;
            });
            held.session().ifPresent(id -> remember(folder, id));
            AgentResult result = endings.result(held, task);
            List<String> refused = door.map(Door::refused).orElse(List.of());
            return progress.cancelled() ? new AgentResult.Cancelled() : result instanceof AgentResult.Finished && !refused.isEmpty()
                    ? new AgentResult.Failed(AgentFailure.refused(name(), refused, held.turn().errorTail())) : result;
        } catch (Fault e) {
            return Endings.failed(e.kind(), e.sentence(), "");
        } finally {
            door.ifPresent(Door::close);
        }
    }

    /// A tool of ours is ruled when it is called, and a person is asked there. Its agent's own question before that would be the same once more;
    /// one that names a command or a file is about something else.
    private static Permissions once(Permissions permissions, Optional<Door> door) {
        return (request, progress) -> {
            boolean ours = request.command().isEmpty() && request.paths().isEmpty() && door.filter(open -> open.isTool(request.title())).isPresent();
            return request.once(true).filter(_ -> ours).<PermissionAnswer>map(yes -> new PermissionAnswer.Chosen(yes, "rules", false))
                    .orElseGet(() -> permissions.ask(request, progress));
        };
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
    public Optional<Missing> missing() {
        return command.missing(runtime.toolchains());
    }

    @Override
    public Readiness presence() {
        boolean there = runtime.toolchains().find(spec.command()).isPresent();
        return there ? new Readiness(true, spec.command() + " is there; whether the agent speaks: countersign agents check " + name(), Answer.UNKNOWN,
                Answer.UNKNOWN, Answer.UNKNOWN) : new Readiness(false, command.notFound(), Answer.NO, Answer.UNKNOWN, Answer.UNKNOWN);
    }

    @Override
    public Readiness readiness() {
        Path folder = checkHome.resolve(name());
        var place = new Place(folder, folder, runtime.sandbox().protection().level(), AgentTask.Leave.ALL, CHECK, Optional.empty());
        try {
            Held<Tried> held = hold(place, Permissions.NOBODY, _ -> {}, Progress.NONE, (call, _) -> {
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
            case Outcome.NotFound _ -> new Readiness(false, command.notFound(), Answer.NO, Answer.UNKNOWN, Answer.UNKNOWN);
            case Outcome.NotStarted not -> new Readiness(false, not.why(), Answer.UNKNOWN, Answer.UNKNOWN, Answer.UNKNOWN);
            case Outcome.TimedOut _, Outcome.Cancelled _, Outcome.OutputExceeded _, Outcome.Exceeded _, Outcome.Exited _ -> new Readiness(false,
                    held.error().map(RpcError::message).or(() -> held.fault().filter(f -> f.kind() != Kind.EXITED).map(Fault::sentence))
                            .orElse(name() + " did not answer in the Agent Client Protocol" + tail), Answer.YES,
                    held.spoke() ? Answer.YES : Answer.NO, Answer.UNKNOWN);
        };
    }
}
