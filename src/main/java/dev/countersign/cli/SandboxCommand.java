package dev.countersign.cli;

import dev.countersign.fault.Exit;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.SelfTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `countersign sandbox`: what contains agents and checks on this machine.
@Command(name = "sandbox", mixinStandardHelpOptions = true, description = "What contains agents and checks on this machine.",
        synopsisSubcommandLabel = "COMMAND")
final class SandboxCommand implements Callable<Integer> {
    private final CliContext context;

    SandboxCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return selfTest(false);
    }

    @Command(name = "self-test", mixinStandardHelpOptions = true,
            description = "Try to get out of each level, and say what held. Exit 8 where no level holds.")
    int selfTest(@Option(names = "--json", description = "One JSON document.") boolean json) {
        Sandbox sandbox = context.workbench().sandbox();
        SelfTest test = sandbox.selfTest();
        Protection protection = sandbox.protection();
        Terminal terminal = context.terminal();
        if (json) {
            terminal.say(Json.text(Json.object("best", test.best().name(), "words", protection.words(),
                    "layers", protection.layers().entrySet().stream().map(e -> Json.object("layer", lower(e.getKey()),
                            "strength", lower(e.getValue().strength()), "reason", e.getValue().reason())).toList(),
                    "attempts", test.attempts().stream().map(a -> Json.object("level", a.level().name(), "holds", a.holds(), "why", a.why(),
                            "trials", a.trials().stream().map(t -> Json.object("layer", lower(t.layer()), "attack", t.attack(),
                                    "result", lower(t.result()))).toList())).toList())));
        } else {
            terminal.say(protection.words());
            var rows = new ArrayList<List<String>>();
            protection.layers().forEach((layer, how) -> rows.add(List.of("  " + lower(layer).replace('_', ' '),
                    lower(how.strength()).replace('_', ' '), how.reason())));
            terminal.table(rows);
            for (SelfTest.Attempt attempt : test.attempts()) {
                terminal.say("");
                terminal.say(attempt.level() + (attempt.holds() ? " holds." : " is not used. " + attempt.why()));
                attempt.trials().forEach(trial -> terminal.say("  " + switch (trial.result()) {
                    case HELD -> terminal.tint(Terminal.Tone.GOOD, "held     ");
                    case ESCAPED -> terminal.tint(Terminal.Tone.BAD, "got out  ");
                    case NOT_TRIED -> terminal.tint(Terminal.Tone.WARN, "not tried");
                } + "  " + trial.attack()));
            }
        }
        return (test.best() == Level.L0 ? Exit.REFUSED : Exit.DONE).status();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
