package dev.countersign.agent.cli;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.Usage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON lines that agents print about their work: `stream-json` of Claude Code, Qwen Code and Gemini CLI, `exec --json` of
/// Codex, `run --format json` of OpenCode. The kinds of their lines have names of their own, so one reader takes them all.
/// A line that is none of these stays what it is, a line of output.
final class StreamJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST = 4000;

    private final Map<String, String> titles = new HashMap<>();
    private final StringBuilder words = new StringBuilder();
    private boolean chunk;
    private Usage usage = Usage.UNKNOWN;
    private Optional<String> error = Optional.empty();

    /// What a line says; an empty list for one that is known and says nothing; empty where it is not known.
    Optional<List<AgentEvent>> read(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        var events = new ArrayList<AgentEvent>();
        boolean known = switch (text(node, "type")) {
            case "system", "init", "thread.started", "turn.started", "step_start", "stream_event" -> true;
            case "assistant", "user" -> message(node.path("message"), events);
            case "message" -> geminiMessage(node, events);
            case "tool_use" -> toolUse(node, events);
            case "tool_result" -> tool(text(node, "tool_id"), "", state(text(node, "status")), shown(node.path("output")), events);
            case "result" -> result(node, events);
            case "item.started", "item.updated", "item.completed" -> codexItem(node.path("item"), text(node, "type"), events);
            case "turn.completed" -> {
                // Errors before this were overcome: Codex tells each try to connect again as one.
                error = Optional.empty();
                yield used(node.path("usage"), Optional.empty(), events);
            }
            case "turn.failed" -> failed(text(node.path("error"), "message"));
            case "text" -> said(text(node.path("part"), "text"), false, events);
            case "reasoning" -> thought(text(node.path("part"), "text"), events);
            case "step_finish" -> openCodeStep(node.path("part"), events);
            case "error" -> error(node, events);
            default -> false;
        };
        return known ? Optional.of(events) : Optional.empty();
    }

    /// The agent's last words.
    String words() {
        return words.toString().strip();
    }

    Usage usage() {
        return usage;
    }

    /// What the agent itself named as the reason why it failed.
    Optional<String> error() {
        return error;
    }

    /// Claude Code and Qwen Code.
    private boolean message(JsonNode message, List<AgentEvent> events) {
        if (!message.isObject()) {
            return false;
        }
        for (JsonNode block : message.path("content")) {
            switch (text(block, "type")) {
                case "text" -> said(text(block, "text"), false, events);
                case "thinking" -> thought(text(block, "thinking"), events);
                case "tool_use" -> tool(text(block, "id"), text(block, "name"), "running", shown(block.path("input")), events);
                case "tool_result" -> tool(text(block, "tool_use_id"), "", block.path("is_error").asBoolean(false) ? "failed" : "done",
                        shown(block.path("content")), events);
                default -> chunk = false;
            }
        }
        return true;
    }

    private boolean geminiMessage(JsonNode node, List<AgentEvent> events) {
        return !text(node, "role").equals("assistant") || said(text(node, "content"), node.path("delta").asBoolean(false), events);
    }

    private boolean toolUse(JsonNode node, List<AgentEvent> events) {
        JsonNode part = node.path("part");
        if (part.isObject()) {
            JsonNode state = part.path("state");
            String title = text(part, "tool") + (text(state, "title").isEmpty() ? "" : " " + text(state, "title"));
            return tool(text(part, "callID"), title, state(text(state, "status")), shown(state.path("input")), events);
        }
        return tool(text(node, "tool_id"), text(node, "tool_name"), "running", shown(node.path("parameters")), events);
    }

    private boolean codexItem(JsonNode item, String kind, List<AgentEvent> events) {
        boolean completed = kind.equals("item.completed");
        String state = text(item, "status").isEmpty() ? completed ? "done" : "running" : state(text(item, "status"));
        return switch (text(item, "type")) {
            case "agent_message" -> !completed || said(text(item, "text"), false, events);
            case "reasoning" -> !completed || thought(text(item, "text"), events);
            case "command_execution" -> tool(text(item, "id"), text(item, "command"), state, text(item, "aggregated_output"), events);
            case "file_change" -> tool(text(item, "id"), "file change", state, shown(item.path("changes")), events);
            case "mcp_tool_call" -> tool(text(item, "id"), text(item, "server") + " " + text(item, "tool"), state,
                    shown(item.path("arguments")), events);
            case "web_search" -> tool(text(item, "id"), "web search", state, text(item, "query"), events);
            case "todo_list" -> tool(text(item, "id"), "to do", state, shown(item.path("items")), events);
            case "error" -> {
                // A warning of Codex: the turn goes on, so it is no reason of a failure.
                events.add(new AgentEvent.Output(cut(text(item, "message")), true));
                yield true;
            }
            default -> false;
        };
    }

    private boolean openCodeStep(JsonNode part, List<AgentEvent> events) {
        JsonNode tokens = part.path("tokens");
        var step = new Usage(number(tokens, "input"), number(tokens, "output"), cost(part, "cost"));
        usage = new Usage(sum(usage.inputTokens(), step.inputTokens()), sum(usage.outputTokens(), step.outputTokens()),
                step.costUsd().map(c -> usage.costUsd().map(c::add).orElse(c)).or(usage::costUsd));
        events.add(new AgentEvent.Used(usage));
        return true;
    }

    private static OptionalLong sum(OptionalLong a, OptionalLong b) {
        return a.isPresent() && b.isPresent() ? OptionalLong.of(a.getAsLong() + b.getAsLong()) : a.isPresent() ? a : b;
    }

    /// The last line of Claude Code, Qwen Code and Gemini CLI.
    private boolean result(JsonNode node, List<AgentEvent> events) {
        String result = text(node, "result");
        if (node.path("is_error").asBoolean(false) || text(node, "status").equals("error")) {
            String said = result.isEmpty() ? text(node.path("error"), "message") : result;
            error = Optional.of(cut(said.isEmpty() ? text(node, "subtype") : said));
        } else {
            error = Optional.empty();
            if (!result.isBlank()) {
                words.setLength(0);
                words.append(result);
            }
        }
        JsonNode counts = node.path("usage").isObject() ? node.path("usage") : node.path("stats");
        return used(counts, cost(node, "total_cost_usd"), events);
    }

    private boolean used(JsonNode counts, Optional<BigDecimal> cost, List<AgentEvent> events) {
        OptionalLong input = number(counts, "input_tokens");
        // Claude counts what it read from and wrote to its cache apart.
        for (String cached : List.of("cache_read_input_tokens", "cache_creation_input_tokens")) {
            input = input.isPresent() ? sum(input, number(counts, cached)) : input;
        }
        var now = new Usage(input, number(counts, "output_tokens"), cost);
        if (!now.equals(Usage.UNKNOWN)) {
            usage = now;
            events.add(new AgentEvent.Used(now));
        }
        return true;
    }

    private boolean error(JsonNode node, List<AgentEvent> events) {
        JsonNode inner = node.path("error");
        String message = !text(node, "message").isEmpty() ? text(node, "message")
                : !text(inner.path("data"), "message").isEmpty() ? text(inner.path("data"), "message")
                : !text(inner, "message").isEmpty() ? text(inner, "message") : text(inner, "name");
        events.add(new AgentEvent.Output(cut(message), true));
        if (!text(node, "severity").equals("warning")) {
            failed(message);
        }
        return true;
    }

    private boolean failed(String message) {
        error = Optional.of(cut(message));
        return true;
    }

    /// @param delta whether this goes on with what was said just before
    private boolean said(String text, boolean delta, List<AgentEvent> events) {
        if (!text.isEmpty()) {
            if (!(delta && chunk)) {
                words.setLength(0);
            }
            words.append(text);
            chunk = delta;
            events.add(new AgentEvent.Said(text));
        }
        return true;
    }

    private boolean thought(String text, List<AgentEvent> events) {
        chunk = false;
        if (!text.isEmpty()) {
            events.add(new AgentEvent.Thought(text));
        }
        return true;
    }

    private boolean tool(String id, String title, String state, String detail, List<AgentEvent> events) {
        chunk = false;
        if (!title.isEmpty()) {
            titles.put(id, title);
        }
        events.add(new AgentEvent.ToolCall(id, titles.getOrDefault(id, "tool"), state, cut(detail)));
        return true;
    }

    private static String state(String word) {
        return switch (word) {
            case "success", "completed" -> "done";
            case "error", "failed", "declined" -> "failed";
            case "in_progress", "running", "pending", "" -> "running";
            default -> word;
        };
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? "" : node.isString() ? node.stringValue() : node.toString();
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : "";
    }

    private static OptionalLong number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isIntegralNumber() && value.canConvertToLong() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }

    private static Optional<BigDecimal> cost(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
    }

    private static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
