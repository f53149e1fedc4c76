package dev.countersign.run;

import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.mcp.McpServer;
import dev.countersign.model.Model;
import dev.countersign.verify.Verification;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A key that one of the user's files of settings knows.
///
/// @param path     as `config set` names it behind the file's name; `*` stands for a name that the file gives itself
/// @param says     what it sets, for a person
/// @param standard what holds without it; empty where it has to be there
/// @param kinds    of agents, by their key `kind`, that it is for; empty for all
record ConfigKey(String path, String says, String standard, Set<String> kinds) {
    private static final String NONE = "none";
    private static final Set<String> CLI = Set.of("cli");
    private static final Set<String> ACP = Set.of("acp");
    private static final Set<String> MODEL = Set.of("model");
    private static final Set<String> PROGRAM = Set.of("cli", "acp");

    private static final Map<String, List<ConfigKey>> ALL = Map.of(
            "agents", List.of(
                    of("*.kind", "how it is spoken to: cli, acp or model", "cli"),
                    of("*.command", "the program, on the PATH or absolute", "", PROGRAM),
                    of("*.description", "what lists say of it", "its name"),
                    of("*.args", "its arguments", NONE, PROGRAM),
                    of("*.prompt", "where a task goes: stdin or argument", "argument", CLI),
                    of("*.mcp", "whose arguments tell it of granted tools: claude or codex", NONE, CLI),
                    of("*.env", "variables that it is given", NONE),
                    of("*.timeout", "how long one task may take, in seconds", Long.toString(AgentSpec.LONGEST.toSeconds())),
                    of("*.kinds", "nodes that it is for: interface, implementation, integration", "all"),
                    of("*.network", "hosts that it may reach", "the network of this machine"),
                    of("*.provider", "whose key Countersign holds for it: anthropic, openai, gemini", NONE, PROGRAM),
                    of("*.max_requests", "requests to its model, in all", "no limit"),
                    of("*.max_tokens", "tokens of its model, in all", "no limit"),
                    of("*.auth_hint", "what to do where it is not logged in", NONE, PROGRAM),
                    of("*.install", "how to get it", NONE, PROGRAM),
                    of("*.mode", "the mode that its sessions start in", "its own", ACP),
                    of("*.options", "settings of its sessions", NONE, ACP),
                    of("*.auth_method", "how it logs in", "its own", ACP),
                    of("*.silence", "how long it may say nothing, in seconds", Long.toString(AgentSpec.Acp.SILENCE.toSeconds()), ACP),
                    of("*.tools", "what the model may do: read, search, list, write, edit, run, remember", "all of them", MODEL),
                    of("*.planner", "models that split its tasks", "as in models.toml", MODEL),
                    of("*.actuator", "models that carry out its nodes", "as in models.toml", MODEL),
                    of("*.verifier", "models that review", "as in models.toml", MODEL),
                    of("*.speculator", "models that shorten", "as in models.toml", MODEL)),
            "models", List.of(
                    of("tiers.planner", "models that split tasks, the first one that answers", NONE),
                    of("tiers.actuator", "models that carry out nodes", NONE),
                    of("tiers.verifier", "models that review", NONE),
                    of("tiers.speculator", "models that shorten", NONE),
                    of("models.*.api", "how it is spoken to: anthropic, openai, openai-responses, gemini or ollama", ""),
                    of("models.*.model", "its name at the provider", ""),
                    of("models.*.address", "where it is asked", "the provider's"),
                    of("models.*.key", "the variable or secret with its key, as ${NAME}", "the provider's"),
                    of("models.*.context", "tokens that it can read at once", Integer.toString(Model.CONTEXT)),
                    of("models.*.max_output", "tokens of one answer", Integer.toString(Model.ANSWER)),
                    of("models.*.temperature", "how freely it answers", "the provider's"),
                    of("models.*.silence", "how long it may say nothing, in seconds", Long.toString(Model.SILENCE.toSeconds())),
                    of("models.*.input_price", "for a million tokens that it reads", "not known"),
                    of("models.*.output_price", "for a million tokens that it writes", "not known"),
                    of("models.*.cached_price", "for a million tokens from the provider's cache", "not known"),
                    of("models.*.cache_write_price", "for a million tokens into that cache", "not known")),
            "mcp", List.of(
                    of("servers.*.command", "the program, on the PATH or absolute", NONE),
                    of("servers.*.args", "its arguments", NONE),
                    of("servers.*.env", "variables that it is given", NONE),
                    of("servers.*.network", "hosts that it may reach", "none at all"),
                    of("servers.*.address", "where it is asked, over HTTP", NONE),
                    of("servers.*.key", "the variable or secret with its key, as ${NAME}", NONE),
                    of("servers.*.timeout", "how long one call may take, in seconds", Long.toString(McpServer.TIMEOUT.toSeconds()))),
            "checks", List.of(
                    of("epsilon", "what a candidate's energy may be at most", Double.toString(Verification.EPSILON)),
                    of("parts.syn", "weight of findings of parsers", "1"),
                    of("parts.str", "weight of findings about references and lock files", "1"),
                    of("parts.log", "weight of what tests and commands find", "1"),
                    of("parts.boot", "weight of whether it starts", "1"),
                    of("parts.sheaf", "weight of nodes that do not fit together", "1"),
                    of("sensors.*", "weight of one sensor", "1")),
            "ledger", List.of(
                    of("content_budget", "what the content of a ledger may take on disk before you are told", "10 GiB")));

    ConfigKey {
        kinds = Set.copyOf(kinds);
    }

    private static ConfigKey of(String path, String says, String standard) {
        return new ConfigKey(path, says, standard, Set.of());
    }

    private static ConfigKey of(String path, String says, String standard, Set<String> kinds) {
        return new ConfigKey(path, says, standard, kinds);
    }

    /// Of the file of that name, in the order in which they are shown.
    static List<ConfigKey> of(String file) {
        return ALL.getOrDefault(file, List.of());
    }
}
