package dev.countersign.agent.mcp;

import dev.countersign.agent.Leaves;
import dev.countersign.workspace.Progress;
import java.util.List;
import java.util.Optional;

/// Granted tools, each call of which the rules see before it is made.
///
/// @param servers  in use by this call of an agent
/// @param progress cancelled when nobody wants an answer any more
public record RuledTools(McpServers.Opened servers, Leaves leaves, Progress progress) {
    /// Blocks while a person is asked and the server works.
    ///
    /// @param call      the id of the agent's tool call
    /// @param arguments a JSON object
    public McpServers.Result call(String call, McpTool tool, String arguments) {
        Optional<String> refusal = leaves.ask(call, tool.server() + ": " + tool.name(), "mcp", arguments,
                Optional.of(List.of("mcp", tool.server(), tool.name(), arguments)), List.of());
        return refusal.map(why -> new McpServers.Result("It was not called: " + why, true))
                .orElseGet(() -> servers.call(tool, arguments, progress));
    }
}
