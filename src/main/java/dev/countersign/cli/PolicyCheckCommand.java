package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.policy.Rulebook;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `countersign policy check`: whether every file can be used.
@Command(name = "check", mixinStandardHelpOptions = true, description = "Whether every rule file can be used; exit 2 if not, with file, line and column.")
final class PolicyCheckCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    PolicyCheckCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            var faults = new ArrayList<Rulebook.Fault>();
            int files = 0;
            for (Rulebook.Layer layer : session.policies().rulebook().layers()) {
                Optional<String> unread = layer.fault();
                unread.ifPresent(why -> faults.add(new Rulebook.Fault(PolicyCommand.name(layer.level()), 1, 1, why)));
                files += layer.files().size();
                layer.files().forEach(file -> faults.addAll(file.faults()));
            }
            if (workspace.json()) {
                List<Object> all = faults.stream().map(PolicyCommand::json).toList();
                context.terminal().say(Json.text(Json.object("files", files, "faults", all)));
            } else {
                faults.forEach(fault -> context.terminal().say(fault.toString()));
                context.terminal().say(faults.isEmpty() ? files + " files, and every one can be used."
                        : Words.counted(faults.size(), "fault", "faults") + " in " + files + " files. What rules with faults deny is everything.");
            }
            return (faults.isEmpty() ? Exit.DONE : Exit.USAGE).status();
        }
    }
}
