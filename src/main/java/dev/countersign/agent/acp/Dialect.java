package dev.countersign.agent.acp;

import dev.countersign.agent.Attachment;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.PermissionRequest;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The words of one version of the protocol: what is sent, and what comes back as values. The order of a call is the same in all.
interface Dialect {
    int version();

    ObjectNode initialize(String clientVersion);

    Capabilities capabilities(JsonNode initialized);

    ObjectNode authenticate(String method);

    /// For `session/new`; for the methods that go on with a session, with its id.
    ///
    /// @param tools the argv of a program that offers granted tools; empty for none
    ObjectNode session(Optional<String> id, String folder, List<String> tools);

    SessionState sessionState(JsonNode opened);

    ObjectNode mode(String session, String mode);

    ObjectNode option(String session, String option, String value);

    ObjectNode prompt(String session, String text, List<Attachment> attachments, Capabilities capabilities);

    ObjectNode cancel(String session);

    Ended ended(JsonNode answer);

    /// @param known what was told of the tool call before, where the request is joined with it
    PermissionRequest permission(String id, JsonNode params, Optional<ToolWords> known);

    JsonNode answer(PermissionAnswer answer);

    /// @param version the one the agent answered with
    /// @param name    what it calls itself, with its version; may be empty
    /// @param methods ways to log in: id and name
    record Capabilities(int version, String name, boolean load, boolean resume, boolean images, boolean embeds,
                        List<Choice> methods) {}

    record Choice(String id, String name) {}

    /// @param options the configuration options by id, each with its values
    record SessionState(String id, List<Choice> modes, Optional<String> mode, List<Option> options) {}

    record Option(String id, String name, List<Choice> values) {}

    /// @param usage the part of the answer that tells it; missing where there is none
    record Ended(String reason, JsonNode usage) {}

    /// What is known of a tool call.
    record ToolWords(String title, String kind, String detail, Optional<List<String>> command, List<String> paths) {}
}
