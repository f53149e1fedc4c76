package dev.countersign.agent;

import dev.countersign.agent.AgentSpec.Variable;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Redactor;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The whole environment of an agent: a base, and what its registry entry allows. Whatever came from the user's variables is
/// taken for a secret.
///
/// @param shown   the same with secrets masked
/// @param secrets name to value, longest value first
public record AgentEnvironment(SortedMap<String, String> variables, SortedMap<String, String> shown, List<Map.Entry<String, String>> secrets) {
    /// Stands for a secret where a value is shown.
    public static final String MASK = "••••••";

    /// @param system the environment of this process @param home the agent's private folder
    /// @throws Placeholders.MissingVariable where the registry needs a variable that is not set
    public static AgentEnvironment of(AgentSpec spec, Map<String, String> system, String home) throws Placeholders.MissingVariable {
        var variables = new TreeMap<String, String>();
        variables.put("PATH", system.entrySet().stream().filter(e -> e.getKey().equalsIgnoreCase("PATH"))
                .map(Map.Entry::getValue).findFirst().orElse(""));
        variables.put("HOME", home);
        variables.put("LANG", system.getOrDefault("LANG", "C.UTF-8"));
        variables.put("TERM", "dumb");
        for (String name : List.of("SystemRoot", "ComSpec", "PATHEXT")) {
            if (system.containsKey(name)) {
                variables.put(name, system.get(name));
            }
        }
        var shown = new TreeMap<>(variables);
        var secrets = new TreeMap<String, String>();
        for (Map.Entry<String, Variable> each : spec.environment().entrySet()) {
            String name = each.getKey();
            switch (each.getValue()) {
                case Variable.Passed _ -> {
                    String value = system.get(name);
                    if (value != null) {
                        variables.put(name, value);
                        shown.put(name, MASK);
                        secrets.put(name, value);
                    }
                }
                case Variable.Text text -> {
                    String value = Placeholders.dereference(text.template(), system);
                    variables.put(name, value);
                    boolean secret = Placeholders.refers(text.template());
                    shown.put(name, secret ? MASK : value);
                    if (secret) {
                        secrets.put(name, value);
                    }
                }
            }
        }
        Placeholders.variables(spec.args()).stream().filter(system::containsKey).forEach(name -> secrets.put(name, system.get(name)));
        return new AgentEnvironment(variables, shown, secrets.entrySet().stream().filter(e -> e.getValue().length() >= Redactor.SHORTEST)
                .sorted(Comparator.comparing((Map.Entry<String, String> e) -> e.getValue().length()).reversed()).toList());
    }

    /// With other variables over these.
    ///
    /// @param masked which of them are not shown
    AgentEnvironment and(SortedMap<String, String> more, Set<String> masked) {
        var all = new TreeMap<>(variables);
        all.putAll(more);
        var seen = new TreeMap<>(shown);
        more.forEach((name, value) -> seen.put(name, masked.contains(name) ? MASK : value));
        return new AgentEnvironment(all, seen, secrets);
    }

    /// Makes its secrets known, so that they are taken out of whatever the agent prints.
    ///
    /// @return itself
    public AgentEnvironment knownTo(Redaction redaction) {
        redaction.learn(secrets.stream().filter(secret -> Redaction.isSecret(secret.getKey(), secret.getValue()))
                .map(secret -> new Redactor.Known(secret.getKey(), secret.getValue())).toList());
        return this;
    }
}
