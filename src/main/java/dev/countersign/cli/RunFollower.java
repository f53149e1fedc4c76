package dev.countersign.cli;

import dev.countersign.agent.PermissionRequest;
import dev.countersign.fault.Exit;
import dev.countersign.fault.UserException;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.run.NodeView;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.run.RunRecords;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Follows a run in the terminal until nothing more happens by itself, asking for decisions where a person is there.
final class RunFollower {
    private record Step(RunState state, RunEvent event) {}

    private final CliContext context;
    private final Session session;
    private final boolean json;
    private final RunPrinter printer;
    private final OutsideTalk.Settle settle;
    private boolean conflict;
    private boolean events;
    private final Set<RunEvent> told = new HashSet<>();
    private final Set<NodeId> putOff = new HashSet<>();

    RunFollower(CliContext context, Session session, boolean json) {
        this(context, session, json, OutsideTalk.Settle.ASK);
    }

    /// @param settle what becomes of conflicts with changes on disk
    RunFollower(CliContext context, Session session, boolean json, OutsideTalk.Settle settle) {
        this.settle = settle;
        this.context = context;
        this.session = session;
        this.json = json;
        printer = new RunPrinter(context.terminal());
    }

    /// @param yes each lasting event of the run is a line of JSON on standard output
    RunFollower withEvents(boolean yes) {
        events = yes;
        return this;
    }

    private void print(Step step) {
        printer.print(step.state(), step.event());
        if (events && step.event().isLasting() && !told.remove(step.event())) {
            context.terminal().say(RunRecords.line(step.event()));
        }
    }

    /// @param ask whether waiting nodes are put to the person at the terminal, if there is one
    /// @return the exit status
    int follow(RunId run, boolean ask) throws IOException {
        return follow(run, ask, () -> { });
    }

    /// What makes the run go on.
    interface Start {
        void run() throws IOException;
    }

    /// @param start done once the run is listened to
    int follow(RunId run, boolean ask, Start start) throws IOException {
        BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
        try (AutoCloseable _ = session.listen((state, event) -> {
            if (state.id().equals(run)) {
                steps.add(new Step(state, event));
            }
        })) {
            RunState state = session.run(run).orElseThrow();
            printer.started(state);
            if (events) {
                // What happened before it was listened to, of which the last may be heard again.
                List<RunEvent> before = session.records().events(run);
                before.forEach(event -> context.terminal().say(RunRecords.line(event)));
                told.addAll(before);
            }
            start.run();
            NodeId decided = null;
            while (true) {
                Step step = steps.poll(200, TimeUnit.MILLISECONDS);
                if (step != null) {
                    print(step);
                    if (step.event() instanceof RunEvent.Asked asked) {
                        answer(run, asked, ask && context.terminal().interactive());
                    }
                    state = step.state();
                    if (decided != null && answers(step.event(), decided)) {
                        decided = null;
                    }
                    continue;
                }
                state = session.run(run).orElse(state);
                if (decided != null || !idle(state)) {
                    continue;
                }
                Optional<NodeView> next = ask && context.terminal().interactive() ? next(state) : Optional.empty();
                if (next.isEmpty()) {
                    return finish(state, ask);
                }
                decided = review(run, next.get());
            }
        } catch (InterruptedException e) {
            session.cancel(run);
            Thread.currentThread().interrupt();
            return Exit.UNDECIDED.status();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether an event tells that what was said of a node is under way.
    private static boolean answers(RunEvent event, NodeId node) {
        return event instanceof RunEvent.Decided decided && decided.node().equals(node)
                || event instanceof RunEvent.Moved moved && moved.node().equals(node) && moved.state() instanceof NodeState.Waiting;
    }

    /// An agent at work waits for leave. Nobody at the terminal is a refusal that the agent's success does not cover.
    private void answer(RunId run, RunEvent.Asked asked, boolean person) throws IOException {
        PermissionRequest request = asked.request();
        Optional<String> option = Optional.empty();
        if (person) {
            request.command().ifPresent(command -> context.terminal().say("  $ " + String.join(" ", command)));
            request.detail().lines().limit(40).forEach(line -> context.terminal().say("  " + line));
            for (int i = 0; i < request.options().size(); i++) {
                context.terminal().say("  " + (i + 1) + "  " + request.options().get(i).label());
            }
            int chosen = context.terminal().ask("Number, or Enter for no: ").map(String::strip).filter(a -> a.matches("[0-9]{1,2}"))
                    .map(Integer::parseInt).orElse(0);
            option = chosen >= 1 && chosen <= request.options().size() ? Optional.of(request.options().get(chosen - 1).id()) : Optional.empty();
        }
        try {
            session.answer(run, asked.node(), request.id(), option, person ? context.user() : "");
        } catch (UserException e) {
            // It was answered elsewhere, or its agent has ended.
            context.terminal().note(e.problem().sentence() + " [" + e.problem().code() + "]");
        }
    }

    private Optional<NodeView> next(RunState state) {
        return state.waiting().stream().filter(node -> !putOff.contains(node.node().id())).findFirst();
    }

    private @org.jspecify.annotations.Nullable NodeId review(RunId run, NodeView node) throws IOException {
        NodeId id = node.node().id();
        var review = new TerminalReview(context.terminal(), session, run, node, context.user(), context.workbench().clock(), settle);
        TerminalReview.Answer answer = review.ask();
        conflict |= review.isConflict();
        try {
            switch (answer) {
                case TerminalReview.Answer.Given given -> session.decide(run, id, given.decision(), context.user());
                case TerminalReview.Answer.StartOver _ -> session.retry(run, id);
                case TerminalReview.Answer.Later _ -> {
                    putOff.add(id);
                    return null;
                }
            }
        } catch (UserException e) {
            // The node still waits: it is put to the person again.
            context.terminal().note(e.problem().sentence() + " [" + e.problem().code() + "]");
            return null;
        }
        return id;
    }

    private int finish(RunState state, boolean asked) {
        if (events) {
            // Lines of events and nothing else: what waits for whom is in them.
            state.waiting().forEach(node -> context.terminal().note("Waiting for you: " + node.node().id()));
        } else if (json) {
            context.terminal().say(Json.text(StatusCommand.document(state, session.isElsewhere(state.id()), context.workbench().clock().instant())));
        } else {
            printer.summary(state);
        }
        Exit exit = exit(state, asked && context.terminal().interactive());
        return (conflict && (exit == Exit.UNDECIDED || exit == Exit.VERIFICATION) ? Exit.CONFLICT : exit).status();
    }

    /// Nothing runs, and nothing can start by itself.
    static boolean idle(RunState state) {
        boolean paused = state.course().pause().isPresent();
        return !state.isMerging() && state.nodes().values().stream().allMatch(node -> switch (node.state()) {
            case NodeState.Running _, NodeState.Verifying _, NodeState.Committing _ -> false;
            case NodeState.Waiting _ -> paused || node.node().after().stream()
                    .anyMatch(before -> !(state.nodes().get(before).state() instanceof NodeState.Committed));
            case NodeState.AwaitingReview _, NodeState.Committed _, NodeState.Stopped _, NodeState.Rejected _,
                 NodeState.Failed _, NodeState.Unchanged _, NodeState.Blocked _, NodeState.Cancelled _ -> true;
        });
    }

    /// The status a run ends with: the gravest thing that happened to one of its nodes.
    ///
    /// @param human whether a person was there to decide
    static Exit exit(RunState state, boolean human) {
        if (state.course().pause().filter(pause -> pause.measure().isPresent()).isPresent()) {
            return Exit.BUDGET;
        }
        if (state.isHeldTogether()) {
            return Exit.VERIFICATION;
        }
        List<Exit> all = state.nodes().values().stream().map(node -> exit(node, human)).toList();
        return List.of(Exit.AGENT, Exit.REFUSED, Exit.CONFLICT, Exit.VERIFICATION, Exit.HUMAN, Exit.UNDECIDED).stream()
                .filter(all::contains).findFirst().orElse(Exit.DONE);
    }

    private static Exit exit(NodeView node, boolean human) {
        return switch (node.state()) {
            case NodeState.Committed _, NodeState.Unchanged _ -> Exit.DONE;
            case NodeState.Failed _ -> Exit.AGENT;
            case NodeState.Stopped _ -> Exit.REFUSED;
            case NodeState.AwaitingReview _ when !node.conflicts().isEmpty() -> Exit.CONFLICT;
            case NodeState.AwaitingReview _ when node.verification().map(v -> !v.isStable()).orElse(false) -> Exit.VERIFICATION;
            case NodeState.AwaitingReview _ -> human ? Exit.UNDECIDED : Exit.HUMAN;
            case NodeState.Waiting _, NodeState.Running _, NodeState.Verifying _, NodeState.Committing _,
                 NodeState.Rejected _, NodeState.Blocked _, NodeState.Cancelled _ -> Exit.UNDECIDED;
        };
    }
}
