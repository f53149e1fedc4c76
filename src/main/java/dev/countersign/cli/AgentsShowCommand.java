package dev.countersign.cli;

import dev.countersign.agent.Agent;
import dev.countersign.fault.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `countersign agents show NAME`: exactly what would be started, with which environment.
@Command(name = "show", mixinStandardHelpOptions = true, description = "What would be started, with which environment.")
final class AgentsShowCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private final AgentArgument agent = new AgentArgument();

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    AgentsShowCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Agent found = agent.in(context);
        Agent.Preview preview = found.preview("TASK");
        if (json) {
            context.terminal().say(Json.text(Json.object("name", found.name(), "description", found.description(),
                    "argv", preview.argv(), "environment", preview.environment(), "network", preview.network(), "settings", preview.settings())));
            return Exit.DONE.status();
        }
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("name", found.name()));
        rows.add(List.of("what", found.description()));
        rows.add(List.of("starts", preview.argv().isEmpty() ? "no program" : String.join(" ", preview.argv())));
        preview.environment().forEach((name, value) -> rows.add(List.of("", name + "=" + value)));
        preview.network().forEach(reached -> rows.add(List.of("reaches", reached)));
        preview.settings().forEach(setting -> rows.add(List.of("", setting)));
        rows.add(List.of("sandbox", found.startsProcesses() ? context.workbench().sandbox().protection().words() : "not needed"));
        context.terminal().table(rows);
        return Exit.DONE.status();
    }
}
