package dev.countersign.agent;

import dev.countersign.model.Tier;
import dev.countersign.plan.NodeClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// How an agent is started, as a registry says it: a command-line agent, one that speaks the Agent Client Protocol, or a model that
/// Countersign asks by itself.
///
/// @param command     a program on the PATH, or an absolute path; empty for a model
/// @param args        templates, see [Placeholders]
/// @param environment the variables that it gets beside the base ones
/// @param timeout     from spawn to last byte; between [#SHORTEST] and [#LONGEST]
/// @param authHint    for a person: how to log in; may be empty
/// @param install     for a person: how to install it; may be empty
/// @param kinds       what kinds of nodes it is for; empty for all
/// @param source      where this was read: "built in", or a file
/// @param network     what it may reach
/// @param acp         what else holds for an agent that speaks the Agent Client Protocol
/// @param model       what else holds for a model; at most one of these two
/// @param tools       how a command-line agent is told of granted tools; empty where it cannot be
public record AgentSpec(String name, String description, String command, List<String> args, PromptBy prompt,
                        SortedMap<String, Variable> environment, Duration timeout, String authHint, String install,
                        Set<NodeClass> kinds, String source, Optional<Acp> acp, AgentNetwork network, Optional<ByModel> model,
                        Optional<ToolFlags> tools) {
    public static final Duration SHORTEST = Duration.ofSeconds(10);
    public static final Duration LONGEST = Duration.ofSeconds(900);

    public AgentSpec {
        args = List.copyOf(args);
        environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
        kinds = Set.copyOf(kinds);
        timeout = timeout.compareTo(SHORTEST) < 0 ? SHORTEST : timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
        Optional<String> fault = Placeholders.faultOf(args, prompt);
        if (fault.isPresent()) {
            throw new IllegalArgumentException(fault.get());
        }
        if ((acp.isPresent() || model.isPresent()) != (prompt == PromptBy.PROTOCOL) || acp.isPresent() && model.isPresent()) {
            throw new IllegalArgumentException("the prompt goes by the protocol where there is one, and only there");
        }
    }

    /// A command-line agent.
    public AgentSpec(String name, String description, String command, List<String> args, PromptBy prompt,
                     SortedMap<String, Variable> environment, Duration timeout, String authHint, String install,
                     Set<NodeClass> kinds, String source) {
        this(name, description, command, args, prompt, environment, timeout, authHint, install, kinds, source, Optional.empty());
    }

    /// One that has the network of this machine.
    public AgentSpec(String name, String description, String command, List<String> args, PromptBy prompt,
                     SortedMap<String, Variable> environment, Duration timeout, String authHint, String install,
                     Set<NodeClass> kinds, String source, Optional<Acp> acp) {
        this(name, description, command, args, prompt, environment, timeout, authHint, install, kinds, source, acp, AgentNetwork.OPEN);
    }

    /// One that is a program.
    public AgentSpec(String name, String description, String command, List<String> args, PromptBy prompt,
                     SortedMap<String, Variable> environment, Duration timeout, String authHint, String install,
                     Set<NodeClass> kinds, String source, Optional<Acp> acp, AgentNetwork network) {
        this(name, description, command, args, prompt, environment, timeout, authHint, install, kinds, source, acp, network, Optional.empty(), Optional.empty());
    }

    /// The names of all variables that it takes: by name, in a text, in an argument.
    public Set<String> variables() {
        var names = new TreeSet<>(Placeholders.variables(args));
        environment.forEach((name, variable) -> {
            switch (variable) {
                case Variable.Passed _ -> names.add(name);
                case Variable.Text text -> names.addAll(Placeholders.references(text.template()));
            }
        });
        network.providers().forEach(provider -> {
            names.addAll(provider.keyVariables());
            names.addAll(Set.of(provider.addressVariable(), provider.hostVariable()));
        });
        return names;
    }

    /// For a person: what it says beside the command, the environment and the network, a line each.
    public List<String> settings() {
        var lines = new ArrayList<String>();
        lines.add("is ended after " + timeout.toSeconds() + " s");
        if (prompt == PromptBy.STDIN) {
            lines.add("has its prompt on standard input");
        }
        acp.ifPresent(settings -> {
            lines.add("speaks the Agent Client Protocol, and is ended after " + settings.silence().toSeconds() + " s without a word");
            settings.mode().ifPresent(mode -> lines.add("is put into the mode " + mode));
            settings.options().forEach((id, value) -> lines.add("has the option " + id + " = " + value));
            settings.authMethod().ifPresent(method -> lines.add("logs in by " + method));
        });
        model.ifPresent(settings -> {
            lines.add("may use " + (settings.tools().isEmpty() ? "no tools" : String.join(", ", settings.tools().stream().map(Tool::label).toList())));
            settings.tiers().forEach((tier, names) -> lines.add(tier.label() + ": " + String.join(", ", names)));
            settings.requests().ifPresent(most -> lines.add("asks at most " + most + " times a call"));
            settings.tokens().ifPresent(most -> lines.add("may not ask again after " + most + " tokens a call"));
        });
        tools.ifPresent(flags -> lines.add("is told of granted tools as " + flags.label() + " is"));
        if (!kinds.isEmpty()) {
            lines.add("is for " + String.join(", ", kinds.stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).sorted().toList()));
        }
        return lines;
    }

    /// @param mode       the session mode it is put into; empty for its own default
    /// @param options    values for its configuration options, by their ids
    /// @param authMethod the method it is told to log in by, where it asks for a login
    /// @param silence    how long it may say nothing while no tool runs and no question is open
    public record Acp(Optional<String> mode, SortedMap<String, String> options, Optional<String> authMethod, Duration silence) {
        public static final Duration SILENCE = Duration.ofSeconds(240);

        public Acp {
            options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        }
    }

    /// @param tiers    names of models over those that are set up for everyone
    /// @param tools    that it may use
    /// @param requests how often one call may ask a model
    /// @param tokens   after how many tokens one call may not ask again
    public record ByModel(Map<Tier, List<String>> tiers, Set<Tool> tools, OptionalLong requests, OptionalLong tokens) {
        public ByModel {
            Map<Tier, List<String>> copy = new EnumMap<>(Tier.class);
            tiers.forEach((tier, names) -> copy.put(tier, List.copyOf(names)));
            tiers = Collections.unmodifiableMap(copy);
            Set<Tool> all = EnumSet.noneOf(Tool.class);
            all.addAll(tools);
            tools = Collections.unmodifiableSet(all);
        }
    }

    /// How a command-line agent is told, by its arguments, of a server of the Model Context Protocol. Calls need no leave of its own:
    /// Countersign asks the rules and the person.
    public enum ToolFlags {
        /// `--mcp-config`, as Claude Code has it.
        CLAUDE,
        /// `-c mcp_servers.NAME.…`, as Codex has it.
        CODEX;

        /// As a registry calls it.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What Countersign does for a model, in the private copy.
    public enum Tool {
        READ, SEARCH, LIST, WRITE, EDIT, RUN, REMEMBER;

        /// As a registry and the model call it.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Whether it leaves everything as it is.
        public boolean isReading() {
            return switch (this) {
                case READ, SEARCH, LIST -> true;
                case WRITE, EDIT, RUN, REMEMBER -> false;
            };
        }
    }

    /// How the prompt reaches the agent.
    public enum PromptBy {
        /// In place of `{prompt}` in the arguments.
        ARGUMENT,
        /// On standard input, which is then closed.
        STDIN,
        /// In a message.
        PROTOCOL
    }

    /// Where the value of an environment variable comes from.
    public sealed interface Variable {
        /// From the variable of the same name, where that is set.
        record Passed() implements Variable {}

        /// A text in which each `${VAR}` is replaced once; a variable that is not set is an error.
        record Text(String template) implements Variable {}
    }
}
