package dev.countersign.cli;

import dev.countersign.agent.Agent;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.plan.Argv;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import dev.countersign.plan.Requirement;
import dev.countersign.run.RunRequest;
import dev.countersign.run.Session;
import dev.countersign.sandbox.Level;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign run`: one task from start to ledger.
@Command(name = "run", mixinStandardHelpOptions = true, description = "Let an agent carry out a task, and review what it did.")
final class RunCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = {"-a", "--agent"}, paramLabel = "AGENT", description = "Agent for nodes that name none; default: patch.")
    private String agent = "patch";

    @Option(names = "--plan", paramLabel = "FILE", description = "Plan file (TOML or JSON) instead of a plan of one node.")
    private Path plan;

    @Option(names = "--planner", paramLabel = "AGENT", description = "Let this agent split the task into a plan first. At a terminal it is shown to be "
            + "edited before it runs.")
    private Optional<String> planner = Optional.empty();

    @Option(names = "--save-plan", paramLabel = "FILE", description = "Write the plan to a file that --plan reads.")
    private Optional<Path> savePlan = Optional.empty();

    @Option(names = "--plan-only", description = "Show the plan and stop.")
    private boolean planOnly;

    @Option(names = "--yes", description = "No questions: apply what is verified, whole and unruled; leave the rest undecided.")
    private boolean yes;

    @Option(names = "--check", paramLabel = "CMD", description = "Check command in place of those found; may be repeated.")
    private List<String> checks = new ArrayList<>();

    @Option(names = "--base", paramLabel = "REV|PATCH",
            description = "For the agent patch: a patch file, a git revision or a range A..B. Default: the edits in the dirty tree.")
    private Optional<String> base = Optional.empty();

    @Option(names = "--sandbox", paramLabel = "LEVEL",
            description = "Lower the sandbox for this run to L2, L1 or none, without being asked. Recorded in the ledger.")
    private Optional<String> sandbox = Optional.empty();

    @Option(names = "--network", paramLabel = "off|allow", description = "allow: agents reach the hosts that their entries name (default). "
            + "off: agents reach nothing, their models neither.")
    private String network = "allow";

    @Option(names = "--log-llm", description = "Keep the whole prompts and all that agents say and do in the ledger, not digests and answers alone. They can't be "
            + "taken out again.")
    private boolean keepPrompts;

    @Option(names = "--reviewer", paramLabel = "AGENT", description = "Ask this agent for its verdict on each candidate whose checks pass; may be repeated. "
            + "It approves nothing; with --yes, a node that a reviewer does not approve waits for a person.")
    private List<String> reviewers = new ArrayList<>();

    @Option(names = "--events", description = "Write each event of the run to standard output, as a line of JSON.")
    private boolean events;

    @Mixin
    private final LimitOptions limits = new LimitOptions();

    @Parameters(arity = "0..1", paramLabel = "TASK", description = "What is to be done.")
    private String task = "";

    RunCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Level> level = sandbox.map(RunCommand::level);
        if (!network.equals("off") && !network.equals("allow")) {
            throw usage("\"" + network + "\" is no way to run with the network; off and allow are.");
        }
        Plan given = chosenPlan();
        if (planner.isPresent() && plan != null) {
            throw usage("A plan is given already; --planner makes one.");
        }
        if (planner.isEmpty() && planOnly) {
            return shown(given);
        }
        try (Session session = workspace.open(context)) {
            Optional<Level> lowered = level.or(() -> consent(given));
            var request = new RunRequest(given, agent, base.map(this::absolute),
                    checks.stream().map(RunCommand::check).toList(), lowered, yes, limits.limits()).offline(network.equals("off")).reviewedBy(reviewers).plannedBy(planner);
            session.keepPrompts(keepPrompts);
            Optional<Plan> chosen = planner.isPresent() ? planned(session, request, planner.get()) : Optional.of(given);
            if (chosen.isEmpty()) {
                context.terminal().say("Nothing was started.");
                return Exit.UNDECIDED.status();
            }
            if (planOnly) {
                return shown(chosen.get());
            }
            save(chosen.get());
            return new RunFollower(context, session, workspace.json()).withEvents(events)
                    .follow(session.start(request.with(chosen.get())
                            .lowered(lowered.or(() -> planner.isPresent() ? consent(chosen.get()) : Optional.empty()))), !yes);
        }
    }

    private int shown(Plan chosen) throws IOException {
        print(chosen);
        save(chosen);
        return Exit.DONE.status();
    }

    private void save(Plan chosen) throws IOException {
        if (savePlan.isPresent()) {
            context.terminal().note("The plan is in " + PlanTalk.write(chosen, context.folder().resolve(savePlan.get())));
        }
    }

    /// The plan of an agent, as a person at the terminal wants it.
    private Optional<Plan> planned(Session session, RunRequest request, String name) throws IOException {
        Plan made = session.plan(request, name, event -> PlanTalk.tell(context.terminal(), event), Progress.NONE);
        return planOnly || yes || !context.terminal().interactive() ? Optional.of(made)
                : new PlanTalk(context.terminal(), context.folder(), agent).edit(made);
    }

    private Plan chosenPlan() {
        if (plan != null) {
            return PlanFile.read(context.folder().resolve(plan), task.isBlank() ? plan.getFileName().toString() : task);
        }
        if (!task.isBlank()) {
            return Plan.single(task);
        }
        if (agent.equals("patch")) {
            return Plan.single(base.map(input -> "Apply " + input).orElse("Review the edits in the working tree"));
        }
        throw usage("The agent \"" + agent + "\" needs a task.");
    }

    /// A patch file is named from the current folder; what is no file there is a git revision and stays as it is.
    private String absolute(String input) {
        Path file = context.folder().resolve(input);
        return java.nio.file.Files.isRegularFile(file) ? file.toString() : input;
    }

    /// Lowers the sandbox to what this machine has, by a person's word now. Never by `--yes`.
    private Optional<Level> consent(Plan chosen) {
        var protection = context.workbench().sandbox().protection();
        Set<String> unconfined = new LinkedHashSet<>();
        chosen.nodes().forEach(node -> unconfined.add(node.agent().orElse(agent)));
        planner.ifPresent(unconfined::add);
        unconfined.addAll(reviewers);
        unconfined.removeIf(name -> !context.workbench().agents().find(name).map(Agent::startsProcesses).orElse(false));
        if (protection.level() == Level.L3 || unconfined.isEmpty() || yes || !context.terminal().interactive()) {
            return Optional.empty();
        }
        context.terminal().say(protection.words() + ". " + String.join(", ", unconfined) + (protection.contains()
                ? " would be contained less than a run asks for: see countersign sandbox self-test."
                : " could read and change anything that you can."));
        String question = protection.contains() ? "Run at " + protection.level() + " this once? [y/N] "
                : "Run without a sandbox this once? [y/N] ";
        return context.terminal().ask(question).filter(a -> a.strip().equalsIgnoreCase("y")).map(_ -> protection.level());
    }

    private void print(Plan chosen) {
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("task", chosen.task(), "nodes", chosen.nodes().stream()
                    .map(node -> Json.object("id", node.id().value(), "class", node.kind().name().toLowerCase(java.util.Locale.ROOT),
                            "goal", node.goal(), "after", node.after().stream().map(Object::toString).toList(),
                            "agent", node.agent().orElse(agent), "owns", node.contract().owns(),
                            "checks", node.contract().checks(), "forbid", node.contract().forbid(),
                            "require", node.contract().require().stream().map(Requirement::text).toList(),
                            "declares", node.contract().declares().stream().map(Requirement::text).toList())).toList())));
            return;
        }
        context.terminal().say(chosen.task());
        PlanTalk.show(context.terminal(), chosen, agent);
    }

    /// A level by its name.
    static Level level(String text) {
        return Level.of(text).orElseThrow(() -> usage("\"" + text + "\" is no sandbox level; L3, L2, L1 and none are."));
    }

    /// A command as it was typed, in words.
    static List<String> check(String line) {
        return Argv.split(line).orElseThrow(() -> usage("The check \"" + line + "\" has no program, or a quote in it is not closed."));
    }

    private static UserException usage(String sentence) {
        return new UserException(Problem.of("USAGE-001", Exit.USAGE, sentence, "Nothing was started.",
                "See countersign run --help."));
    }
}
