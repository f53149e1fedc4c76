package dev.countersign.agent.acp;

import static dev.countersign.agent.acp.DialectOne.text;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.agent.Permissions;
import dev.countersign.agent.Usage;
import dev.countersign.agent.Words;
import dev.countersign.agent.acp.Dialect.ToolWords;
import dev.countersign.secret.Redactor;
import dev.countersign.workspace.Progress;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// What an agent tells and asks during one call, as events, in the order it came. Safe for use by the reading thread, those that
/// wait for permissions, and the one that ends the call.
final class Turn implements Wire.Peer {
    static final int KEPT = 4000;
    private static final int ERROR_TAIL = 2048;
    /// More tool calls than this are told, but no longer joined with their updates.
    private static final int MOST_TOOLS = 20_000;

    private final Dialect dialect;
    private final Permissions permissions;
    private final Consumer<AgentEvent> events;
    private final Progress progress;
    private final Words words;
    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final Map<Wire.Reply, String> asking = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final StringBuilder errors = new StringBuilder();
    private final List<String> refused = new ArrayList<>();
    private Usage usage = Usage.UNKNOWN;
    private String session = "";
    private boolean replaying;
    private boolean active;
    private boolean cancelled;
    private Optional<Fault> fault = Optional.empty();

    private record Tool(ToolWords words, String state) {}

    /// @param progress cancelled when nobody wants an answer to a permission any more
    Turn(Dialect dialect, Permissions permissions, Consumer<AgentEvent> events, Redactor redactor, Progress progress) {
        this.dialect = dialect;
        this.permissions = permissions;
        this.events = events;
        this.progress = progress;
        this.words = new Words(events, redactor, KEPT);
    }

    /// @param replays whether what comes now is history that it tells again
    synchronized void session(String id, boolean replays) {
        session = id;
        replaying = replays;
    }

    @Override
    public synchronized void notified(String method, JsonNode params) {
        if (!method.equals("session/update")) {
            // Extensions and what later versions add: unknown notifications are ignored by the protocol, and shown here.
            if (!method.startsWith("$/")) {
                tell(new AgentEvent.Other(method, ToolWordsReader.cut(params.toString())));
            }
            return;
        }
        JsonNode update = params.path("update");
        String of = text(params, "sessionId");
        if (replaying) {
            return;
        }
        if (!session.isEmpty() && !of.isEmpty() && !of.equals(session)) {
            tell(new AgentEvent.Other("session " + of, ToolWordsReader.cut(update.toString())));
            return;
        }
        update(text(update, "sessionUpdate"), update);
    }

    private void update(String kind, JsonNode update) {
        switch (kind) {
            case "agent_message_chunk" -> {
                active = true;
                words.add(Words.Voice.ANSWER, ToolWordsReader.content(update.path("content")));
            }
            case "agent_thought_chunk" -> words.add(Words.Voice.THOUGHT, ToolWordsReader.content(update.path("content")));
            case "user_message_chunk" -> words.add(Words.Voice.USER, ToolWordsReader.content(update.path("content")));
            case "tool_call", "tool_call_update" -> tool(update);
            case "plan" -> {
                var steps = new ArrayList<AgentEvent.Step>();
                update.path("entries").forEach(entry -> steps.add(new AgentEvent.Step(text(entry, "content"), text(entry, "status"))));
                tell(new AgentEvent.Planned(steps));
            }
            case "usage_update" -> cost(update.path("cost"));
            case "available_commands_update" -> tell(new AgentEvent.Other(kind, names(update.path("availableCommands"))));
            case "current_mode_update" -> tell(new AgentEvent.Other(kind, text(update, "currentModeId")));
            case "config_option_update" -> {
                var values = new ArrayList<String>();
                update.path("configOptions").forEach(option -> values.add(text(option, "id") + "=" + option.path("currentValue").asString("")));
                tell(new AgentEvent.Other(kind, String.join(" ", values)));
            }
            case "session_info_update" -> tell(new AgentEvent.Other(kind, text(update, "title")));
            default -> tell(new AgentEvent.Other(kind.isEmpty() ? "update" : kind, ToolWordsReader.cut(update.toString())));
        }
    }

    private static String names(JsonNode list) {
        var names = new ArrayList<String>();
        list.forEach(each -> names.add(text(each, "name")));
        return String.join(" ", names);
    }

    private void tool(JsonNode update) {
        active = true;
        String id = text(update, "toolCallId");
        ToolWords said = ToolWordsReader.read(update);
        Optional<Tool> before = Optional.ofNullable(tools.get(id));
        String state = text(update, "status").isEmpty() ? before.map(Tool::state).orElse("running") : state(text(update, "status"));
        ToolWords all = new ToolWords(said.title().isBlank() ? before.map(b -> b.words.title()).orElse("") : said.title(),
                said.kind().isBlank() ? before.map(b -> b.words.kind()).orElse("") : said.kind(),
                said.detail().isBlank() ? before.map(b -> b.words.detail()).orElse("") : said.detail(),
                said.command().or(() -> before.flatMap(b -> b.words.command())),
                said.paths().isEmpty() ? before.map(b -> b.words.paths()).orElse(List.of()) : said.paths());
        if (before.isPresent() || tools.size() < MOST_TOOLS) {
            tools.put(id, new Tool(all, state));
        }
        tell(new AgentEvent.ToolCall(id, all.title().isBlank() ? all.kind().isBlank() ? "tool" : all.kind() : all.title(), state, said.detail()));
    }

    private static String state(String word) {
        return switch (word) {
            case "pending", "in_progress" -> "running";
            case "completed" -> "done";
            default -> word;
        };
    }

    private void cost(JsonNode cost) {
        JsonNode amount = cost.path("amount");
        if (amount.isNumber() && text(cost, "currency").equals("USD")) {
            used(new Usage(usage.inputTokens(), usage.outputTokens(), Optional.of(amount.decimalValue())));
        }
    }

    /// The tokens of the turn, where its end told them. What was read from and written to a cache was read.
    synchronized void tokens(JsonNode told) {
        OptionalLong output = number(told, "outputTokens");
        OptionalLong input = number(told, "inputTokens");
        OptionalLong total = number(told, "totalTokens");
        if (input.isPresent()) {
            long plain = input.getAsLong();
            long cached = number(told, "cachedReadTokens").orElse(0) + number(told, "cachedWriteTokens").orElse(0);
            boolean within = total.isPresent() && plain + output.orElse(0) >= total.getAsLong();
            input = OptionalLong.of(within ? plain : plain + cached);
        }
        if (input.isPresent() || output.isPresent()) {
            used(new Usage(input, output, usage.costUsd()));
        }
    }

    private void used(Usage now) {
        if (!now.equals(usage)) {
            usage = now;
            tell(new AgentEvent.Used(now));
        }
    }

    private static OptionalLong number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isIntegralNumber() && value.canConvertToLong() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }

    @Override
    public void asked(String method, JsonNode params, Wire.Reply reply) {
        if (!method.equals("session/request_permission")) {
            reply.error(RpcError.METHOD_NOT_FOUND, "Countersign offers no " + method);
            return;
        }
        PermissionRequest request;
        synchronized (this) {
            String call = text(params.path("toolCall"), "toolCallId");
            request = dialect.permission("p" + requests.incrementAndGet(), params, Optional.ofNullable(tools.get(call)).map(Tool::words));
            if (cancelled) {
                reply.result(dialect.answer(new PermissionAnswer.Cancelled()));
                return;
            }
            asking.put(reply, request.title());
            tell(new AgentEvent.Asked(request));
        }
        Thread.ofVirtual().name("permission " + request.id()).start(() -> decide(request, reply));
    }

    private void decide(PermissionRequest request, Wire.Reply reply) {
        PermissionAnswer answer;
        try {
            answer = request.options().isEmpty() ? new PermissionAnswer.Refused("the agent named no answers to choose from")
                    : permissions.ask(request, progress);
        } catch (RuntimeException e) {
            answer = new PermissionAnswer.Refused("the question failed: " + e.getMessage());
        }
        synchronized (this) {
            if (asking.remove(reply) == null) {
                return;
            }
            switch (answer) {
                case PermissionAnswer.Chosen chosen -> tell(new AgentEvent.Answered(request.id(), request.title(), chosen.option().label(),
                        chosen.option().kind().allows(), chosen.by()));
                case PermissionAnswer.Refused no -> {
                    refused.add(request.title() + " (" + no.reason() + ")");
                    tell(new AgentEvent.Answered(request.id(), request.title(), no.reason(), false, ""));
                }
                case PermissionAnswer.Cancelled _ -> tell(new AgentEvent.Answered(request.id(), request.title(), "cancelled", false, ""));
            }
        }
        // A refusal is said by the agent's own option where it has one: then it can go on without the tool.
        JsonNode said = switch (answer) {
            case PermissionAnswer.Refused _ -> request.once(false)
                    .map(no -> dialect.answer(new PermissionAnswer.Chosen(no, "", false))).orElseGet(() -> dialect.answer(answer(request)));
            case PermissionAnswer.Chosen _, PermissionAnswer.Cancelled _ -> dialect.answer(answer);
        };
        reply.result(said);
    }

    private static PermissionAnswer answer(PermissionRequest request) {
        return new PermissionAnswer.Refused(request.title());
    }

    /// Answers every open request with "cancelled", and each one that still comes.
    synchronized void cancel() {
        cancelled = true;
        List.copyOf(asking.keySet()).forEach(reply -> {
            asking.remove(reply);
            reply.result(dialect.answer(new PermissionAnswer.Cancelled()));
        });
    }

    /// The agent will not say how its tool calls ended.
    synchronized void close() {
        words.flush();
        tools.forEach((id, tool) -> {
            if (tool.state.equals("running")) {
                events.accept(new AgentEvent.ToolCall(id, "", cancelled ? "cancelled" : "unfinished", ""));
            }
        });
        tools.clear();
    }

    @Override
    public synchronized void noise(String line, boolean error) {
        String shown = ToolWordsReader.cut(line);
        if (error) {
            errors.append(shown).append('\n');
            if (errors.length() > ERROR_TAIL) {
                errors.delete(0, errors.length() - ERROR_TAIL);
            }
        }
        tell(new AgentEvent.Output(shown, error));
    }

    @Override
    public synchronized void broken(Fault why) {
        fault = fault.or(() -> Optional.of(why));
    }

    private void tell(AgentEvent event) {
        words.flush();
        events.accept(event);
    }

    /// Whether it is no silence that nothing comes: a tool runs, or an answer is owed to the agent.
    synchronized boolean isBusy() {
        return !asking.isEmpty() || tools.values().stream().anyMatch(tool -> tool.state.equals("running"));
    }

    /// Whether the agent answered or did anything.
    synchronized boolean isActive() {
        return active;
    }

    synchronized Optional<Fault> fault() {
        return fault;
    }

    synchronized String words() {
        return words.last();
    }

    synchronized Usage usage() {
        return usage;
    }

    synchronized String errorTail() {
        return errors.toString().strip();
    }

    /// What it was not allowed to do by a rule, or because nobody could be asked.
    synchronized List<String> refused() {
        return List.copyOf(refused);
    }
}
