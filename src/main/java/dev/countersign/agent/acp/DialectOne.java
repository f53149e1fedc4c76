package dev.countersign.agent.acp;

import dev.countersign.agent.Attachment;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.agent.PermissionRequest.Kind;
import dev.countersign.agent.mcp.ToolDoors;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Version 1 of the protocol: https://agentclientprotocol.com/protocol/schema
final class DialectOne implements Dialect {
    private final JsonMapper json;

    DialectOne(JsonMapper json) {
        this.json = json;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public ObjectNode initialize(String clientVersion) {
        ObjectNode params = json.createObjectNode().put("protocolVersion", version());
        // Neither files nor terminals: some agents ignore them, others can't work through them.
        params.putObject("clientCapabilities");
        params.putObject("clientInfo").put("name", "countersign").put("title", "Countersign").put("version", clientVersion);
        return params;
    }

    @Override
    public Capabilities capabilities(JsonNode initialized) {
        JsonNode can = initialized.path("agentCapabilities");
        JsonNode prompt = can.path("promptCapabilities");
        JsonNode info = initialized.path("agentInfo");
        String name = (text(info, "title").isEmpty() ? text(info, "name") : text(info, "title")) + " " + text(info, "version");
        return new Capabilities(initialized.path("protocolVersion").asInt(0), name.strip(), can.path("loadSession").asBoolean(false),
                can.path("sessionCapabilities").path("resume").isObject(), prompt.path("image").asBoolean(false),
                prompt.path("embeddedContext").asBoolean(false), choices(initialized.path("authMethods"), "id"));
    }

    @Override
    public ObjectNode authenticate(String method) {
        return json.createObjectNode().put("methodId", method);
    }

    @Override
    public ObjectNode session(Optional<String> id, String folder, List<String> tools) {
        ObjectNode params = json.createObjectNode();
        id.ifPresent(known -> params.put("sessionId", known));
        ArrayNode servers = params.put("cwd", folder).putArray("mcpServers");
        if (!tools.isEmpty()) {
            ObjectNode server = servers.addObject().put("name", ToolDoors.Door.NAME).put("command", tools.getFirst());
            ArrayNode arguments = server.putArray("args");
            tools.stream().skip(1).forEach(arguments::add);
            server.putArray("env");
        }
        return params;
    }

    @Override
    public SessionState sessionState(JsonNode opened) {
        JsonNode modes = opened.path("modes");
        var options = new ArrayList<Option>();
        for (JsonNode option : opened.path("configOptions")) {
            var values = new ArrayList<Choice>();
            for (JsonNode value : option.path("options")) {
                // Values may come in groups.
                values.addAll(value.path("options").isArray() ? choices(value.path("options"), "value")
                        : List.of(new Choice(text(value, "value"), text(value, "name"))));
            }
            options.add(new Option(text(option, "id"), text(option, "name"), List.copyOf(values)));
        }
        return new SessionState(text(opened, "sessionId"), choices(modes.path("availableModes"), "id"),
                Optional.of(text(modes, "currentModeId")).filter(m -> !m.isEmpty()), List.copyOf(options));
    }

    private static List<Choice> choices(JsonNode list, String id) {
        var choices = new ArrayList<Choice>();
        for (JsonNode each : list) {
            choices.add(new Choice(text(each, id), text(each, "name")));
        }
        return List.copyOf(choices);
    }

    @Override
    public ObjectNode mode(String session, String mode) {
        return json.createObjectNode().put("sessionId", session).put("modeId", mode);
    }

    @Override
    public ObjectNode option(String session, String option, String value) {
        return json.createObjectNode().put("sessionId", session).put("configId", option).put("value", value);
    }

    @Override
    public ObjectNode prompt(String session, String text, List<Attachment> attachments, Capabilities capabilities) {
        ObjectNode params = json.createObjectNode().put("sessionId", session);
        ArrayNode blocks = params.putArray("prompt");
        blocks.addObject().put("type", "text").put("text", text);
        for (Attachment attachment : attachments) {
            switch (attachment) {
                case Attachment.Image image when capabilities.images() -> blocks.addObject().put("type", "image")
                        .put("mimeType", image.type()).put("data", Base64.getEncoder().encodeToString(image.bytes()));
                case Attachment.Image image -> blocks.addObject().put("type", "text")
                        .put("text", "(The image " + image.name() + " was attached, but you take no images.)");
                case Attachment.Text file when capabilities.embeds() -> blocks.addObject().put("type", "resource").putObject("resource")
                        .put("uri", "attachment:///" + file.name().replace(' ', '_')).put("mimeType", "text/plain")
                        .put("text", file.text());
                case Attachment.Text file -> blocks.addObject().put("type", "text")
                        .put("text", "Attached file " + file.name() + ":\n" + file.text());
            }
        }
        return params;
    }

    @Override
    public ObjectNode cancel(String session) {
        return json.createObjectNode().put("sessionId", session);
    }

    @Override
    public Ended ended(JsonNode answer) {
        return new Ended(text(answer, "stopReason"), answer.path("usage"));
    }

    @Override
    public PermissionRequest permission(String id, JsonNode params, Optional<ToolWords> known) {
        JsonNode call = params.path("toolCall");
        ToolWords words = ToolWordsReader.read(call);
        var options = new ArrayList<PermissionRequest.Option>();
        for (JsonNode option : params.path("options")) {
            options.add(new PermissionRequest.Option(text(option, "optionId"), text(option, "name"), kind(text(option, "kind"))));
        }
        Optional<ToolWords> before = known;
        return new PermissionRequest(id, text(call, "toolCallId"), first(words.title(), before.map(ToolWords::title), "a tool"),
                first(words.kind(), before.map(ToolWords::kind), "other"), first(words.detail(), before.map(ToolWords::detail), ""),
                words.command().or(() -> before.flatMap(ToolWords::command)),
                words.paths().isEmpty() ? before.map(ToolWords::paths).orElse(List.of()) : words.paths(), options);
    }

    private static String first(String said, Optional<String> before, String otherwise) {
        return !said.isBlank() ? said : before.filter(b -> !b.isBlank()).orElse(otherwise);
    }

    private static Kind kind(String word) {
        return switch (word) {
            case "allow_once" -> Kind.ALLOW_ONCE;
            case "allow_always" -> Kind.ALLOW_ALWAYS;
            case "reject_once" -> Kind.REJECT_ONCE;
            case "reject_always" -> Kind.REJECT_ALWAYS;
            default -> Kind.OTHER;
        };
    }

    @Override
    public JsonNode answer(PermissionAnswer answer) {
        ObjectNode result = json.createObjectNode();
        ObjectNode outcome = result.putObject("outcome");
        switch (answer) {
            case PermissionAnswer.Chosen chosen -> outcome.put("outcome", "selected").put("optionId", chosen.option().id());
            case PermissionAnswer.Refused _, PermissionAnswer.Cancelled _ -> outcome.put("outcome", "cancelled");
        }
        return result;
    }

    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : "";
    }
}
