package dev.countersign.agent;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The command-line agents that are in force: the built-in ones, and over them, by name, those of the user's file. One file
/// alone where `$COUNTERSIGN_AGENTS_TOML` names it.
///
/// A registry in a workspace is never read: it is other people's text until the user has trusted it.
///
/// @param agents in order: built-in first, then those that the user added
public record AgentRegistry(List<AgentSpec> agents) {
    /// The variable that names the one registry to use.
    public static final String VARIABLE = "COUNTERSIGN_AGENTS_TOML";

    private static final String BUILT_IN = "agents.toml";

    public AgentRegistry {
        agents = List.copyOf(agents);
    }

    /// @param only what [#VARIABLE] says, if it is set
    /// @param user the user's own file, which need not exist
    /// @throws UserException `REGISTRY-001` where a file is wrong, naming file, line and key; `REGISTRY-002` where it can't be read
    public static AgentRegistry load(Optional<Path> only, Path user) {
        if (only.isPresent()) {
            return new AgentRegistry(RegistryFile.parse(read(only.get()), only.get().toString()));
        }
        Map<String, AgentSpec> agents = new LinkedHashMap<>();
        builtIn().forEach(spec -> agents.put(spec.name(), spec));
        if (Files.exists(user, LinkOption.NOFOLLOW_LINKS)) {
            RegistryFile.parse(read(user), user.toString()).forEach(spec -> agents.put(spec.name(), spec));
        }
        return new AgentRegistry(List.copyOf(agents.values()));
    }

    /// This registry and, over it by name, the agents of another.
    public AgentRegistry with(List<AgentSpec> more) {
        Map<String, AgentSpec> all = new LinkedHashMap<>();
        agents.forEach(spec -> all.put(spec.name(), spec));
        more.forEach(spec -> all.put(spec.name(), spec));
        return new AgentRegistry(List.copyOf(all.values()));
    }

    /// Where the registry of a workspace lies, if it has one.
    public static Path ofProject(Path workspace) {
        return workspace.resolve(".countersign/agents.toml");
    }

    /// The registry file of a workspace, which is not in force.
    public static Optional<Path> untrusted(Path workspace) {
        return Optional.of(ofProject(workspace)).filter(f -> Files.exists(f, LinkOption.NOFOLLOW_LINKS));
    }

    private static List<AgentSpec> builtIn() {
        try (InputStream in = AgentRegistry.class.getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IllegalStateException("the built-in registry is missing");
            }
            return RegistryFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "built in");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            String why = switch (e) {
                case CharacterCodingException _ -> "it is not UTF-8";
                case NoSuchFileException _ -> "there is no such file";
                default -> e.toString();
            };
            throw new UserException(Problem.of("REGISTRY-002", Exit.USAGE,
                    "The agent registry " + file + " cannot be read: " + why + ".",
                    "No agent was started, and no registry is in force.",
                    "Correct the file or its permissions, or unset " + VARIABLE + "."), e);
        }
    }
}
