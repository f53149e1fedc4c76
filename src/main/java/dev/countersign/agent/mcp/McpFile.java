package dev.countersign.agent.mcp;

import static dev.countersign.toml.StrictToml.line;

import dev.countersign.agent.AgentNetwork;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.AgentSpec.Variable;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.network.HostRule;
import dev.countersign.network.NetworkRules;
import dev.countersign.toml.StrictToml;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Reads `mcp.toml`: a table `[servers.NAME]` for each server, with `command`, `args`, `env` (a list of names, or a table `NAME = "${VAR}"`),
/// `network` (a list of hosts) for a program, or `address` and `key` (`"${NAME}"`) for one that is reached over HTTP; and `timeout` (seconds).
/// Everything else, and anything that is not as it must be, refuses the whole file.
public final class McpFile {
    private static final Set<String> PROGRAM = Set.of("command", "args", "env", "network", "timeout");
    private static final Set<String> ADDRESS = Set.of("address", "key", "timeout");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,23}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern KEY = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String source;
    private final StrictToml toml = new StrictToml(this::fault);

    private McpFile(String source) {
        this.source = source;
    }

    /// What the file says; nothing where there is none.
    ///
    /// @throws UserException `MCP-001` naming file, line and key where it is wrong, `MCP-002` where it cannot be read
    public static List<McpServer> load(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try {
            return new McpFile(file.toString()).read(Files.readString(file));
        } catch (IOException e) {
            throw new UserException(Problem.of("MCP-002", Exit.USAGE, file + " cannot be read: "
                    + (e instanceof CharacterCodingException ? "it is not UTF-8" : e.toString()) + ".", "No server was started.",
                    "Correct the file or its permissions."), e);
        }
    }

    private List<McpServer> read(String text) {
        TomlParseResult file = toml.parse(text);
        for (String key : file.keySet()) {
            if (!key.equals("servers")) {
                throw fault(line(file, key), "the key \"" + key + "\" is unknown; known is [servers.NAME]");
            }
        }
        if (!file.contains("servers")) {
            return List.of();
        }
        if (!(file.get(List.of("servers")) instanceof TomlTable named)) {
            throw fault(line(file, "servers"), "\"servers\" must be written [servers.NAME]");
        }
        var servers = new ArrayList<McpServer>();
        for (String name : named.keySet()) {
            if (!NAME.matcher(name).matches()) {
                throw fault(line(named, name), "the name \"" + name + "\" must be lower-case letters, digits and dashes, at most 24");
            }
            if (!(named.get(List.of(name)) instanceof TomlTable table)) {
                throw fault(line(named, name), "\"" + name + "\" must be written [servers." + name + "]");
            }
            servers.add(server(name, table, line(named, name)));
        }
        servers.sort(Comparator.comparingInt(server -> line(named, server.name())));
        return List.copyOf(servers);
    }

    private McpServer server(String name, TomlTable table, int start) {
        boolean program = table.contains("command");
        if (program == table.contains("address")) {
            throw fault(start, "the server " + name + " needs either \"command\" or \"address\"");
        }
        for (String key : table.keySet()) {
            if (!(program ? PROGRAM : ADDRESS).contains(key)) {
                throw fault(line(table, key), "the key \"" + key + "\" is unknown here; known are " + String.join(", ",
                        (program ? PROGRAM : ADDRESS).stream().sorted().toList()));
            }
        }
        Duration timeout = McpServer.TIMEOUT;
        if (table.contains("timeout")) {
            if (!(table.get(List.of("timeout")) instanceof Long seconds) || seconds <= 0 || seconds > 600) {
                throw fault(line(table, "timeout"), "timeout must be a whole number of seconds from 1 to 600");
            }
            timeout = Duration.ofSeconds(seconds);
        }
        return new McpServer(name, program ? program(name, table) : address(table), timeout);
    }

    private McpServer.Way.Program program(String name, TomlTable table) {
        String command = toml.text(table, "command").orElseThrow();
        if (command.isBlank() || (command.contains("/") || command.contains("\\")) && !Path.of(command).isAbsolute()) {
            throw fault(line(table, "command"), "command must be a program on the PATH or an absolute path");
        }
        List<String> args = table.contains("args") ? toml.texts(table, "args") : List.of();
        Optional<NetworkRules> rules = table.contains("network")
                ? Optional.of(new NetworkRules(toml.texts(table, "network").stream().map(host -> host(table, host)).toList())) : Optional.empty();
        return new McpServer.Way.Program(new AgentSpec(name, name, command, args, AgentSpec.PromptBy.STDIN, environment(table), AgentSpec.LONGEST, "", "",
                Set.of(), source, Optional.empty(), new AgentNetwork(rules, List.of(), OptionalLong.empty(), OptionalLong.empty())));
    }

    private HostRule host(TomlTable table, String text) {
        try {
            return HostRule.parse(text);
        } catch (IllegalArgumentException e) {
            throw fault(line(table, "network"), "network: " + e.getMessage());
        }
    }

    private SortedMap<String, Variable> environment(TomlTable table) {
        var variables = new TreeMap<String, Variable>();
        Object env = table.get(List.of("env"));
        if (env instanceof TomlTable values) {
            values.keySet().forEach(name -> variables.put(variable(name, line(values, name)), new Variable.Text(toml.text(values, name).orElseThrow())));
        } else if (env != null) {
            toml.texts(table, "env").forEach(name -> variables.put(variable(name, line(table, "env")), new Variable.Passed()));
        }
        return variables;
    }

    private String variable(String name, int line) {
        if (!VARIABLE.matcher(name).matches() || Set.of("PATH", "HOME").contains(name)) {
            throw fault(line, "env: \"" + name + "\" cannot be set");
        }
        return name;
    }

    private McpServer.Way.Address address(TomlTable table) {
        String text = toml.text(table, "address").orElseThrow();
        Optional<String> key = Optional.empty();
        if (table.contains("key")) {
            Matcher reference = KEY.matcher(toml.text(table, "key").orElseThrow());
            if (!reference.matches()) {
                throw fault(line(table, "key"), "key must be \"${NAME}\", a variable or a stored secret; a key itself does not belong into a file");
            }
            key = Optional.of(reference.group(1));
        }
        try {
            URI uri = URI.create(text);
            if (Set.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null) {
                if (uri.getScheme().equals("http") && !LOOPBACK.contains(uri.getHost())) {
                    throw fault(line(table, "address"), "address must begin with https, but on this machine");
                }
                return new McpServer.Way.Address(uri, key);
            }
        } catch (IllegalArgumentException e) {
            // As any other that is no address.
        }
        throw fault(line(table, "address"), "address must be like https://host/mcp");
    }

    private UserException fault(int line, String what) {
        return new UserException(Problem.of("MCP-001", Exit.USAGE, source + " is wrong in line " + line + ": " + what + ".",
                "No server was started.", "Correct the file, or move it away."));
    }
}
