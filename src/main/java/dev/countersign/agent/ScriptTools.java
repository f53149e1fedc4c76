package dev.countersign.agent;

import dev.countersign.workspace.Progress;
import java.util.List;
import java.util.function.Consumer;

/// The scripts of a workspace that a person approved, as tools for one call of an agent. An agent that has tools of servers has these too:
/// [dev.countersign.agent.mcp.ToolServers] puts them beside. Safe for use by several threads.
public interface ScriptTools {
    /// There are none.
    ScriptTools NONE = new ScriptTools() {
        @Override
        public List<Tool> tools() {
            return List.of();
        }

        @Override
        public Result call(String name, String arguments, Consumer<AgentEvent> events, Progress progress) {
            return new Result("There is no such script.", true);
        }
    };

    /// @param name   of the script
    /// @param schema of its arguments, JSON
    record Tool(String name, String description, String schema) {}

    /// @param text what it answered, bounded and without known secrets; or why it failed
    record Result(String text, boolean failed) {}

    /// Those that are approved now, by name.
    List<Tool> tools();

    /// Runs what was approved, if it still is. Blocks.
    ///
    /// @param arguments a JSON object
    /// @param events    hears what it reached
    Result call(String name, String arguments, Consumer<AgentEvent> events, Progress progress);
}
