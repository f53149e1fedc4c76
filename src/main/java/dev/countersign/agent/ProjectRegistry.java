package dev.countersign.agent;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The registry that lies in a workspace: other people's text, not in force until the user has trusted exactly these bytes.
///
/// @param hash of the file's bytes
public record ProjectRegistry(Path file, Sha256 hash, String text, List<AgentSpec> agents) {
    private static final int MOST_BYTES = 1 << 20;

    public ProjectRegistry {
        agents = List.copyOf(agents);
    }

    /// What is in the workspace now, if anything.
    ///
    /// @throws UserException `REGISTRY-001` where the file is wrong, naming line and key; `REGISTRY-002` where it can't be read
    public static Optional<ProjectRegistry> read(Path workspace) {
        Optional<Path> file = AgentRegistry.untrusted(workspace);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            if (!Files.isRegularFile(file.get(), LinkOption.NOFOLLOW_LINKS) || Files.size(file.get()) > MOST_BYTES) {
                throw unreadable(file.get(), "it is no plain file of at most 1 MB");
            }
            bytes = Files.readAllBytes(file.get());
        } catch (IOException e) {
            throw unreadable(file.get(), e.toString());
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Optional.of(new ProjectRegistry(file.get(), Sha256.of(bytes), text, RegistryFile.parse(text, file.get().toString())));
    }

    private static UserException unreadable(Path file, String why) {
        return new UserException(Problem.of("REGISTRY-002", Exit.USAGE, "The agent registry " + file + " cannot be read: " + why + ".",
                "It is not in force.", "Correct the file or its permissions, or take it away."));
    }

    /// What trusting it would change.
    ///
    /// @param before how the agent of this name is started now; empty where there is none
    public record Difference(String name, Optional<Agent.Preview> before, Agent.Preview after) {}

    /// @param inForce the agents without this registry
    public List<Difference> against(Agents inForce) {
        Agents with = inForce.with(agents);
        return agents.stream().map(spec -> new Difference(spec.name(), inForce.find(spec.name()).map(agent -> agent.preview("TASK")),
                with.find(spec.name()).map(agent -> agent.preview("TASK")).orElse(Agent.Preview.NONE)))
                .filter(difference -> !difference.before().equals(Optional.of(difference.after()))).toList();
    }
}
