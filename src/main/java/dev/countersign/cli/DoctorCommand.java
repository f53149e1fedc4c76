package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.run.Doctor;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign doctor`: what works on this machine, tried just now.
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "What works on this machine, and what to do where it does not.")
final class DoctorCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--fix", description = "Mend what can be mended without asking.")
    private boolean fix;

    DoctorCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        var doctor = new Doctor(context.workbench(), context.config());
        if (fix) {
            doctor.fix().forEach(context.terminal()::note);
        }
        List<Doctor.Finding> findings = doctor.examine(workspace.folder(context));
        if (workspace.json()) {
            context.terminal().say(Json.text(Json.object("findings", findings.stream().map(f -> Json.object(
                    "health", f.health().name().toLowerCase(Locale.ROOT), "subject", f.subject(), "says", f.says(),
                    "next", f.next())).toList())));
        } else {
            findings.forEach(this::print);
        }
        return (findings.stream().anyMatch(f -> f.health() == Doctor.Health.BAD) ? Exit.UNDECIDED : Exit.DONE).status();
    }

    private void print(Doctor.Finding finding) {
        Terminal terminal = context.terminal();
        String mark = switch (finding.health()) {
            case GOOD -> terminal.tint(Terminal.Tone.GOOD, "\u2713");
            case NOTE -> terminal.tint(Terminal.Tone.WARN, "\u2013");
            case BAD -> terminal.tint(Terminal.Tone.BAD, "\u2717");
        };
        terminal.say(mark + " " + String.format("%-16s", finding.subject()) + " " + finding.says());
        if (!finding.next().isEmpty()) {
            terminal.say("                   " + finding.next());
        }
    }
}
