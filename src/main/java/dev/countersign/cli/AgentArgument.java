package dev.countersign.cli;

import dev.countersign.agent.Agent;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import picocli.CommandLine.Parameters;

/// The NAME of an agent that a command is about.
final class AgentArgument {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the agent, as countersign agents shows it.")
    private String name;

    Agent in(CliContext context) {
        return context.workbench().agents().find(name).orElseThrow(() -> new UserException(Problem.of("AGENT-002", Exit.USAGE,
                "There is no agent \"" + name + "\".", "Nothing was started.", "See countersign agents for those there are.")));
    }
}
