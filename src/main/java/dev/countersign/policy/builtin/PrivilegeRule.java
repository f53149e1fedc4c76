package dev.countersign.policy.builtin;

import dev.countersign.policy.Action;
import dev.countersign.policy.Policy.RuleInfo;
import dev.countersign.policy.Ruling;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// No command is started through a program that raises privileges.
final class PrivilegeRule implements Rule {
    private static final Set<String> RAISERS = Set.of("sudo", "su", "doas", "pkexec", "run0", "runas", "gsudo");

    @Override
    public RuleInfo info() {
        return new RuleInfo("privilege", "No command is started through sudo, su, doas, pkexec or the like.");
    }

    @Override
    public List<Ruling> objections(Action action) {
        return switch (action) {
            case Action.Change _, Action.Connect _, Action.Begin _ -> List.of();
            case Action.Run run -> {
                String program = run.argv().getFirst();
                String name = program.substring(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
                yield RAISERS.contains(name)
                        ? List.of(new Ruling.Deny(info().name(), "The " + run.purpose() + " would start " + program
                                + ", which raises privileges.", Optional.empty(), 0))
                        : List.of();
            }
        };
    }
}
