package dev.countersign.ui.run;

import dev.countersign.agent.Agent;
import dev.countersign.plan.Plan;
import dev.countersign.run.RunRequest;
import dev.countersign.sandbox.Level;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;

/// Asks the user's leave before programs of agents start that nothing contains, once for the same agents. JavaFX thread.
final class Consents {
    private final Texts texts = Texts.of(Consents.class);
    private final Runs runs;
    private final Background background;
    private final ComposerViewModel.Consent consent;
    private final Set<String> agreed = new HashSet<>();

    Consents(Runs runs, Background background, ComposerViewModel.Consent consent) {
        this.runs = runs;
        this.background = background;
        this.consent = consent;
    }

    /// Another task: what was agreed to is not for it.
    void forget() {
        agreed.clear();
    }

    /// @param agents that are to start
    /// @param whole  the plan of `request` is shown, and not one call of each agent
    /// @param busy   true while the question is prepared
    /// @param then   given the request, with the user's leave in it where that was needed; not called where the user says no
    /// @return what is done before the question; empty where nothing is asked
    Optional<Job<List<Runs.Planned>>> allow(RunRequest request, List<Agent> agents, boolean whole, BooleanProperty busy, Consumer<RunRequest> then) {
        List<String> unconfined = runs.protection().level().isBelow(Level.L3)
                ? agents.stream().filter(Agent::startsProcesses).map(Agent::name).toList() : List.of();
        if (agreed.containsAll(unconfined)) {
            then.accept(unconfined.isEmpty() ? request : accepted(request));
            return Optional.empty();
        }
        busy.set(true);
        return Optional.of(background.run(texts.text("work.prepare"), _ -> {
            var planned = new ArrayList<Runs.Planned>();
            for (String name : unconfined) {
                planned.addAll(runs.planned(request.by(name).with(Plan.single(request.plan().task()))));
            }
            return whole ? runs.planned(request) : List.copyOf(planned);
        }).onSuccess(planned -> {
            busy.set(false);
            consent.ask(planned, runs.protection().words(), () -> {
                agreed.addAll(unconfined);
                then.accept(accepted(request));
            });
        }));
    }

    private RunRequest accepted(RunRequest request) {
        return request.lowered(Optional.of(runs.protection().level()));
    }
}
