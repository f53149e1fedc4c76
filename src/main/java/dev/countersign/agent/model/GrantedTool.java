package dev.countersign.agent.model;

import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.McpTool;
import dev.countersign.agent.mcp.RuledTools;
import dev.countersign.agent.model.Toolbox.Done;
import dev.langchain4j.agent.tool.ToolSpecification;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A tool of one of the user's servers, granted by name.
final class GrantedTool implements Toolbox.Extra {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final McpTool tool;
    private final RuledTools tools;

    GrantedTool(McpTool tool, RuledTools tools) {
        this.tool = tool;
        this.tools = tools;
    }

    @Override
    public ToolSpecification specification() {
        return ToolSpecification.builder().name(tool.label()).description(tool.description()).parameters(Schema.object(JSON.readTree(tool.schema()))).build();
    }

    @Override
    public Done use(String call, JsonNode arguments) {
        McpServers.Result result = tools.call(call, tool, arguments.toString());
        return new Done(result.text(), result.failed());
    }
}
