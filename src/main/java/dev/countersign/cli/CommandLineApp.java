package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import picocli.AutoComplete;
import picocli.CommandLine;

/// The command line as a whole. One call is one command; every way it can end is an exit status of [Exit].
public final class CommandLineApp {
    private static final SequencedMap<String, Function<CliContext, Object>> COMMANDS = commands();

    private final CliContext context;
    private final Terminal terminal;

    public CommandLineApp(CliContext context) {
        this.context = context;
        this.terminal = context.terminal();
    }

    private static SequencedMap<String, Function<CliContext, Object>> commands() {
        var all = new LinkedHashMap<String, Function<CliContext, Object>>();
        all.put("run", RunCommand::new);
        all.put("review", ReviewCommand::new);
        all.put("status", StatusCommand::new);
        all.put("record", RecordCommand::new);
        all.put("replay", ReplayCommand::new);
        all.put("compare", CompareCommand::new);
        all.put("replan", ReplanCommand::new);
        all.put("pause", PauseCommand::new);
        all.put("resume", ResumeCommand::new);
        all.put("abort", AbortCommand::new);
        all.put("ledger", LedgerCommand::with);
        all.put("rollback", RollbackCommand::new);
        all.put("redo", RedoCommand::new);
        all.put("agents", AgentsCommand::with);
        all.put("models", ModelsCommand::with);
        all.put("mcp", McpCommand::with);
        all.put("verify", VerifyCommand::new);
        all.put("checks", ChecksCommand::with);
        all.put("policy", PolicyCommand::with);
        all.put("scripts", ScriptsCommand::with);
        all.put("secret", SecretCommand::with);
        all.put("config", ConfigCommand::with);
        all.put("doctor", DoctorCommand::new);
        all.put("sandbox", SandboxCommand::new);
        all.put("completion", _ -> new AutoComplete.GenerateCompletion());
        return Collections.unmodifiableSequencedMap(all);
    }

    /// What the desktop does where there is no display: the workspace's standing where one was named, else the sample task.
    ///
    /// @return the exit status
    public static int withoutDisplay(CliContext context, Optional<Path> open) {
        context.terminal().note("There is no display, so this goes on in the terminal.");
        var app = new CommandLineApp(context);
        return open.isPresent() ? app.run("status", "-w", open.get().toString()) : app.run("--sample");
    }

    /// Runs one command to its end and returns the exit status.
    public int run(String... arguments) {
        int status = line(needed(arguments)).execute(arguments);
        terminal.out().flush();
        terminal.err().flush();
        return status;
    }

    /// To describe every command takes a quarter of a second: only what the first word asks for is described where that is plain.
    private static Collection<String> needed(String... arguments) {
        if (arguments.length == 0) {
            return List.of();
        }
        String first = arguments[0];
        if (COMMANDS.containsKey(first) && !first.equals("completion")) {
            return List.of(first);
        }
        boolean isFolder = arguments.length == 1 && (first.equals(".") || !first.startsWith("@") && first.contains("/"));
        return isFolder ? List.of() : COMMANDS.keySet();
    }

    private CommandLine line(Collection<String> commands) {
        var line = new CommandLine(new RootCommand(context));
        commands.forEach(name -> line.addSubcommand(name, COMMANDS.get(name).apply(context)));
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((thrown, _, _) -> {
            Problem problem = Problem.from(thrown);
            report(problem);
            return problem.exit().status();
        });
        line.setParameterExceptionHandler((fault, _) -> {
            report(Problem.of("USAGE-001", Exit.USAGE, fault.getMessage(), "Nothing was started.",
                    "See " + fault.getCommandLine().getCommandSpec().qualifiedName() + " --help."));
            return Exit.USAGE.status();
        });
        return line;
    }

    private void report(Problem whole) {
        Problem problem = whole.redacted(context.workbench().redaction()::text);
        terminal.note(problem.sentence());
        terminal.note(problem.unchanged() + " " + problem.next() + " [" + problem.code() + "]");
        if (!problem.details().isBlank()) {
            terminal.note(problem.details().stripTrailing());
        }
    }
}
