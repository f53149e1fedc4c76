package dev.countersign.policy;

import java.util.List;

/// Rules on actions.
public interface Policy {
    /// Every ruling that is not a plain yes, denials first; one [Ruling.Allow] where there are none. Never empty, never throws:
    /// a rule that fails is a denial that says so.
    List<Ruling> rule(Action action);

    /// The rules in force, for showing: name and one line each, in order.
    List<RuleInfo> rules();

    record RuleInfo(String name, String says) {}
}
