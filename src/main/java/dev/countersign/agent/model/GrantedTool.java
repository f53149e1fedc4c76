package dev.countersign.agent.model;

import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.McpTool;
import dev.countersign.agent.model.Toolbox.Done;
import dev.countersign.workspace.Progress;
import dev.langchain4j.agent.tool.ToolSpecification;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A tool of one of the user's servers, granted by name. Rules see each call before it is made.
final class GrantedTool implements Toolbox.Extra {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_NAME = 64;

    private final McpTool tool;
    private final McpServers.Opened servers;
    private final Leaves leaves;
    private final Progress progress;

    GrantedTool(McpTool tool, McpServers.Opened servers, Leaves leaves, Progress progress) {
        this.tool = tool;
        this.servers = servers;
        this.leaves = leaves;
        this.progress = progress;
    }

    /// Providers take letters, digits, dashes and underscores.
    @Override
    public ToolSpecification specification() {
        String name = (tool.server() + "__" + tool.name()).replaceAll("[^A-Za-z0-9_-]", "_");
        return ToolSpecification.builder().name(name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name).description(tool.description())
                .parameters(Schema.object(JSON.readTree(tool.schema()))).build();
    }

    @Override
    public Done use(String call, JsonNode arguments) {
        Optional<String> refusal = leaves.ask(call, tool.server() + ": " + tool.name(), "mcp", arguments.toString(),
                Optional.of(List.of("mcp", tool.server(), tool.name(), arguments.toString())), List.of());
        if (refusal.isPresent()) {
            return Done.failed("It was not called: " + refusal.get());
        }
        McpServers.Result result = servers.call(tool, arguments.toString(), progress);
        return new Done(result.text(), result.failed());
    }
}
