package dev.countersign.agent.mcp.pipe;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Leaves;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.RuledTools;
import dev.countersign.agent.mcp.ToolDoors;
import dev.countersign.model.Tier;
import dev.countersign.secret.Redaction;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// Doors made of two named pipes for each program that comes: a network or a socket is not there at every level of the sandbox, a
/// file is.
public final class PipeDoors implements ToolDoors {
    private static final Path SHELL = Path.of("/bin/sh");

    private final McpServers servers;
    private final Path folder;
    private final Redaction redaction;
    private final String version;

    /// @param folder  Countersign's own; a folder for each call is made in it
    /// @param version of Countersign
    public PipeDoors(McpServers servers, Path folder, Redaction redaction, String version) {
        this.servers = servers;
        this.folder = folder;
        this.redaction = redaction;
        this.version = version;
    }

    @Override
    public Optional<Door> open(AgentTask task, Consumer<AgentEvent> events, Progress progress) {
        // Who plans or reviews reads alone.
        if (task.tier() != Tier.ACTUATOR) {
            return Optional.empty();
        }
        McpServers.Opened opened = servers.open(task, events, progress);
        try {
            if (!opened.tools().isEmpty() && Files.isExecutable(SHELL)) {
                var until = new UntilClosed(progress);
                var leaves = new Leaves(task.permissions(), events, redaction, until);
                var dialogue = new Dialogue(new RuledTools(opened, leaves, until), redaction, version, events);
                Files.createDirectories(folder);
                return Optional.of(new PipeDoor(Files.createTempDirectory(folder.toRealPath(), ""), dialogue, opened, leaves, until));
            }
            if (!opened.tools().isEmpty()) {
                events.accept(new AgentEvent.Output("Granted tools are not offered to this agent: that needs " + SHELL + ", which is not here.", true));
            }
        } catch (IOException e) {
            events.accept(new AgentEvent.Output("Granted tools are not offered to this agent: " + e.getMessage(), true));
        }
        opened.close();
        return Optional.empty();
    }
}
