package dev.countersign.policy;

import dev.countersign.workspace.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Rules on actions. Safe for use by several threads.
public interface Policy {
    /// Every ruling that is not a plain yes, denials first; one [Ruling.Allow] where there are none. Never empty, never throws:
    /// a rule that fails is a denial that says so.
    List<Ruling> rule(Action action);

    /// The rules in force, for showing: name and one line each, in order.
    List<RuleInfo> rules();

    /// These rules with those that a project has of its own.
    default Policy within(Project project) {
        return this;
    }

    /// The rules that are files; empty where none can be.
    default Optional<Rulebook> rulebook() {
        return Optional.empty();
    }

    record RuleInfo(String name, String says) {}

    /// @param root    the project's folder
    /// @param trusted whether a person trusts the project's rules with this digest; asked each time it matters
    record Project(Path root, Predicate<Sha256> trusted) {}
}
