package dev.countersign.agent;

import static dev.countersign.toml.StrictToml.line;

import dev.countersign.agent.AgentSpec.PromptBy;
import dev.countersign.agent.AgentSpec.Variable;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.network.HostRule;
import dev.countersign.network.NetworkRules;
import dev.countersign.model.Tier;
import dev.countersign.network.Provider;
import dev.countersign.plan.NodeClass;
import dev.countersign.toml.StrictToml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/// Reads a registry of agents: TOML with one `[[agent]]` each.
///
/// Keys: `name`, `command` (both required), `kind` ("cli", the default, "acp", or "model"), `description`, `args`, `env` (a list of names
/// to pass on, or a table `NAME = "${VAR}"`), `timeout` (seconds), `auth_hint`, `install`, `kinds` (node classes), `network` (a list
/// of hosts, see [HostRule]), `provider` (one or a list of "anthropic", "openai", "gemini"), `max_requests` and `max_tokens` (whole numbers); for "cli"
/// `prompt` ("stdin" or "argument", the default) and `mcp` ("claude" or "codex": whose arguments tell it of granted tools, in place of
/// `{extra}`); for "acp" `mode`, `options` (a table of texts), `auth_method`, `silence`
/// (seconds). A "model" has no `command`, `args`, `prompt`, `install` or `provider`; it has `tools` (a list of "read", "search", "list",
/// "write", "edit", "run", "remember"; all of them where it is not said), and `planner`, `actuator`, `verifier`, `speculator` (names of
/// models, over those of `models.toml`).
/// Everything else, and anything that is not as it must be, refuses the whole file.
final class RegistryFile {
    private static final Set<String> KEYS = Set.of("name", "command", "description", "args", "prompt", "env", "timeout",
            "auth_hint", "install", "kinds", "kind", "network", "provider", "max_requests", "max_tokens", "mode", "options", "auth_method", "silence", "tools", "mcp",
            "planner", "actuator", "verifier", "speculator");
    /// The keys that an agent can't have by its kind.
    private static final Map<String, Set<String>> NOT_OF = Map.of(
            "cli", Set.of("mode", "options", "auth_method", "silence", "tools", "planner", "actuator", "verifier", "speculator"),
            "acp", Set.of("prompt", "mcp", "tools", "planner", "actuator", "verifier", "speculator"),
            "model", Set.of("command", "args", "prompt", "mcp", "install", "auth_hint", "provider", "mode", "options", "auth_method", "silence"));
    /// Names of agents that are part of Countersign, some of which start without asking.
    private static final Set<String> RESERVED = Set.of("patch", "replay", "sample");
    private static final Set<String> FIXED = Set.of("PATH", "HOME");

    private final String source;
    private final StrictToml toml = new StrictToml(this::fault);

    private RegistryFile(String source) {
        this.source = source;
    }

    /// @param source what the file is called in errors, and in [AgentSpec#source]
    /// @throws UserException `REGISTRY-001` naming file, line and key
    static List<AgentSpec> parse(String text, String source) {
        return new RegistryFile(source).read(text);
    }

    private List<AgentSpec> read(String text) {
        TomlParseResult file = toml.parse(text);
        for (String key : file.keySet()) {
            if (!key.equals("agent")) {
                throw fault(line(file, key), "the key \"" + key + "\" is unknown; a registry has [[agent]] only");
            }
        }
        if (!file.contains("agent")) {
            return List.of();
        }
        if (!(file.get(List.of("agent")) instanceof TomlArray agents)) {
            throw fault(line(file, "agent"), "\"agent\" must be written [[agent]]");
        }
        var specs = new ArrayList<AgentSpec>();
        var names = new HashSet<String>();
        for (int i = 0; i < agents.size(); i++) {
            if (!(agents.get(i) instanceof TomlTable table)) {
                throw fault(agents.inputPositionOf(i).line(), "\"agent\" must be written [[agent]]");
            }
            AgentSpec spec = agent(table, agents.inputPositionOf(i).line());
            if (!names.add(spec.name())) {
                throw fault(line(table, "name"), "the name \"" + spec.name() + "\" is taken by an agent above");
            }
            specs.add(spec);
        }
        return List.copyOf(specs);
    }

    private AgentSpec agent(TomlTable table, int start) {
        for (String key : table.keySet()) {
            if (!KEYS.contains(key)) {
                throw fault(line(table, key), "the key \"" + key + "\" is unknown; known are " + String.join(", ",
                        KEYS.stream().sorted().toList()));
            }
        }
        String name = required(table, "name", start);
        if (!name.matches("[a-z0-9][a-z0-9._-]{0,39}")) {
            throw fault(line(table, "name"), "name must be lower-case letters, digits, dots and dashes, at most 40");
        }
        if (RESERVED.contains(name)) {
            throw fault(line(table, "name"), "name \"" + name + "\" is an agent of Countersign itself");
        }
        String kind = kind(table);
        for (String key : NOT_OF.get(kind)) {
            if (table.contains(key)) {
                throw fault(line(table, key), "the key \"" + key + "\" is for kind = " + NOT_OF.keySet().stream().sorted()
                        .filter(other -> !NOT_OF.get(other).contains(key)).map(other -> "\"" + other + "\"").collect(Collectors.joining(" or ")) + " only");
            }
        }
        boolean acp = kind.equals("acp");
        boolean model = kind.equals("model");
        String command = model ? "" : command(table, start);
        PromptBy prompt = acp || model ? PromptBy.PROTOCOL : prompt(table);
        List<String> args = table.contains("args") ? toml.texts(table, "args") : List.of();
        Optional<String> fault = Placeholders.faultOf(args, prompt);
        if (fault.isPresent()) {
            throw fault(table.contains("args") ? line(table, "args") : start, "args: " + fault.get());
        }
        return new AgentSpec(name, toml.text(table, "description").orElse(name), command, args, prompt, environment(table),
                timeout(table), toml.text(table, "auth_hint").orElse(""), toml.text(table, "install").orElse(""), kinds(table), source,
                acp ? Optional.of(acp(table)) : Optional.empty(), network(table, model), model ? Optional.of(model(table)) : Optional.empty(), flags(table, args));
    }

    private Optional<AgentSpec.ToolFlags> flags(TomlTable table, List<String> args) {
        Optional<AgentSpec.ToolFlags> flags = toml.text(table, "mcp").map(label -> Arrays.stream(AgentSpec.ToolFlags.values())
                .filter(each -> each.label().equals(label)).findFirst().orElseThrow(() -> fault(line(table, "mcp"), "mcp must be \"claude\" or \"codex\"")));
        if (flags.isPresent() && !args.contains("{extra}")) {
            throw fault(line(table, "mcp"), "mcp needs \"{extra}\" in args: there its arguments go");
        }
        return flags;
    }

    private String command(TomlTable table, int start) {
        String command = required(table, "command", start);
        if (command.isBlank()) {
            throw fault(line(table, "command"), "command is empty");
        }
        if ((command.contains("/") || command.contains("\\")) && !Path.of(command).isAbsolute()) {
            throw fault(line(table, "command"),
                    "command must be a program on the PATH or an absolute path: a relative one could lie in the workspace");
        }
        return command;
    }

    private AgentSpec.ByModel model(TomlTable table) {
        Map<Tier, List<String>> tiers = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            if (table.contains(tier.label())) {
                tiers.put(tier, toml.texts(table, tier.label()));
            }
        }
        Set<AgentSpec.Tool> tools = EnumSet.noneOf(AgentSpec.Tool.class);
        if (table.contains("tools")) {
            for (String label : toml.texts(table, "tools")) {
                tools.add(Arrays.stream(AgentSpec.Tool.values()).filter(tool -> tool.label().equals(label)).findFirst().orElseThrow(() ->
                        fault(line(table, "tools"), "tools: \"" + label + "\" is none of read, search, list, write, edit, run, remember")));
            }
        } else {
            tools.addAll(EnumSet.allOf(AgentSpec.Tool.class));
        }
        return new AgentSpec.ByModel(tiers, tools, whole(table, "max_requests"), whole(table, "max_tokens"));
    }

    private AgentNetwork network(TomlTable table, boolean model) {
        Optional<NetworkRules> rules = table.contains("network")
                ? Optional.of(new NetworkRules(toml.texts(table, "network").stream().map(text -> host(table, text)).toList())) : Optional.empty();
        List<Provider> providers = providers(table);
        if (!providers.isEmpty() && rules.isEmpty()) {
            throw fault(line(table, "provider"), "provider needs \"network\": a key is held only for an agent that does not have the whole"
                    + " network; network = [] allows its model alone");
        }
        for (String key : List.of("max_requests", "max_tokens")) {
            if (table.contains(key) && providers.isEmpty() && !model) {
                throw fault(line(table, key), key + " needs \"provider\": only what passes Countersign is counted");
            }
        }
        return model ? new AgentNetwork(rules, providers, OptionalLong.empty(), OptionalLong.empty())
                : new AgentNetwork(rules, providers, whole(table, "max_requests"), whole(table, "max_tokens"));
    }

    /// One name, or a list of them.
    private List<Provider> providers(TomlTable table) {
        if (!table.contains("provider")) {
            return List.of();
        }
        List<String> labels = table.get(List.of("provider")) instanceof String one ? List.of(one) : toml.texts(table, "provider");
        List<Provider> found = labels.stream().map(label -> Provider.of(label).orElseThrow(() -> fault(line(table, "provider"),
                "provider must be of \"anthropic\", \"openai\" and \"gemini\", one or a list of them"))).toList();
        if (found.stream().distinct().count() < found.size()) {
            throw fault(line(table, "provider"), "provider names one of them twice");
        }
        return found;
    }

    private HostRule host(TomlTable table, String text) {
        try {
            return HostRule.parse(text);
        } catch (IllegalArgumentException e) {
            throw fault(line(table, "network"), "network: " + e.getMessage());
        }
    }

    private OptionalLong whole(TomlTable table, String key) {
        if (!table.contains(key)) {
            return OptionalLong.empty();
        }
        if (!(table.get(List.of(key)) instanceof Long number) || number <= 0) {
            throw fault(line(table, key), key + " must be a whole number above 0");
        }
        return OptionalLong.of(number);
    }

    private String kind(TomlTable table) {
        String kind = toml.text(table, "kind").orElse("cli");
        if (!NOT_OF.containsKey(kind)) {
            throw fault(line(table, "kind"), "kind must be \"cli\", \"acp\" or \"model\"");
        }
        return kind;
    }

    private AgentSpec.Acp acp(TomlTable table) {
        var options = new TreeMap<String, String>();
        if (table.contains("options")) {
            if (!(table.get(List.of("options")) instanceof TomlTable values)) {
                throw fault(line(table, "options"), "options must be a table of texts");
            }
            for (String id : values.keySet()) {
                if (!(values.get(List.of(id)) instanceof String value)) {
                    throw fault(line(values, id), "options." + id + " must be a text");
                }
                options.put(id, value);
            }
        }
        Duration silence = seconds(table, "silence").orElse(AgentSpec.Acp.SILENCE);
        return new AgentSpec.Acp(toml.text(table, "mode"), options, toml.text(table, "auth_method"), silence);
    }

    private PromptBy prompt(TomlTable table) {
        return switch (toml.text(table, "prompt").orElse("argument")) {
            case "argument" -> PromptBy.ARGUMENT;
            case "stdin" -> PromptBy.STDIN;
            default -> throw fault(line(table, "prompt"), "prompt must be \"stdin\" or \"argument\"");
        };
    }

    private Duration timeout(TomlTable table) {
        return seconds(table, "timeout").orElse(AgentSpec.LONGEST);
    }

    private Optional<Duration> seconds(TomlTable table, String key) {
        if (!table.contains(key)) {
            return Optional.empty();
        }
        if (!(table.get(List.of(key)) instanceof Long seconds) || seconds <= 0) {
            throw fault(line(table, key), key + " must be a whole number of seconds above 0");
        }
        return Optional.of(Duration.ofSeconds(Math.min(seconds, AgentSpec.LONGEST.toSeconds())));
    }

    private Set<NodeClass> kinds(TomlTable table) {
        Set<NodeClass> kinds = EnumSet.noneOf(NodeClass.class);
        for (String kind : table.contains("kinds") ? toml.texts(table, "kinds") : List.<String>of()) {
            try {
                kinds.add(NodeClass.valueOf(kind.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw fault(line(table, "kinds"), "kinds: \"" + kind + "\" is none of interface, implementation, integration");
            }
        }
        return kinds;
    }

    private SortedMap<String, Variable> environment(TomlTable table) {
        var variables = new TreeMap<String, Variable>();
        if (!table.contains("env")) {
            return variables;
        }
        if (table.get(List.of("env")) instanceof TomlTable values) {
            for (String name : values.keySet()) {
                if (!(values.get(List.of(name)) instanceof String template)) {
                    throw fault(line(values, name), "env." + name + " must be a text");
                }
                variables.put(variable(name, line(values, name)), new Variable.Text(template));
            }
        } else {
            for (String name : toml.texts(table, "env")) {
                variables.put(variable(name, line(table, "env")), new Variable.Passed());
            }
        }
        return variables;
    }

    private String variable(String name, int line) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw fault(line, "env: \"" + name + "\" is not the name of a variable");
        }
        if (FIXED.contains(name)) {
            throw fault(line, "env: " + name + " is set by Countersign");
        }
        return name;
    }

    private String required(TomlTable table, String key, int start) {
        return toml.text(table, key).orElseThrow(() -> fault(start, "the agent has no \"" + key + "\""));
    }

    private UserException fault(int line, String what) {
        return new UserException(Problem.of("REGISTRY-001", Exit.USAGE,
                "The agent registry " + source + " is wrong in line " + line + ": " + what + ".",
                "No agent was started, and no registry is in force.",
                "Correct the file, or move it away to use the built-in agents."));
    }
}
