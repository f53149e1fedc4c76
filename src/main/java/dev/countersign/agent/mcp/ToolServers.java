package dev.countersign.agent.mcp;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.ScriptTools;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The user's servers, and beside them the approved scripts of the call's workspace, as if these were one server more.
public final class ToolServers implements McpServers {
    /// What scripts are called as a server. A server of the user's of that name stays apart: its tools have other words.
    public static final String SCRIPTS = "scripts";

    private final McpServers servers;

    public ToolServers(McpServers servers) {
        this.servers = servers;
    }

    @Override
    public List<McpServer> all() {
        return servers.all();
    }

    @Override
    public List<Grant> grants() throws IOException {
        return servers.grants();
    }

    @Override
    public Checked check(McpServer server, Progress progress) {
        return servers.check(server, progress);
    }

    @Override
    public void grant(McpServer server, McpTool tool) throws IOException {
        servers.grant(server, tool);
    }

    @Override
    public boolean revoke(String server, String tool) throws IOException {
        return servers.revoke(server, tool);
    }

    @Override
    public Opened open(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        ScriptTools scripts = task.leave().scripts();
        List<McpTool> own = scripts.tools().stream().map(tool -> new McpTool(SCRIPTS, tool.name(), tool.description(), tool.schema())).toList();
        Opened opened = servers.open(task, events, progress);
        return new Opened() {
            @Override
            public List<McpTool> tools() {
                var all = new ArrayList<>(own);
                opened.tools().stream().filter(tool -> !own.contains(tool)).forEach(all::add);
                return all;
            }

            @Override
            public Result call(McpTool tool, String arguments, Progress patience) {
                if (!own.contains(tool)) {
                    return opened.call(tool, arguments, patience);
                }
                ScriptTools.Result result = scripts.call(tool.name(), arguments, events, patience);
                return new Result(result.text(), result.failed());
            }

            @Override
            public void close() {
                opened.close();
            }
        };
    }
}
