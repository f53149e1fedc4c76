package dev.countersign.cli;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Readiness;
import dev.countersign.fault.Exit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign agents check NAME`: whether it is installed and answers.
@Command(name = "check", mixinStandardHelpOptions = true, description = "Whether an agent is installed and answers; exit 7 if not.")
final class AgentsCheckCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final AgentArgument agent = new AgentArgument();

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    AgentsCheckCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Agent found = agent.in(context);
        Readiness readiness = found.readiness();
        context.terminal().say(json ? Json.text(Json.object("name", found.name(), "ready", readiness.ready(), "says", readiness.says(),
                "installed", word(readiness.installed()), "speaks", word(readiness.speaks()), "loggedIn", word(readiness.loggedIn())))
                : found.name() + ": " + readiness.says() + "\n  installed " + word(readiness.installed()) + ", speaks " + word(readiness.speaks())
                + ", logged in " + word(readiness.loggedIn()));
        return (readiness.ready() ? Exit.DONE : Exit.AGENT).status();
    }

    private static String word(Readiness.Answer answer) {
        return answer.name().toLowerCase(java.util.Locale.ROOT);
    }
}
