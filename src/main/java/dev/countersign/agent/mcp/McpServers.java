package dev.countersign.agent.mcp;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentTask;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The servers of the user, and what of theirs was granted. Nothing is granted by itself, and a grant is for exactly what was looked at: where
/// a server or the words of its tool are other ones later, the tool is not given to anybody until it is granted again. Safe for use by several
/// threads.
public interface McpServers {
    /// There are none.
    McpServers NONE = new McpServers() {
        @Override
        public List<McpServer> all() {
            return List.of();
        }

        @Override
        public List<Grant> grants() {
            return List.of();
        }

        @Override
        public Checked check(McpServer server, Progress progress) {
            return new Checked("There are no servers.", false, List.of());
        }

        @Override
        public void grant(McpServer server, McpTool tool) {
            throw new IllegalStateException("there are no servers");
        }

        @Override
        public boolean revoke(String server, String tool) {
            return false;
        }

        @Override
        public Opened open(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
            return new Opened() {
                @Override
                public List<McpTool> tools() {
                    return List.of();
                }

                @Override
                public Result call(McpTool tool, String arguments, Progress patience) {
                    return new Result("There is no such tool.", true);
                }

                @Override
                public void close() {
                    // Nothing is open.
                }
            };
        }
    };

    /// In the order of the file, which is read each time.
    ///
    /// @throws dev.countersign.fault.UserException `MCP-001` where it is wrong, naming line and key; `MCP-002` where it cannot be read
    List<McpServer> all();

    default Optional<McpServer> find(String name) {
        return all().stream().filter(server -> server.name().equals(name)).findFirst();
    }

    /// @param server     its digest when it was granted
    /// @param definition the tool's digest then
    record Grant(String name, String tool, Sha256 server, Sha256 definition, Instant since) {}

    List<Grant> grants() throws IOException;

    /// What a server is asked for and says.
    ///
    /// @param says  for a person: who answered, or what is wrong
    /// @param tools that it offers
    record Checked(String says, boolean ready, List<Offered> tools) {
        public Checked {
            tools = List.copyOf(tools);
        }
    }

    record Offered(McpTool tool, Standing standing) {}

    /// Whether a tool may be used.
    enum Standing {
        NOT_GRANTED, GRANTED,
        /// It was granted, and its server or its words are other ones now.
        CHANGED
    }

    /// Starts or asks a server, and ends it again. Blocks, for two minutes at most.
    Checked check(McpServer server, Progress progress);

    /// Lets agents use exactly this tool of exactly this server.
    void grant(McpServer server, McpTool tool) throws IOException;

    /// @return whether it was granted
    boolean revoke(String server, String tool) throws IOException;

    /// Starts or asks those servers of which tools are granted. One that fails is told of, and left out.
    Opened open(AgentTask task, Consumer<AgentEvent> events, Progress progress);

    /// Servers in use by one call of an agent; closing ends them.
    interface Opened extends AutoCloseable {
        /// Those that are granted, and as they were then.
        List<McpTool> tools();

        /// @param arguments a JSON object
        Result call(McpTool tool, String arguments, Progress patience);

        @Override
        void close();
    }

    /// @param text what it answered, bounded; secrets are still in it
    record Result(String text, boolean failed) {}
}
