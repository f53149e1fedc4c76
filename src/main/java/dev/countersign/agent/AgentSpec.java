package dev.countersign.agent;

import dev.countersign.plan.NodeClass;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a command-line agent is started, as a registry says it.
///
/// @param command     a program on the PATH, or an absolute path
/// @param args        templates, see [Placeholders]
/// @param environment the variables that it gets beside the base ones
/// @param timeout     from spawn to last byte; between [#SHORTEST] and [#LONGEST]
/// @param authHint    for a person: how to log in; may be empty
/// @param install     for a person: how to install it; may be empty
/// @param kinds       what kinds of nodes it is for; empty for all
/// @param source      where this was read: "built in", or a file
public record AgentSpec(String name, String description, String command, List<String> args, PromptBy prompt,
                        SortedMap<String, Variable> environment, Duration timeout, String authHint, String install,
                        Set<NodeClass> kinds, String source) {
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
    }

    /// How the prompt reaches the agent.
    public enum PromptBy {
        /// In place of `{prompt}` in the arguments.
        ARGUMENT,
        /// On standard input, which is then closed.
        STDIN
    }

    /// Where the value of an environment variable comes from.
    public sealed interface Variable {
        /// From the variable of the same name, where that is set.
        record Passed() implements Variable {}

        /// A text in which each `${VAR}` is replaced once; a variable that is not set is an error.
        record Text(String template) implements Variable {}
    }
}
