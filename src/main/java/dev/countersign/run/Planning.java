package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.ModelCalls;
import dev.countersign.agent.Permissions;
import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import dev.countersign.fault.UserException;
import dev.countersign.model.Tier;
import dev.countersign.plan.Node;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Has an agent split a task into a plan. It reads the project in a copy of its own, which is deleted afterwards whatever it did there,
/// and answers in JSON; what is wrong with an answer goes back to it with the reason.
final class Planning {
    /// Answers before it is given up.
    static final int ANSWERS = 3;
    /// The kind of event that says why an answer was no plan.
    static final String SENT_BACK = "no plan";
    private static final String KEPT = "Nothing was started, and your workspace was not touched.";
    private static final Pattern FENCED = Pattern.compile("(?ms)^```[a-z]*\\s*$(.*?)^```\\s*$");

    private final Workspace workspace;
    private final Workbench bench;
    private final Policy policy;
    private final Containment containment;
    private final RunRequest request;
    private final Agent agent;
    private final List<String> names;

    /// @param request what the plan is for; its plan is one node with the task
    /// @param agent   that plans
    /// @param names   of the agents that nodes can name
    Planning(Workspace workspace, Workbench bench, Policy policy, RunRequest request, Agent agent, List<String> names) {
        this.workspace = workspace;
        this.bench = bench;
        this.policy = policy;
        this.containment = Containment.of(bench.sandbox(), request);
        this.request = request;
        this.agent = agent;
        this.names = List.copyOf(names);
    }

    /// Blocks until there is a plan that can run.
    ///
    /// @throws UserException        `RUN-003` where nothing contains the agent without leave, `RUN-013` where a rule denies its command,
    ///         `RUN-018` where no answer of it is a plan
    /// @throws EnvironmentException with the agent's own code where it fails
    /// @throws Progress.CancelledException where it was cancelled
    Plan plan(Consumer<AgentEvent> events, Progress progress) throws IOException {
        Path parent = bench.data().resolve("planners").resolve(workspace.id());
        Files.createDirectories(parent);
        Path folder = Files.createTempDirectory(parent, "");
        try (PackStore store = PackStore.open(folder.resolve("objects.pack"))) {
            Snapshot tree = workspace.capture(store, progress);
            try (Stage stage = workspace.stage(folder.resolve("stage"), tree, store, progress)) {
                String asked = prompt();
                String fault = "";
                for (int answer = 1; answer <= ANSWERS; answer++) {
                    String words = ask(stage, tree, store, fault.isEmpty() ? asked : asked + "\nYour last answer was no plan: " + fault
                            + "\nAnswer again, with the whole plan.\n", answer, events, progress);
                    try {
                        return checked(words);
                    } catch (ProblemException e) {
                        fault = e.problem().sentence();
                        events.accept(new AgentEvent.Other(SENT_BACK, fault));
                    }
                    stage.resetTo(tree);
                }
                throw new UserException(Problem.of("RUN-018", Exit.AGENT, agent.name() + " made no plan that can run, in " + ANSWERS
                        + " answers. The last one: " + fault, KEPT, "Ask another planner, or write a plan file: countersign run --plan FILE."));
            }
        } finally {
            RunStore.delete(folder);
        }
    }

    private String ask(Stage stage, Snapshot tree, PackStore store, String asked, int attempt, Consumer<AgentEvent> events, Progress progress)
            throws IOException {
        String prompt = bench.redaction().text(asked);
        allowed(prompt);
        Path home = RunParts.home(bench.data().resolve("agents"), agent.name());
        Files.createDirectories(home);
        progress.check();
        Node node = request.plan().nodes().getFirst();
        AgentResult result = agent.run(new AgentTask(node, request.plan().task(), prompt, attempt, stage, tree, store, Optional.empty(),
                workspace.root(), home, containment.protection().level(), List.of(), Permissions.NOBODY,
                new AgentTask.Leave(!request.offline(), OptionalLong.empty(), Gate.objections(policy, request.plan().nodes().getFirst())), Tier.PLANNER, ModelCalls.NONE), events, progress);
        progress.check();
        return switch (result) {
            case AgentResult.Finished finished -> finished.words();
            case AgentResult.Failed failed -> throw new EnvironmentException(Problem.of(failed.failure().kind().code(), Exit.AGENT,
                    "The planner " + agent.name() + " failed: " + failed.failure().message(), KEPT, "Ask again, or ask another one.")
                    .withDetails(failed.failure().stderrTail()), new IOException(failed.failure().message()));
            case AgentResult.Cancelled _ -> throw new Progress.CancelledException();
        };
    }

    private void allowed(String prompt) {
        if (agent.startsProcesses() && containment.isMissing()) {
            throw containment.refused(agent.name());
        }
        List<String> argv = agent.preview(prompt).argv();
        if (argv.isEmpty()) {
            return;
        }
        for (Ruling ruling : policy.rule(new Action.Run(request.plan().nodes().getFirst(), argv, "agent"))) {
            switch (ruling) {
                case Ruling.Allow _ -> { }
                case Ruling.Deny deny -> throw RunProblems.plannerDenied(agent.name(), deny.rule(), deny.reason());
                case Ruling.Ask ask -> {
                    if (!request.acceptUnconfined()) {
                        throw RunProblems.plannerDenied(agent.name(), ask.rule(), ask.reason());
                    }
                }
            }
        }
    }

    private Plan checked(String words) {
        Plan plan = PlanFile.json("the answer of " + agent.name(), json(words), request.plan().task());
        for (Node node : plan.nodes()) {
            if (node.agent().filter(name -> !names.contains(name)).isPresent()) {
                throw RunProblems.unknownAgent(node.agent().get(), names);
            }
        }
        return new Plan(request.plan().task(), plan.nodes());
    }

    /// The last fenced block; without one, the whole answer.
    private static String json(String words) {
        Matcher fenced = FENCED.matcher(words);
        String found = words;
        while (fenced.find()) {
            found = fenced.group(1);
        }
        return found.strip();
    }

    private String prompt() {
        return """
                Task: %s

                Do not carry it out, and change no file. Read the project in the current folder, and split the task into nodes that agents can
                carry out one by one, those that do not depend on each other at the same time. A small task is one node.

                Answer with one JSON object in a fenced block: {"node": [ ... ]}. A node has
                - "id": lower-case letters, digits and dashes
                - "goal": what its agent is asked for, in whole sentences; the agent sees this, the task, and the project
                - "class": "interface", "implementation" or "integration"
                - "owns": globs of the files that it may change ("src/api/**"). Each file belongs to one node at most. Only a plan of one node
                  may leave this empty, which means every file
                - "after": ids of the nodes whose changes it needs; [] for none
                - "checks": commands that must succeed for it; leave it out for those of the project
                - "forbid": regular expressions that no added line may match; leave it out for none
                - "require": regular expressions that a line of a file it owns must match when it is done, as "REGEX" or "in GLOB: REGEX"
                - "declares": names of symbols that a file it owns must declare when it is done, as "Store.put" or "in GLOB: Store.put";
                  for an interface node, what the others build on
                - "agent": one of %s; leave it out for %s
                """.formatted(request.plan().task().strip(), String.join(", ", names), request.agent());
    }
}
