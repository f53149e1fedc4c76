package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Agents;
import dev.countersign.plan.PlanValidator;
import dev.countersign.policy.Action;
import dev.countersign.policy.Ruling;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What stands between a request and its run: a valid plan, no rule against it, agents that may be named, and what contains them.
final class Admission {
    private final Workbench bench;
    private final Policies policies;
    private final ProjectAgents projectAgents;
    private final LedgerDesk desk;
    private final EntryFacts facts;
    private final RunShelf runs;

    Admission(Workbench bench, Policies policies, ProjectAgents projectAgents, LedgerDesk desk, EntryFacts facts, RunShelf runs) {
        this.bench = bench;
        this.policies = policies;
        this.projectAgents = projectAgents;
        this.desk = desk;
        this.facts = facts;
        this.runs = runs;
    }

    /// Starts the run of a request that is admitted; else nothing has started. Throws as [Session#start] does.
    RunId admit(RunRequest request) throws IOException {
        List<String> faults = PlanValidator.faults(request.plan()).stream().map(PlanValidator.Fault::sentence).toList();
        if (!faults.isEmpty()) {
            throw RunProblems.invalidPlan(faults);
        }
        refuseByRule(request);
        List<String> names = Stream.concat(request.plan().nodes().stream().map(n -> n.agent().orElse(request.agent())), Stream.concat(request.reviewers().stream(), request.planner().stream()))
                .distinct().toList();
        List<Agent> agents = new ArrayList<>();
        for (String name : names) {
            agents.add(agent(name));
        }
        Containment containment = Containment.of(bench.sandbox(), request);
        List<String> programs = agents.stream().filter(Agent::startsProcesses).map(Agent::name).toList();
        if (containment.isMissing() && !programs.isEmpty()) {
            throw containment.refused(programs.getFirst());
        }
        List<String> allowed = containment.isLowered() ? programs : List.of();
        Instant now = bench.clock().instant();
        RunId id = runs.newId(now, bench.random());
        RunEngine engine;
        try {
            if (!allowed.isEmpty()) {
                desk.record(facts.grant(id, request, containment.protection().words(), allowed, System.getProperty("user.name", ""), now));
            }
            engine = runs.create(new RunEvent.Started(now, id, request, containment.protection()));
        } catch (IOException | RuntimeException e) {
            runs.discard(id);
            throw e;
        }
        engine.goOn();
        return id;
    }

    /// A plan that is denied does not start; one that a person is to be asked about does where a person will review it.
    private void refuseByRule(RunRequest request) throws IOException {
        for (Ruling ruling : policies.policy().rule(new Action.Begin(request.plan()))) {
            Optional<String> why = switch (ruling) {
                case Ruling.Allow _ -> Optional.empty();
                case Ruling.Ask ask -> Optional.of(ask.reason()).filter(_ -> request.headless());
                case Ruling.Deny deny -> Optional.of(deny.reason());
            };
            if (why.isPresent()) {
                desk.record(facts.planDenial(request, ruling, why.get(), System.getProperty("user.name", "")));
                throw RunProblems.planDenied(ruling.rule(), why.get());
            }
        }
    }

    /// @throws dev.countersign.fault.UserException `AGENT-002`, or `AGENT-003` for one of a registry that is not trusted
    Agent agent(String name) throws IOException {
        Agents known = projectAgents.inForce();
        Optional<Agent> found = known.find(name);
        if (found.isPresent()) {
            return found.get();
        }
        throw projectAgents.refusal(name).orElseGet(() -> RunProblems.unknownAgent(name, known.all().stream().map(Agent::name).toList()));
    }
}
