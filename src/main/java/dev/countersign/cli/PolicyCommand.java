package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rulebook;
import dev.countersign.run.Session;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign policy [list]`: the rules in force, by layer.
@Command(name = "policy", mixinStandardHelpOptions = true, description = "The rules in force: list, check, test, try on the past, trust a project's.")
final class PolicyCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final WorkspaceOption workspace = new WorkspaceOption();

    @Option(names = "--text", description = "Print the files as well.")
    private boolean text;

    private PolicyCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine with(CliContext context) {
        return new CommandLine(new PolicyCommand(context))
                .addSubcommand("list", new PolicyCommand(context))
                .addSubcommand(new PolicyCheckCommand(context))
                .addSubcommand(new PolicyTestCommand(context))
                .addSubcommand(new PolicyReplayCommand(context))
                .addSubcommand(new PolicyTrustCommand(context));
    }

    static String name(Rulebook.Level level) {
        return switch (level) {
            case BUILT_IN -> "built-in";
            case USER -> "user";
            case PROJECT -> "project";
        };
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = workspace.open(context)) {
            List<Rulebook.Layer> layers = session.policies().rulebook().layers();
            List<Policy.RuleInfo> core = session.policies().policy().rules().stream().filter(rule -> !rule.name().endsWith(".star")).toList();
            if (workspace.json()) {
                context.terminal().say(Json.text(Json.object("fixed", core.stream().map(rule -> Json.object("name", rule.name(), "says", rule.says())).toList(),
                        "layers", layers.stream().map(this::json).toList())));
                return Exit.DONE.status();
            }
            var rows = new ArrayList<List<String>>();
            core.forEach(rule -> rows.add(List.of("fixed", rule.name(), rule.says())));
            for (Rulebook.Layer layer : layers) {
                for (Rulebook.RuleFile file : layer.files()) {
                    rows.add(List.of(name(layer.level()), file.name(), file.faults().isEmpty()
                            ? String.join(", ", file.rules()) : "cannot be used: " + file.faults().getFirst().message()));
                }
                layer.fault().ifPresent(why -> rows.add(List.of(name(layer.level()), "", "cannot be read: " + why)));
            }
            context.terminal().table(rows);
            for (Rulebook.Layer layer : layers) {
                if (layer.level() == Rulebook.Level.PROJECT && !layer.files().isEmpty()) {
                    context.terminal().say("The project's rules " + layer.digest().hex() + (layer.trusted() ? " are trusted."
                            : " are not trusted: they only make things stricter."));
                }
                if (text) {
                    layer.files().forEach(file -> context.terminal().say("\n# " + file.shown() + "\n" + file.text().stripTrailing()));
                }
            }
            return Exit.DONE.status();
        }
    }

    private Object json(Rulebook.Layer layer) {
        return Json.object("layer", name(layer.level()), "folder", layer.folder().map(Object::toString), "digest", layer.digest().hex(),
                "trusted", layer.trusted(), "fault", layer.fault(), "files", layer.files().stream().map(file -> Json.object("name", file.name(),
                        "shown", file.shown(), "test", file.isTest(), "functions", file.rules(), "faults", file.faults().stream().map(PolicyCommand::json).toList(),
                        "text", text ? file.text() : "")).toList());
    }

    static Object json(Rulebook.Fault fault) {
        return Json.object("file", fault.file(), "line", fault.line(), "column", fault.column(), "message", fault.message());
    }

    static String word(int severity) {
        return List.of("deny", "ask", "allow").get(severity);
    }
}
