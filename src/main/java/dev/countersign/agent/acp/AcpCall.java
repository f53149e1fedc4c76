package dev.countersign.agent.acp;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.Attachment;
import dev.countersign.agent.acp.Dialect.Capabilities;
import dev.countersign.agent.acp.Dialect.Choice;
import dev.countersign.agent.acp.Dialect.SessionState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The steps of one call, each a request that waits for its answer: initialize, open a session, set it up, prompt.
final class AcpCall {
    private final AgentSpec spec;
    private final AgentSpec.Acp settings;
    private final Dialect dialect;
    private final Wire wire;
    private final Turn turn;
    private final String clientVersion;
    private final List<String> tools;
    private final Consumer<AgentEvent> events;
    private volatile Optional<String> session = Optional.empty();

    /// @param tools the argv of a program that offers granted tools; empty for none
    AcpCall(AgentSpec spec, Dialect dialect, Wire wire, Turn turn, String clientVersion, List<String> tools, Consumer<AgentEvent> events) {
        this.spec = spec;
        this.settings = spec.acp().orElseThrow();
        this.dialect = dialect;
        this.wire = wire;
        this.turn = turn;
        this.clientVersion = clientVersion;
        this.tools = tools;
        this.events = events;
    }

    Capabilities initialize() throws RpcError, Fault, InterruptedException {
        Capabilities can = dialect.capabilities(wire.request("initialize", dialect.initialize(clientVersion)));
        if (can.version() != dialect.version()) {
            throw new Fault(Kind.REGISTRY, spec.name() + " speaks version " + can.version() + " of the Agent Client Protocol, and not "
                    + dialect.version() + ". Install a version of it that does, or correct its entry in agents.toml.");
        }
        return can;
    }

    /// Opens a session in `folder`: an earlier one where it is known and the agent can go on with it, else a new one.
    SessionState open(Capabilities can, Optional<String> earlier, String folder) throws RpcError, Fault, InterruptedException {
        if (earlier.isPresent() && (can.resume() || can.load())) {
            try {
                turn.session(earlier.get(), true);
                JsonNode opened = wire.request(can.resume() ? "session/resume" : "session/load", dialect.session(earlier, folder, tools));
                SessionState state = dialect.sessionState(opened);
                return begun(new SessionState(earlier.get(), state.modes(), state.mode(), state.options()));
            } catch (RpcError e) {
                events.accept(new AgentEvent.Output("The earlier session cannot be gone on with: " + e.message(), true));
            }
        }
        turn.session("", false);
        try {
            return begun(dialect.sessionState(wire.request("session/new", dialect.session(Optional.empty(), folder, tools))));
        } catch (RpcError e) {
            if (e.code() != RpcError.AUTH_REQUIRED || settings.authMethod().isEmpty()) {
                throw e;
            }
            wire.request("authenticate", dialect.authenticate(settings.authMethod().get()));
            return begun(dialect.sessionState(wire.request("session/new", dialect.session(Optional.empty(), folder, tools))));
        }
    }

    private SessionState begun(SessionState state) throws Fault {
        if (state.id().isEmpty()) {
            throw new Fault(Kind.PROVIDER, spec.name() + " opened a session without an id. Install a version of it that works.");
        }
        turn.session(state.id(), false);
        session = Optional.of(state.id());
        return state;
    }

    /// Puts the session into the mode and options of the registry.
    void setUp(SessionState state) throws RpcError, Fault, InterruptedException {
        if (settings.mode().isPresent() && !settings.mode().equals(state.mode())) {
            String mode = settings.mode().get();
            if (state.modes().stream().anyMatch(m -> m.id().equals(mode))) {
                wire.request("session/set_mode", dialect.mode(state.id(), mode));
            } else if (!hasValue(state, "mode", mode)) {
                throw new Fault(Kind.REGISTRY, spec.name() + " has no mode \"" + mode + "\"; it has " + ids(state.modes())
                        + ". Correct its entry in agents.toml.");
            } else {
                wire.request("session/set_config_option", dialect.option(state.id(), "mode", mode));
            }
        }
        for (Map.Entry<String, String> option : settings.options().entrySet()) {
            Optional<Dialect.Option> known = state.options().stream().filter(o -> o.id().equals(option.getKey())).findFirst();
            if (known.isEmpty()) {
                throw new Fault(Kind.REGISTRY, spec.name() + " has no option \"" + option.getKey() + "\"; it has "
                        + ids(state.options().stream().map(o -> new Choice(o.id(), o.name())).toList()) + ". Correct its entry in agents.toml.");
            }
            wire.request("session/set_config_option", dialect.option(state.id(), option.getKey(), option.getValue()));
        }
    }

    private static boolean hasValue(SessionState state, String option, String value) {
        return state.options().stream().filter(o -> o.id().equals(option)).flatMap(o -> o.values().stream())
                .anyMatch(v -> v.id().equals(value));
    }

    private static String ids(List<Choice> choices) {
        return choices.isEmpty() ? "none" : choices.stream().map(Choice::id).collect(Collectors.joining(", "));
    }

    Dialect.Ended prompt(SessionState state, Capabilities can, String text, List<Attachment> attachments)
            throws RpcError, Fault, InterruptedException {
        return dialect.ended(wire.request("session/prompt", dialect.prompt(state.id(), text, attachments, can)));
    }

    /// Tells the agent that it is not wanted any more. Any thread.
    void cancel() {
        session.ifPresent(id -> wire.notify("session/cancel", dialect.cancel(id)));
        turn.cancel();
    }

    Optional<String> session() {
        return session;
    }
}
