package dev.countersign.policy.starlark;

import dev.countersign.starlark.value.FunctionValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A function that rules, by its name, with what it may be given: the first parameters by any name, others by the names here.
enum Check {
    FILE_WRITE("check_file_write", List.of("path", "content"), Set.of("change", "node")),
    COMMAND("check_command", List.of("cmd"), Set.of("command", "argv", "purpose", "node")),
    EVALUATE_COMMAND("evaluate_command", List.of("command"), Set.of("cmd", "argv", "purpose", "node")),
    NETWORK("check_network", List.of("host", "port"), Set.of("node")),
    PLAN("check_plan", List.of("plan"), Set.of()),
    CHANGESET("check_changeset", List.of("changes"), Set.of("node"));

    private final String function;
    private final List<String> first;
    private final Set<String> more;

    Check(String function, List<String> first, Set<String> more) {
        this.function = function;
        this.first = first;
        this.more = more;
    }

    String function() {
        return function;
    }

    static Optional<Check> named(String function) {
        return Arrays.stream(values()).filter(check -> check.function.equals(function)).findFirst();
    }

    /// What one parameter takes. @param parameter its name in the script
    record Takes(String parameter, String fact) {}

    /// What the parameters of `rule` take, in order.
    ///
    /// @throws IllegalArgumentException in words, where one takes nothing that there is
    List<Takes> takes(FunctionValue rule) {
        var takes = new ArrayList<Takes>();
        List<String> parameters = rule.code().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i);
            if (first.contains(name) || more.contains(name)) {
                takes.add(new Takes(name, name));
            } else if (i < first.size()) {
                takes.add(new Takes(name, first.get(i)));
            } else if (rule.standard(i) == null) {
                var known = new ArrayList<>(first);
                more.stream().sorted().forEach(known::add);
                throw new IllegalArgumentException("there is nothing for parameter " + name + " of " + function + ", which can have "
                        + String.join(", ", known));
            }
        }
        return takes;
    }
}
