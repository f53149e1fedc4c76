package dev.countersign.cli;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Missing;
import dev.countersign.fault.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `countersign agents [list]`: the agents that can be named.
@Command(name = "agents", mixinStandardHelpOptions = true, description = "The agents that can be named with -a.")
final class AgentsCommand implements Callable<Integer> {
    private final CliContext context;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    private AgentsCommand(CliContext context) {
        this.context = context;
    }

    static CommandLine with(CliContext context) {
        return new CommandLine(new AgentsCommand(context))
                .addSubcommand("list", new AgentsCommand(context))
                .addSubcommand(new AgentsShowCommand(context))
                .addSubcommand(new AgentsCheckCommand(context))
                .addSubcommand(new AgentsTrustCommand(context));
    }

    @Override
    public Integer call() {
        List<Agent> agents = context.workbench().agents().all();
        if (json) {
            context.terminal().say(Json.text(Json.object("agents", agents.stream().map(agent -> Json.object("name", agent.name(),
                    "description", agent.description(), "startsProcesses", agent.startsProcesses(),
                    "missing", agent.missing().map(Missing::says))).toList())));
        } else {
            var rows = new ArrayList<List<String>>();
            agents.forEach(agent -> rows.add(List.of(agent.name(), agent.missing().map(AgentsCommand::word).orElse(agent.startsProcesses() ? "program" : "built in"),
                    agent.description())));
            context.terminal().table(rows);
        }
        return Exit.DONE.status();
    }

    private static String word(Missing missing) {
        return switch (missing.what()) {
            case PROGRAM -> "not installed";
            case MODEL -> "not set up";
        };
    }
}
