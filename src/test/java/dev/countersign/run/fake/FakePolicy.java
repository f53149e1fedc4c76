package dev.countersign.run.fake;

import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Denies changes of `secret*` and commands called `rm`; asks about `ask*`; allows the rest.
public final class FakePolicy implements Policy {
    @Override
    public List<Ruling> rule(Action action) {
        var rulings = new ArrayList<Ruling>();
        switch (action) {
            case Action.Change change -> change.changeset().edits().forEach(edit -> {
                if (edit.path().name().startsWith("secret")) {
                    rulings.addFirst(new Ruling.Deny("no-secrets", edit.path() + " is secret", Optional.of(edit.path()), 0));
                } else if (edit.path().name().startsWith("ask")) {
                    rulings.add(new Ruling.Ask("ask-first", edit.path() + " needs a look", Optional.of(edit.path()), 0));
                }
            });
            case Action.Run run -> {
                if (run.argv().getFirst().equals("rm")) {
                    rulings.add(new Ruling.Deny("no-rm", "rm is not allowed", Optional.empty(), 0));
                }
            }
            case Action.Connect _, Action.Begin _ -> { }
        }
        return rulings.isEmpty() ? List.of(new Ruling.Allow("fake")) : List.copyOf(rulings);
    }

    @Override
    public List<RuleInfo> rules() {
        return List.of(new RuleInfo("no-secrets", "No file called secret"), new RuleInfo("no-rm", "No rm"));
    }
}
