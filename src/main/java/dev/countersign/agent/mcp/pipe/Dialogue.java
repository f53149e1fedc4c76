package dev.countersign.agent.mcp.pipe;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.McpTool;
import dev.countersign.agent.mcp.RuledTools;
import dev.countersign.agent.mcp.ToolDoors;
import dev.countersign.secret.Redaction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The server's side of the Model Context Protocol as far as tools go: https://modelcontextprotocol.io/specification/2025-06-18
/// Nothing else is offered. Safe for use by several threads.
final class Dialogue {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PARSE = -32700;
    private static final int REQUEST = -32600;
    private static final int METHOD = -32601;
    private static final int ARGUMENTS = -32602;
    /// All versions in which tools are called like this.
    private static final List<String> VERSIONS = List.of("2025-06-18", "2025-11-25", "2025-03-26", "2024-11-05");
    private static final int SHOWN = 2000;
    /// As what a model's own tools answer.
    private static final int LONGEST = 60_000;

    private final List<McpTool> offered;
    private final RuledTools tools;
    private final Redaction redaction;
    private final String version;
    private final Consumer<AgentEvent> events;
    private final AtomicInteger calls = new AtomicInteger();

    /// @param version of Countersign
    Dialogue(RuledTools tools, Redaction redaction, String version, Consumer<AgentEvent> events) {
        this.offered = tools.servers().tools();
        this.tools = tools;
        this.redaction = redaction;
        this.version = version;
        this.events = events;
    }

    /// The answer to a line; empty where none is due. Blocks while a tool works.
    Optional<String> answer(String line) {
        JsonNode message;
        try {
            message = JSON.readTree(line);
        } catch (JacksonException e) {
            return Optional.of(error(JSON.nullNode(), PARSE, "This is not JSON."));
        }
        if (!message.isObject() || !message.path("method").isString()) {
            // An answer to a question that was never asked is let be.
            return message.has("result") || message.has("error") ? Optional.empty() : Optional.of(error(JSON.nullNode(), REQUEST, "This is not one request."));
        }
        JsonNode id = message.path("id");
        if (!id.isString() && !id.isNumber()) {
            return Optional.empty();
        }
        String method = message.path("method").stringValue();
        JsonNode params = message.path("params");
        return Optional.of(switch (method) {
            case "initialize" -> result(id, initialize(params));
            case "ping" -> result(id, JSON.createObjectNode());
            case "tools/list" -> result(id, list());
            case "tools/call" -> call(id, params);
            default -> error(id, METHOD, "There is no " + method + " here; there are tools only.");
        });
    }

    private ObjectNode initialize(JsonNode params) {
        String asked = params.path("protocolVersion").asString("");
        ObjectNode result = JSON.createObjectNode().put("protocolVersion", VERSIONS.contains(asked) ? asked : VERSIONS.getFirst());
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", ToolDoors.Door.NAME).put("title", "Countersign").put("version", version);
        return result;
    }

    private ObjectNode list() {
        ObjectNode result = JSON.createObjectNode();
        ArrayNode list = result.putArray("tools");
        offered.forEach(tool -> list.addObject().put("name", tool.label()).put("description", tool.description()).set("inputSchema", JSON.readTree(tool.schema())));
        return result;
    }

    private String call(JsonNode id, JsonNode params) {
        String name = params.path("name").asString("");
        Optional<McpTool> tool = offered.stream().filter(each -> each.label().equals(name)).findFirst();
        JsonNode arguments = params.path("arguments").isMissingNode() || params.path("arguments").isNull() ? JSON.createObjectNode() : params.path("arguments");
        if (tool.isEmpty()) {
            return error(id, ARGUMENTS, "There is no tool \"" + name + "\".");
        }
        if (!arguments.isObject()) {
            return error(id, ARGUMENTS, "The arguments of a tool are a JSON object.");
        }
        String call = "tool-" + calls.incrementAndGet();
        String title = redaction.text(tool.get().server() + ": " + tool.get().name());
        events.accept(new AgentEvent.ToolCall(call, title, "running", shown(redaction.text(arguments.toString()))));
        McpServers.Result answered = tools.call(call, tool.get(), arguments.toString());
        String text = redaction.text(answered.text());
        events.accept(new AgentEvent.ToolCall(call, title, answered.failed() ? "failed" : "done", shown(text)));
        ObjectNode result = JSON.createObjectNode();
        result.putArray("content").addObject().put("type", "text").put("text", text.length() > LONGEST
                ? text.substring(0, LONGEST) + "\n… " + (text.length() - LONGEST) + " characters are left out here." : text);
        return result(id, result.put("isError", answered.failed()));
    }

    private static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    private static String result(JsonNode id, ObjectNode result) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", id);
        answer.set("result", result);
        return answer.toString();
    }

    private static String error(JsonNode id, int code, String message) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", id);
        answer.putObject("error").put("code", code).put("message", message);
        return answer.toString();
    }
}
