package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import java.nio.file.Path;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;

/// The command line as a whole. One call is one command; every way it can end is an exit status of [Exit].
public final class CommandLineApp {
    private final CommandLine line;
    private final Terminal terminal;

    public CommandLineApp(CliContext context) {
        terminal = context.terminal();
        line = new CommandLine(new RootCommand(context));
        line.addSubcommand(new RunCommand(context));
        line.addSubcommand(new ReviewCommand(context));
        line.addSubcommand(new StatusCommand(context));
        line.addSubcommand(LedgerCommand.with(context));
        line.addSubcommand(new RollbackCommand(context));
        line.addSubcommand(new RedoCommand(context));
        line.addSubcommand(AgentsCommand.with(context));
        line.addSubcommand(new DoctorCommand(context));
        line.addSubcommand(new SandboxCommand(context));
        line.addSubcommand("completion", new AutoComplete.GenerateCompletion());
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
        int status = line.execute(arguments);
        terminal.out().flush();
        terminal.err().flush();
        return status;
    }

    /// The complete command, for generating completion scripts and documentation.
    CommandLine line() {
        return line;
    }

    private void report(Problem problem) {
        terminal.note(problem.sentence());
        terminal.note(problem.unchanged() + " " + problem.next() + " [" + problem.code() + "]");
        if (!problem.details().isBlank()) {
            terminal.note(problem.details().stripTrailing());
        }
    }
}
