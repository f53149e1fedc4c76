package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.plan.Argv;
import dev.countersign.run.NodeView;
import dev.countersign.run.RunState;
import dev.countersign.run.Session;
import dev.countersign.run.WorkspaceCheck;
import dev.countersign.verify.JunitReport;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SarifReport;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `countersign verify [RUN]`: checks the workspace as it stands, or tells what was found of a run's candidate.
@Command(name = "verify", mixinStandardHelpOptions = true,
        description = "Check the workspace as it stands, in a copy; or show what was found of what a run proposes.")
final class VerifyCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "The run whose kept results are shown; default: check the workspace now.")
    private Optional<String> run = Optional.empty();

    @Option(names = "--node", paramLabel = "NODE", description = "The node of the run; needed where several have results.")
    private Optional<String> node = Optional.empty();

    @Option(names = "--check", paramLabel = "CMD", description = "Check command in place of those found; may be repeated.")
    private List<String> checks = new ArrayList<>();

    @Option(names = "--all", description = "Look at every file, and count what was there before; default: what differs from the last commit.")
    private boolean all;

    @Option(names = "--again", description = "Run every command, also where this exact tree was checked before.")
    private boolean again;

    @Option(names = "--only", paramLabel = "NAME", description = "Run this one of the workspace's commands, in any case; see countersign checks.")
    private Optional<String> only = Optional.empty();

    @Option(names = "--export", paramLabel = "sarif|junit", description = "Print the results as SARIF 2.1.0 or JUnit XML.")
    private Optional<Format> format = Optional.empty();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the export there instead.")
    private Optional<Path> out = Optional.empty();

    enum Format { SARIF, JUNIT }

    VerifyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        if (out.isPresent() && format.isEmpty()) {
            throw usage("--out needs --export sarif or --export junit.");
        }
        if (only.isPresent() && (run.isPresent() || !checks.isEmpty())) {
            throw usage("--only names a command of the workspace; leave out --check and the run.");
        }
        try (Session session = workspace.open(context)) {
            Verification verification = run.isPresent() ? kept(StatusCommand.find(session, run.get())) : now(session);
            tell(verification);
            return verification.isVerified() ? Exit.DONE.status() : Exit.VERIFICATION.status();
        }
    }

    private Verification now(Session session) throws IOException {
        var request = new WorkspaceCheck.Request(checks.stream().map(line -> Argv.split(line).orElseThrow(() ->
                usage("The check \"" + line + "\" has no program, or a quote in it is not closed."))).toList(), all,
                again ? Verifier.Effort.FRESH : only.map(Verifier.Effort::only).orElse(Verifier.Effort.REUSE), only);
        try (var progress = new TerminalProgress(context.terminal())) {
            return session.verify(request, new Verifier.Listener() {
                @Override
                public void started(Part part, String sensor) {
                    progress.step(part.symbol() + " " + sensor, 0, 0);
                }

                @Override
                public void output(String sensor, String line) {
                    progress.step(sensor + ": " + line.substring(0, Math.min(60, line.length())), 0, 0);
                }
            }, progress);
        }
    }

    private Verification kept(RunState state) {
        List<NodeView> found = state.nodes().values().stream().filter(v -> v.verification().isPresent())
                .filter(v -> node.isEmpty() || v.node().id().value().equals(node.get())).toList();
        if (found.size() != 1) {
            throw usage(found.isEmpty() ? "Nothing was checked there yet." : "Several nodes have results; choose one with --node: "
                    + String.join(", ", found.stream().map(v -> v.node().id().value()).toList()) + ".");
        }
        Verification verification = found.getFirst().verification().orElseThrow();
        return found.getFirst().candidate().map(c -> verification.asOf(c.resultTree())).orElse(verification);
    }

    private void tell(Verification verification) throws IOException {
        if (format.isPresent()) {
            String text = switch (format.get()) {
                case SARIF -> SarifReport.text(verification, context.version());
                case JUNIT -> JunitReport.text(verification);
            };
            if (out.isPresent()) {
                Files.writeString(context.folder().resolve(out.get()), text);
                context.terminal().note("Written to " + out.get() + ".");
            } else {
                context.terminal().say(text.stripTrailing());
            }
        } else if (workspace.json()) {
            context.terminal().say(Json.text(document(verification)));
        } else {
            print(verification);
        }
    }

    private void print(Verification verification) {
        Terminal terminal = context.terminal();
        var rows = new ArrayList<List<String>>();
        for (SensorResult result : verification.results()) {
            rows.add(List.of(result.part().symbol(), result.sensor(), terminal.tint(Words.tone(result.state()), Words.of(result.state())),
                    age(result)));
        }
        terminal.table(rows);
        for (SensorResult result : verification.results()) {
            result.residuals().forEach(r -> terminal.say("  " + line(r)));
            result.baseline().before().forEach(r -> terminal.say("  before: " + line(r)));
            result.baseline().mended().forEach(r -> terminal.say("  mended: " + line(r)));
        }
        terminal.say(Words.energy(verification) + " on tree " + verification.tree().brief()
                + (verification.relief() > 0 ? String.format(java.util.Locale.ROOT, "; mended %.2f", verification.relief()) : ""));
    }

    private String age(SensorResult result) {
        return result.evidence().flatMap(SensorResult.Evidence::reusedFrom).map(at -> "from an earlier check of this exact tree, "
                + ago(Duration.between(at, context.workbench().clock().instant()))).orElse("");
    }

    private static String ago(Duration age) {
        return age.toMinutes() < 1 ? "less than a minute ago" : age.toHours() < 2 ? age.toMinutes() + " min ago"
                : age.toDays() < 2 ? age.toHours() + " hours ago" : age.toDays() + " days ago";
    }

    private static String line(Residual residual) {
        return residual.path().map(p -> p + (residual.line() > 0 ? ":" + residual.line() : "") + ": ").orElse(residual.sensor() + ": ")
                + residual.message();
    }

    private static Map<String, @Nullable Object> document(Verification verification) {
        return Json.object("tree", verification.tree().hex(), "environment", verification.environment().hex(), "at", verification.at().toString(),
                "energy", verification.energy(), "whole", verification.measured().isWhole(), "epsilon", verification.epsilon(),
                "mended", verification.relief(), "stable", verification.isStable(), "verified", verification.isVerified(),
                "results", verification.results().stream().map(VerifyCommand::document).toList());
    }

    private static Map<String, @Nullable Object> document(SensorResult result) {
        String why = switch (result.state()) {
            case SensorResult.State.Passed passed -> passed.what();
            case SensorResult.State.Failed failed -> failed.residuals().size() + " residuals";
            case SensorResult.State.NotChecked not -> not.why();
            case SensorResult.State.Stale stale -> stale.why();
        };
        Optional<SensorResult.Evidence> evidence = result.evidence();
        return Json.object("part", result.part().symbol(), "sensor", result.sensor(), "state", state(result.state()), "says", why,
                "residuals", result.residuals().stream().map(VerifyCommand::document).toList(), "compared", result.baseline().compared(),
                "before", result.baseline().before().stream().map(VerifyCommand::document).toList(),
                "mended", result.baseline().mended().stream().map(VerifyCommand::document).toList(),
                "argv", evidence.map(SensorResult.Evidence::argv), "exit", evidence.flatMap(SensorResult.Evidence::exit),
                "tookMillis", evidence.map(e -> e.took().toMillis()), "log", evidence.map(e -> e.log().hex()),
                "reusedFrom", evidence.flatMap(SensorResult.Evidence::reusedFrom).map(Object::toString));
    }

    private static String state(SensorResult.State state) {
        return switch (state) {
            case SensorResult.State.Passed _ -> "passed";
            case SensorResult.State.Failed _ -> "failed";
            case SensorResult.State.NotChecked _ -> "not checked";
            case SensorResult.State.Stale _ -> "stale";
        };
    }

    private static Map<String, @Nullable Object> document(Residual residual) {
        return Json.object("path", residual.path().map(Object::toString), "line", residual.line(), "column", residual.column(),
                "endLine", residual.endLine(), "endColumn", residual.endColumn(), "message", residual.message(),
                "magnitude", residual.magnitude(), "weight", residual.weight());
    }

    private static UserException usage(String sentence) {
        return new UserException(Problem.of("USAGE-001", Exit.USAGE, sentence, "Nothing was checked.", "See countersign verify --help."));
    }
}
