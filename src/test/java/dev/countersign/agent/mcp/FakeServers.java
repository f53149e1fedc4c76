package dev.countersign.agent.mcp;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentTask;
import dev.countersign.workspace.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// One server whose tools were all granted: they say again what they are asked.
public final class FakeServers implements McpServers {
    public final List<McpTool> tools = new ArrayList<>(List.of(new McpTool("notes", "echo", "Says it again.", "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}")));
    public final List<Grant> granted = Collections.synchronizedList(new ArrayList<>());
    public final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    public volatile int opened;
    public volatile int closed;

    @Override
    public List<McpServer> all() {
        return List.of();
    }

    @Override
    public List<Grant> grants() {
        return List.copyOf(granted);
    }

    @Override
    public Checked check(McpServer server, Progress progress) {
        return new Checked("", true, List.of());
    }

    @Override
    public void grant(McpServer server, McpTool tool) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean revoke(String server, String tool) {
        return false;
    }

    @Override
    public Opened open(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        opened++;
        List<McpTool> granted = List.copyOf(tools);
        return new Opened() {
            @Override
            public List<McpTool> tools() {
                return granted;
            }

            @Override
            public Result call(McpTool tool, String arguments, Progress patience) {
                calls.add(tool.name() + " " + arguments);
                return new Result(tool.name() + " " + arguments, false);
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }
}
