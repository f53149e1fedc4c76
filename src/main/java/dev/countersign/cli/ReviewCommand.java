package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.run.NodeView;
import dev.countersign.run.ReviewScope;
import dev.countersign.run.ReviewerVerdict;
import dev.countersign.run.RunState;
import dev.countersign.run.ScopedChanges;
import dev.countersign.run.Session;
import dev.countersign.run.VerdictReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign review [RUN]`: decide what waits.
@Command(name = "review", mixinStandardHelpOptions = true, description = "Decide what waits for you, in the terminal.")
final class ReviewCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--summary", description = "Say what changed, what was checked and what was not, and decide nothing.")
    private boolean summary;

    @Option(names = "--verdict", paramLabel = "FILE", description = "Bring in what another reviewer wrote of the node that waits. It approves nothing.")
    private Optional<Path> verdict = Optional.empty();

    @Option(names = "--reviewer", paramLabel = "NAME", description = "With --verdict: who wrote it.")
    private Optional<String> reviewer = Optional.empty();

    @Option(names = "--ask", paramLabel = "AGENT", description = "Let this agent read the diff and the contract, and bring in its verdict. It approves nothing.")
    private Optional<String> asked = Optional.empty();

    @Option(names = "--scope", paramLabel = "node|since|task|tree", description = "Show what the node proposes, what of it changed since you last "
            + "answered, the whole task, or what lies uncommitted in the workspace; decides nothing.")
    private Optional<ReviewScope> scope = Optional.empty();

    @Option(names = "--node", paramLabel = "NODE", description = "With --summary, --verdict, --ask or --scope: this node alone; default: all that wait.")
    private Optional<String> node = Optional.empty();

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run; default: the newest with something to decide.")
    private Optional<String> run = Optional.empty();

    @ArgGroup(exclusive = true)
    private ForConflicts conflicts = new ForConflicts();

    /// What becomes of every conflict with a change on disk.
    static final class ForConflicts {
        @Option(names = "--ours", description = "Where a file changed on disk meanwhile, keep the disk's lines in each conflict.")
        private boolean ours;

        @Option(names = "--theirs", description = "Where a file changed on disk meanwhile, take the agent's lines in each conflict.")
        private boolean theirs;
    }

    ReviewCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            Optional<RunState> chosen = run.isPresent() ? Optional.of(StatusCommand.find(session, run.get()))
                    : session.runs().stream().filter(state -> !state.waiting().isEmpty()).findFirst();
            if (verdict.isPresent()) {
                return takeVerdict(session, chosen, verdict.get());
            }
            if (asked.isPresent()) {
                return ask(session, chosen, asked.get());
            }
            if (scope.isPresent() && chosen.isPresent()) {
                return show(session, chosen.get(), scope.get());
            }
            if (summary && chosen.isPresent()) {
                return summarise(session, chosen.get());
            }
            if (chosen.isEmpty() || chosen.get().waiting().isEmpty()) {
                context.terminal().say("Nothing waits for a decision.");
                return Exit.DONE.status();
            }
            if (!context.terminal().interactive()) {
                throw new UserException(Problem.of("USAGE-003", Exit.HUMAN, "A decision needs a person at a terminal.",
                        "Nothing was decided.", "Run countersign review in a terminal, or open the desktop."));
            }
            return new RunFollower(context, session, workspace.json(), conflicts.ours ? OutsideTalk.Settle.OURS
                    : conflicts.theirs ? OutsideTalk.Settle.THEIRS : OutsideTalk.Settle.ASK).follow(chosen.get().id(), true);
        }
    }

    private int summarise(Session session, RunState state) {
        Instant now = context.workbench().clock().instant();
        List<SummaryPrinter> printers = nodes(state).stream()
                .map(view -> new SummaryPrinter(context.terminal(), session, state.id(), view, now)).toList();
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("run", state.id().value(), "task", state.plan().task(),
                    "nodes", printers.stream().map(SummaryPrinter::document).toList())));
        } else {
            printers.forEach(SummaryPrinter::print);
        }
        return Exit.DONE.status();
    }

    private int takeVerdict(Session session, Optional<RunState> chosen, Path file) throws IOException {
        if (reviewer.filter(name -> !name.isBlank()).isEmpty()) {
            throw usage("A verdict has a reviewer.", "Say whose it is: --reviewer NAME.");
        }
        RunState state = one(chosen);
        NodeView view = one(state);
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw usage("The file " + file + " cannot be read as UTF-8 text: " + e.getMessage() + ".", "Check its name.");
        }
        ReviewerVerdict read = new VerdictReader(reviewer.get().strip(), view.candidate().orElseThrow().resultTree(), "").read(text);
        session.review(state.id(), view.node().id(), read);
        return tell(state, view, read);
    }

    private int ask(Session session, Optional<RunState> chosen, String agent) throws IOException {
        RunState state = one(chosen);
        NodeView view = one(state);
        try (var progress = new TerminalProgress(context.terminal())) {
            progress.step("Asking " + agent, 0, 0);
            return tell(state, view, session.ask(state.id(), view.node().id(), agent, _ -> { }, progress));
        }
    }

    private int tell(RunState state, NodeView view, ReviewerVerdict read) {
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("run", state.id().value(), "node", view.node().id().value(), "reviewer", read.reviewer(),
                    "tree", read.tree().hex(), "outcome", read.outcome().name().toLowerCase(Locale.ROOT), "says", read.says(),
                    "findings", read.findings().stream().map(f -> Json.object("path", f.path().map(Object::toString), "line", f.line(),
                            "severity", f.severity().name().toLowerCase(Locale.ROOT), "message", f.says())).toList())));
        } else {
            context.terminal().say(Words.of(read));
            read.findings().forEach(finding -> context.terminal().say("  " + Words.of(finding)));
        }
        return Exit.DONE.status();
    }

    private int show(Session session, RunState state, ReviewScope wanted) throws IOException {
        NodeView view = switch (wanted) {
            case NODE, SINCE -> one(state);
            case TASK, TREE -> nodes(state).getFirst();
        };
        try (var progress = new TerminalProgress(context.terminal());
             ScopedChanges changes = session.scopes(state.id(), view.node().id()).read(wanted, progress)) {
            progress.close();
            var printer = new ScopePrinter(context.terminal(), state.id(), view.node().id(), changes);
            if (workspace.json()) {
                context.terminal().say(Json.text(printer.document()));
            } else {
                printer.print();
            }
        }
        return Exit.DONE.status();
    }

    private static UserException usage(String sentence, String next) {
        return new UserException(Problem.of("USAGE-002", Exit.USAGE, sentence, "Nothing was changed.", next));
    }

    private static RunState one(Optional<RunState> chosen) {
        return chosen.orElseThrow(() -> usage("Nothing waits for a decision.", "See countersign status for runs and their nodes."));
    }

    private NodeView one(RunState state) {
        List<NodeView> found = nodes(state);
        if (found.size() != 1) {
            throw usage("Several nodes wait, and this is about one.", "Name it: --node NODE.");
        }
        return found.getFirst();
    }

    /// The named node, or all that wait; with something to show.
    private List<NodeView> nodes(RunState state) {
        List<NodeView> found = node.isPresent() ? state.nodes().values().stream().filter(view -> view.node().id().value().equals(node.get())).toList()
                : state.waiting();
        List<NodeView> shown = found.stream().filter(view -> view.candidate().isPresent()).toList();
        if (shown.isEmpty()) {
            throw usage(node.map(name -> "The run has no node \"" + name + "\" with changes to show.")
                    .orElse("No node of this run waits with changes to show."), "See countersign status for runs and their nodes.");
        }
        return shown;
    }
}
