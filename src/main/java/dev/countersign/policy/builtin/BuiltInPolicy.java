package dev.countersign.policy.builtin;

import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The built-in rules together. All of them are asked; a rule that fails denies.
public final class BuiltInPolicy implements Policy {
    private final List<Rule> rules;

    public BuiltInPolicy() {
        this(List.of(new OwnershipRule(), new SecretsRule(), new LinksRule(), new SensitivePathsRule(), new SizeRule(),
                new PrivilegeRule()));
    }

    BuiltInPolicy(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    @Override
    public List<Ruling> rule(Action action) {
        var rulings = new ArrayList<Ruling>();
        for (Rule rule : rules) {
            try {
                rulings.addAll(rule.objections(action));
            } catch (IOException | RuntimeException e) {
                rulings.add(new Ruling.Deny(rule.info().name(), "The rule could not be applied, so it denies: " + e.getMessage(),
                        Optional.empty(), 0));
            }
        }
        if (rulings.isEmpty()) {
            return List.of(new Ruling.Allow("built-in"));
        }
        rulings.sort(Comparator.comparingInt(Ruling::severity));
        return List.copyOf(rulings);
    }

    @Override
    public List<RuleInfo> rules() {
        return rules.stream().map(Rule::info).toList();
    }
}
