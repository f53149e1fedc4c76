package dev.countersign.agent.cli;

import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.mcp.ToolDoors.Door;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Arguments by which programs are told of granted tools.
///
/// Claude Code: https://code.claude.com/docs/en/cli-reference (`--mcp-config`, `--allowedTools`). Codex: its `config.toml`
/// (`mcp_servers`), each key by `-c`; the texts of JSON are texts of TOML.
final class ToolArguments {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ToolArguments() {}

    static List<String> of(AgentSpec.ToolFlags flags, Door door) {
        String program = door.command().getFirst();
        List<String> arguments = door.command().subList(1, door.command().size());
        return switch (flags) {
            case CLAUDE -> {
                ObjectNode config = JSON.createObjectNode();
                ObjectNode server = config.putObject("mcpServers").putObject(Door.NAME).put("type", "stdio").put("command", program);
                server.set("args", JSON.valueToTree(arguments));
                yield List.of("--mcp-config", config.toString(), "--allowedTools", "mcp__" + Door.NAME);
            }
            case CODEX -> {
                String key = "mcp_servers." + Door.NAME + ".";
                yield List.of("-c", key + "command=" + JSON.writeValueAsString(program), "-c", key + "args=" + JSON.writeValueAsString(arguments),
                        "-c", key + "default_tools_approval_mode=\"approve\"");
            }
        };
    }
}
